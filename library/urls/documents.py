"""Documents. The record comes last: its address is any name."""

from django.urls import path

from library.views.documents import document_detail, document_list
from library.views.files import document_export

urlpatterns = [
    path("documents/", document_list, name="document_list"),
    path("documents/export/", document_export, name="document_export"),
    path("documents/<slug:slug>/", document_detail, name="document_detail"),
]
