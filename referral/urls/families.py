from django.urls import path

from referral.views import age, birth, guardian, household, parent, pregnancy
from referral.views.child import contact_check, contact_wish, panel, step, way

IN_CASE = "cases/<str:reference>"

urlpatterns = [
    path(f"{IN_CASE}/guardian/", guardian.case_guardian, name="case_guardian"),
    path(f"{IN_CASE}/guardian/new/", guardian.guardian_new, name="guardian_new"),
    path(
        f"{IN_CASE}/guardian/<uuid:id>/confirm/",
        guardian.guardian_confirm,
        name="guardian_confirm",
    ),
    path(f"{IN_CASE}/guardian/<uuid:id>/end/", guardian.guardian_end, name="guardian_end"),
    path(f"{IN_CASE}/household/", household.case_household, name="case_household"),
    path(f"{IN_CASE}/birth/", birth.birth_new, name="birth_new"),
    path(f"{IN_CASE}/pregnancy/", pregnancy.case_pregnancy, name="case_pregnancy"),
    path(f"{IN_CASE}/parent/", parent.case_parent, name="case_parent"),
    path(f"{IN_CASE}/household/link/", household.household_link, name="household_link"),
    path(f"{IN_CASE}/household/part/", household.household_part, name="household_part"),
    path(f"{IN_CASE}/household/day/", household.household_day, name="household_day"),
    path(f"{IN_CASE}/child/", way.case_child, name="case_child"),
    path(f"{IN_CASE}/child/contact/", contact_check.contact_check_new, name="contact_check_new"),
    path(f"{IN_CASE}/child/wish/", contact_wish.contact_wish_new, name="contact_wish_new"),
    path(
        f"{IN_CASE}/child/wish/<uuid:id>/",
        contact_wish.contact_wish_answer,
        name="contact_wish_answer",
    ),
    path(f"{IN_CASE}/child/new/<slug:step>/", step.child_step_new, name="child_step_new"),
    path(
        f"{IN_CASE}/child/<uuid:id>/confirm/",
        step.child_step_confirm,
        name="child_step_confirm",
    ),
    path("panel/", panel.panel_list, name="panel_list"),
    path(f"{IN_CASE}/guardian/keep/", guardian.guardian_keep, name="guardian_keep"),
    path(f"{IN_CASE}/age/", age.case_age, name="case_age"),
    path(f"{IN_CASE}/age/doubt/", age.age_doubt, name="age_doubt"),
    path(f"{IN_CASE}/age/decision/", age.age_decision, name="age_decision"),
    path(f"{IN_CASE}/age/protection/", age.child_path_end, name="child_path_end"),
    path(f"{IN_CASE}/age/<uuid:id>/confirm/", age.age_confirm, name="age_confirm"),
    path(f"{IN_CASE}/age/<uuid:id>/contest/", age.age_contest, name="age_contest"),
    path(f"{IN_CASE}/age/<uuid:id>/settle/", age.age_settle, name="age_settle"),
]
