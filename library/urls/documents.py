"""Documents and practices. A record comes last: its address is any name."""

from django.urls import path

from library.views.collections import collection_detail
from library.views.documents import document_detail, document_list
from library.views.editing import (
    collection_change,
    collection_new,
    collection_remove,
    document_change,
    document_new,
    document_remove,
    library_draft_change,
    library_take_back,
    practice_change,
    practice_new,
    practice_remove,
)
from library.views.files import document_export, document_file
from library.views.imports import document_import
from library.views.links import document_links
from library.views.practices import (
    practice_detail,
    practice_list,
    practice_translate,
    practice_translation_read,
)
from library.views.reviews import library_review_detail, library_review_list

urlpatterns = [
    path("documents/", document_list, name="document_list"),
    path("documents/export/", document_export, name="document_export"),
    path("documents/import/", document_import, name="document_import"),
    path("documents/links/", document_links, name="document_links"),
    path("documents/new/", document_new, name="document_new"),
    path("documents/<slug:slug>/", document_detail, name="document_detail"),
    path("documents/<slug:slug>/file/", document_file, name="document_file"),
    path("documents/<slug:slug>/change/", document_change, name="document_change"),
    path("documents/<slug:slug>/remove/", document_remove, name="document_remove"),
    path("collections/new/", collection_new, name="collection_new"),
    path("collections/<slug:slug>/", collection_detail, name="collection_detail"),
    path("collections/<slug:slug>/change/", collection_change, name="collection_change"),
    path("collections/<slug:slug>/remove/", collection_remove, name="collection_remove"),
    path("practices/", practice_list, name="practice_list"),
    path("practices/new/", practice_new, name="practice_new"),
    path("practices/<slug:slug>/", practice_detail, name="practice_detail"),
    path("practices/<slug:slug>/change/", practice_change, name="practice_change"),
    path("practices/<slug:slug>/remove/", practice_remove, name="practice_remove"),
    path(
        "practices/<slug:slug>/in/<slug:language>/", practice_translate, name="practice_translate"
    ),
    path(
        "practices/<slug:slug>/in/<slug:language>/read/",
        practice_translation_read,
        name="practice_translation_read",
    ),
    path("library/drafts/", library_review_list, name="library_review_list"),
    path("library/drafts/<uuid:id>/", library_review_detail, name="library_review_detail"),
    path("library/drafts/<uuid:id>/change/", library_draft_change, name="library_draft_change"),
    path("library/drafts/<uuid:id>/take-back/", library_take_back, name="library_take_back"),
]
