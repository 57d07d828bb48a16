from django.urls import path

from referral.views import audit_log, caseload, emergency, erasure, journey, notices, unusual

urlpatterns = [
    path("journeys/", journey.journey_list, name="journey_list"),
    path("journeys/<str:reference>/", journey.journey_detail, name="journey_detail"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/<uuid:id>/", caseload.case_assign, name="case_assign"),
    path("emergency/", emergency.emergency_list, name="emergency_list"),
    path("emergency/new/", emergency.emergency_new, name="emergency_new"),
    path("emergency/<uuid:id>/", emergency.emergency_detail, name="emergency_detail"),
    path("emergency/<uuid:id>/answer/", emergency.emergency_answer, name="emergency_answer"),
    path("emergency/<uuid:id>/open/", emergency.emergency_open, name="emergency_open"),
    path("emergency/<uuid:id>/end/", emergency.emergency_end, name="emergency_end"),
    path("emergency/<uuid:id>/review/", emergency.emergency_review, name="emergency_review"),
    path("cases/<str:reference>/erasure/", erasure.case_erasure, name="case_erasure"),
    path("cases/<str:reference>/erasure/new/", erasure.erasure_new, name="erasure_new"),
    path("cases/<str:reference>/hold/", erasure.hold_new, name="hold_new"),
    path("cases/<str:reference>/hold/<uuid:id>/end/", erasure.hold_end, name="hold_end"),
    path("erasures/", erasure.erasure_list, name="erasure_list"),
    path("erasures/hold/<uuid:id>/", erasure.hold_answer, name="hold_answer"),
    path("reading/", unusual.unusual_list, name="unusual_list"),
    path("reading/<uuid:id>/seen/", unusual.unusual_seen, name="unusual_seen"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/letters/", notices.letter_list, name="letter_list"),
    path("notices/read/", notices.notice_all_read, name="notice_all_read"),
    path("notices/<uuid:id>/read/", notices.notice_read, name="notice_read"),
    path("audit/", audit_log.audit_list, name="audit_list"),
]
