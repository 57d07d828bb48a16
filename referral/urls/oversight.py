from django.urls import path

from referral.views import audit_log, caseload, journey

urlpatterns = [
    path("journeys/", journey.journey_list, name="journey_list"),
    path("journeys/<str:reference>/", journey.journey_detail, name="journey_detail"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/<uuid:id>/", caseload.case_assign, name="case_assign"),
    path("audit/", audit_log.audit_list, name="audit_list"),
]
