from django.urls import path

from referral.views import (
    closing,
    complaint,
    gate,
    returning,
    risk,
    signature,
    travel_journey,
    visit,
)

urlpatterns = [
    path("cases/<str:reference>/gates/", gate.case_gates, name="case_gates"),
    path("cases/<str:reference>/risk/", risk.case_risk, name="case_risk"),
    path("cases/<str:reference>/risk/talk/", risk.risk_talk, name="risk_talk"),
    path("cases/<str:reference>/risk/event/", risk.risk_event, name="risk_event"),
    path("cases/<str:reference>/gates/<str:gate>/", gate.gate_detail, name="gate_detail"),
    path("cases/<str:reference>/gates/<str:gate>/sign/", gate.gate_sign, name="gate_sign"),
    path("cases/<str:reference>/gates/<str:gate>/confirm/", gate.gate_confirm, name="gate_confirm"),
    path(
        "cases/<str:reference>/gates/<str:gate>/ask/", signature.signature_ask, name="signature_ask"
    ),
    path("signatures/", signature.signature_list, name="signature_list"),
    path("signatures/<uuid:id>/", signature.signature_sign, name="signature_sign"),
    path("cases/<str:reference>/return/", returning.return_request, name="return_request"),
    path("cases/<str:reference>/return/suspend/", returning.return_suspend, name="return_suspend"),
    path("cases/<str:reference>/return/alone/", returning.return_alone, name="return_alone"),
    path("cases/<str:reference>/return/ask/", signature.return_ask, name="return_ask"),
    path("cases/<str:reference>/return/approve/", returning.return_approve, name="return_approve"),
    path("cases/<str:reference>/travel/", travel_journey.case_travel, name="case_travel"),
    path(
        "cases/<str:reference>/travel/depart/", travel_journey.journey_depart, name="journey_depart"
    ),
    path(
        "cases/<str:reference>/travel/arrive/", travel_journey.journey_arrive, name="journey_arrive"
    ),
    path("cases/<str:reference>/travel/stop/", travel_journey.travel_stop, name="travel_stop"),
    path("cases/<str:reference>/travel/stop/note/", travel_journey.stop_note, name="stop_note"),
    path("cases/<str:reference>/visits/", visit.case_visits, name="case_visits"),
    path("cases/<str:reference>/visits/<uuid:id>/", visit.visit_record, name="visit_record"),
    path("cases/<str:reference>/visits/plan/<int:months>/", visit.visit_plan, name="visit_plan"),
    path("cases/<str:reference>/complaint/", complaint.complaint_new, name="complaint_new"),
    path("complaints/", complaint.complaint_list, name="complaint_list"),
    path("complaints/<uuid:id>/", complaint.complaint_detail, name="complaint_detail"),
    path("complaints/<uuid:id>/heard/", complaint.complaint_heard, name="complaint_heard"),
    path("cases/<str:reference>/close/", closing.case_close, name="case_close"),
    path(
        "cases/<str:reference>/close/confirm/",
        closing.case_close_confirm,
        name="case_close_confirm",
    ),
    path("cases/<str:reference>/reopen/", closing.case_reopen, name="case_reopen"),
]
