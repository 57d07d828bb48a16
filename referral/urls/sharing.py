from django.urls import path

from referral.views import consent

urlpatterns = [
    path("cases/<str:reference>/consent/", consent.case_consent, name="case_consent"),
    path("cases/<str:reference>/consent/new/", consent.consent_new, name="consent_new"),
    path("cases/<str:reference>/consent/<uuid:id>/", consent.consent_detail, name="consent_detail"),
    path(
        "cases/<str:reference>/consent/<uuid:id>/print/",
        consent.consent_print,
        name="consent_print",
    ),
    path(
        "cases/<str:reference>/consent/<uuid:id>/withdraw/",
        consent.consent_withdraw,
        name="consent_withdraw",
    ),
]
