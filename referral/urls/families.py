from django.urls import path

from referral.views import guardian, household

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
    path(f"{IN_CASE}/household/link/", household.household_link, name="household_link"),
    path(f"{IN_CASE}/household/part/", household.household_part, name="household_part"),
    path(f"{IN_CASE}/household/day/", household.household_day, name="household_day"),
]
