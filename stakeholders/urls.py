from django.urls import path

from stakeholders import views

urlpatterns = [
    path("", views.front, name="front"),
    path("three-programmes/", views.explainer, name="explainer"),
    path("organisations/", views.organisations, name="organisations"),
    path("people/", views.people, name="people"),
    path("groups/", views.groups, name="groups"),
    path("request-access/", views.request_access, name="request_access"),
]
