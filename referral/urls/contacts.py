from django.urls import path

from referral.views import contact, minimum

urlpatterns = [
    path("cases/new/", contact.contact_new, name="contact_new"),
    path("cases/new/<uuid:id>/", contact.contact_draft, name="contact_draft"),
    path("cases/new/not-kept/", contact.contact_refused, name="contact_refused"),
    path("cases/new/protection/", contact.contact_protected, name="contact_protected"),
    path("cases/<slug:reference>/saved/", contact.contact_saved, name="contact_saved"),
    path("records/minimum/", minimum.minimum_list, name="minimum_list"),
    path("records/minimum/<uuid:id>/", minimum.minimum_detail, name="minimum_detail"),
    path("drafts/", contact.draft_list, name="draft_list"),
]
