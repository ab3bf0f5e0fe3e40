"""All addresses. Language first; the apps are named by strings, so that this floor knows none of them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from integration_programme import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("policy-reports", views.policy_report, name="policy_report"),
    path("", include("programmes.machine_urls")),
    *i18n_patterns(
        path("components/", views.components, name="components"),
        path("account/", include("stakeholders.account_urls")),
        path("", include("programmes.urls")),
        path("", include("stakeholders.urls")),
    ),
]

handler400 = "integration_programme.views.bad_request"
handler500 = "integration_programme.views.server_error"
