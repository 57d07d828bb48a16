from django.urls import path

from referral.views import (
    agreement,
    appointment,
    assessment,
    asylum,
    budget,
    evidence,
    evidence_file,
    known,
    merge,
    needs,
    note,
    plan,
    record,
    status,
    task,
    worksite,
)

urlpatterns = [
    path("cases/<str:reference>/record/", record.case_record, name="case_record"),
    path(
        "cases/<str:reference>/record/account/events/new/",
        record.case_event_new,
        name="case_event_new",
    ),
    path("cases/<str:reference>/record/<str:data_class>/", record.case_part, name="case_part"),
    path("cases/<str:reference>/asylum/", asylum.case_asylum, name="case_asylum"),
    path("cases/<str:reference>/known/", known.case_known, name="case_known"),
    path("cases/<str:reference>/merge/<str:other_reference>/", merge.case_merge, name="case_merge"),
    path("cases/<str:reference>/evidence/", evidence.case_evidence, name="case_evidence"),
    path("cases/<str:reference>/evidence/new/", evidence.evidence_new, name="evidence_new"),
    path(
        "cases/<str:reference>/evidence/<uuid:id>/",
        evidence.evidence_detail,
        name="evidence_detail",
    ),
    path(
        "cases/<str:reference>/evidence/<uuid:id>/withdraw/",
        evidence.evidence_withdraw,
        name="evidence_withdraw",
    ),
    path("cases/<str:reference>/evidence/<uuid:id>/file/", evidence_file.file_add, name="file_add"),
    path("cases/<str:reference>/files/<uuid:id>/", evidence_file.file_open, name="file_open"),
    path(
        "cases/<str:reference>/files/<uuid:id>/remove/",
        evidence_file.file_remove,
        name="file_remove",
    ),
    path("cases/<str:reference>/notes/new/", note.case_note_new, name="case_note_new"),
    path("cases/<str:reference>/notes/<uuid:id>/undo/", note.case_note_undo, name="case_note_undo"),
    path(
        "cases/<str:reference>/appointments/new/",
        appointment.case_appointment_new,
        name="case_appointment_new",
    ),
    path("cases/<str:reference>/needs/", needs.case_needs, name="case_needs"),
    path("cases/<str:reference>/plan/", plan.case_plan, name="case_plan"),
    path("cases/<str:reference>/plan/talk/", agreement.plan_talk, name="plan_talk"),
    path("cases/<str:reference>/plan/copy/", agreement.plan_copy, name="plan_copy"),
    path("cases/<str:reference>/budget/", budget.case_budget, name="case_budget"),
    path("cases/<str:reference>/budget/new/", budget.budget_line_new, name="budget_line_new"),
    path("cases/<str:reference>/budget/sign/", budget.budget_sign, name="budget_sign"),
    path("cases/<str:reference>/budget/second/", budget.budget_second, name="budget_second"),
    path(
        "cases/<str:reference>/budget/<uuid:id>/", budget.budget_line_edit, name="budget_line_edit"
    ),
    path("cases/<str:reference>/budget/<uuid:id>/pay/", budget.budget_pay, name="budget_pay"),
    path(
        "cases/<str:reference>/budget/payments/<uuid:id>/",
        budget.budget_correct,
        name="budget_correct",
    ),
    path("cases/<str:reference>/worksites/", worksite.case_worksites, name="case_worksites"),
    path(
        "cases/<str:reference>/worksites/<uuid:id>/leave/",
        worksite.worksite_leave,
        name="worksite_leave",
    ),
    path("programmes/", budget.programme_list, name="programme_list"),
    path("programmes/new/", budget.programme_new, name="programme_new"),
    path("programmes/<uuid:id>/", budget.programme_edit, name="programme_edit"),
    path("cases/<str:reference>/plan/goals/new/", plan.goal_new, name="goal_new"),
    path("cases/<str:reference>/plan/goals/<uuid:id>/", plan.goal_edit, name="goal_edit"),
    path("cases/<str:reference>/tasks/new/", task.case_task_new, name="case_task_new"),
    path("tasks/<uuid:id>/done/", task.task_done, name="task_done"),
    path("cases/<str:reference>/status/", status.case_status, name="case_status"),
    path(
        "cases/<str:reference>/assessments/", assessment.case_assessments, name="case_assessments"
    ),
    path("cases/<str:reference>/tools/<slug:instrument>/", assessment.case_tool, name="case_tool"),
    path(
        "cases/<str:reference>/assessments/<uuid:id>/",
        assessment.assessment_detail,
        name="assessment_detail",
    ),
]
