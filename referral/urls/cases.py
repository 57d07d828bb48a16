from django.urls import path

from referral.views import (
    absence,
    case,
    case_list,
    history,
    home,
    names,
    procedure,
    protection,
    search,
)

urlpatterns = [
    path("home/", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/names/", names.case_names, name="case_names"),
    path("cases/<str:reference>/", case.case_overview, name="case_overview"),
    path("cases/<str:reference>/protection/", protection.case_protection, name="case_protection"),
    path(
        "cases/<str:reference>/protection/name/",
        protection.protection_name,
        name="protection_name",
    ),
    path(
        "cases/<str:reference>/protection/unname/",
        protection.protection_unname,
        name="protection_unname",
    ),
    path(
        "cases/<str:reference>/protection/lift/",
        protection.protection_lift,
        name="protection_lift",
    ),
    path("protection/<uuid:id>/", protection.protection_confirm, name="protection_confirm"),
    path("cases/<str:reference>/missing/", absence.case_missing, name="case_missing"),
    path("cases/<str:reference>/missing/try/", absence.missing_try, name="missing_try"),
    path("cases/<str:reference>/missing/told/", absence.missing_told, name="missing_told"),
    path("cases/<str:reference>/missing/found/", absence.missing_found, name="missing_found"),
    path("cases/<str:reference>/missing/decide/", absence.missing_decide, name="missing_decide"),
    path(
        "cases/<str:reference>/procedure/<slug:code>/",
        procedure.case_procedure,
        name="case_procedure",
    ),
    path("cases/<str:reference>/history/", history.case_history, name="case_history"),
]
