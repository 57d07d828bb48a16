from django.urls import path

from directory.views.export import directory_export
from directory.views.imports import directory_import

urlpatterns = [
    path("countries/export/", directory_export, name="directory_export"),
    path("countries/import/", directory_import, name="directory_import"),
]
