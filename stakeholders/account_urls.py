"""Signing in and passwords, done by allauth. Only what is listed here can be reached: its pages for managing e-mail
addresses, codes and phones are left out, because accounts begin with an invitation and keep its address."""

from allauth.account import views
from django.urls import path, re_path

from stakeholders.views.account import at_the_door

urlpatterns = [
    path("login/", at_the_door(views.login), name="account_login"),
    path("logout/", at_the_door(views.logout), name="account_logout"),
    path("inactive/", at_the_door(views.account_inactive), name="account_inactive"),
    path("signup/", at_the_door(views.signup), name="account_signup"),
    path("password/change/", at_the_door(views.password_change), name="account_change_password"),
    path("password/set/", at_the_door(views.password_set), name="account_set_password"),
    path("password/reset/", at_the_door(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", at_the_door(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        at_the_door(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        at_the_door(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
