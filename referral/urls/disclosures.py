from django.urls import path

from referral.views.disclosure import asking, decision, detail, lists, review, sheet, telling

IN_CASE = "cases/<str:reference>"

urlpatterns = [
    path(f"{IN_CASE}/disclosures/", lists.case_disclosures, name="case_disclosures"),
    path(f"{IN_CASE}/disclosures/new/", asking.disclosure_new, name="disclosure_new"),
    path("disclosures/", lists.disclosure_list, name="disclosure_list"),
    path("disclosures/<uuid:id>/", detail.disclosure_detail, name="disclosure_detail"),
    path("disclosures/<uuid:id>/decide/", decision.disclosure_answer, name="disclosure_answer"),
    path("disclosures/<uuid:id>/give/", decision.disclosure_give, name="disclosure_give"),
    path(
        "disclosures/<uuid:id>/take-back/",
        decision.disclosure_take_back,
        name="disclosure_take_back",
    ),
    path("disclosures/<uuid:id>/sheet/", sheet.disclosure_sheet, name="disclosure_sheet"),
    path("disclosures/<uuid:id>/review/", review.disclosure_review, name="disclosure_review"),
    path("disclosures/<uuid:id>/told/", telling.disclosure_told, name="disclosure_told"),
]
