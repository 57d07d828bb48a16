"""Keeping the directory true: drafts, reviews, checks, reports, the change log."""

from django.urls import path

from directory.views.edit_contact import directory_contact_change, directory_contact_new
from directory.views.edit_draft import (
    directory_contact_remove,
    draft_change,
    draft_take_back,
    fact_remove,
)
from directory.views.edit_fact import fact_change, fact_new
from directory.views.history import country_history
from directory.views.report import country_report, report_detail, report_list
from directory.views.review import review_detail, review_list
from directory.views.still_right import still_right, still_right_answer
from directory.views.verify import contact_verify, stale_list

urlpatterns = [
    path("countries/reports/", report_list, name="report_list"),
    path("countries/reports/<uuid:id>/", report_detail, name="report_detail"),
    path("countries/facts/<uuid:id>/change/", fact_change, name="fact_change"),
    path("countries/facts/<uuid:id>/remove/", fact_remove, name="fact_remove"),
    path(
        "countries/contacts/<uuid:id>/change/",
        directory_contact_change,
        name="directory_contact_change",
    ),
    path(
        "countries/contacts/<uuid:id>/remove/",
        directory_contact_remove,
        name="directory_contact_remove",
    ),
    path("countries/contacts/<uuid:id>/verify/", contact_verify, name="contact_verify"),
    path("countries/<slug:iso2>/facts/new/", fact_new, name="fact_new"),
    path(
        "countries/<slug:iso2>/contacts/new/", directory_contact_new, name="directory_contact_new"
    ),
    path("countries/<slug:iso2>/report/", country_report, name="country_report"),
    path("countries/<slug:iso2>/history/", country_history, name="country_history"),
    path("reviews/", review_list, name="review_list"),
    path("reviews/stale/", stale_list, name="stale_list"),
    path("reviews/<uuid:id>/", review_detail, name="review_detail"),
    path("reviews/<uuid:id>/change/", draft_change, name="draft_change"),
    path("reviews/<uuid:id>/take-back/", draft_take_back, name="draft_take_back"),
    path("still-right/", still_right_answer, name="still_right_answer"),
    path("still-right/<str:token>/", still_right, name="still_right"),
]
