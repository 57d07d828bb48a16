from django.urls import path

from exchange import rows, views

urlpatterns = [
    path(
        "cases/<str:reference>/assessments/<uuid:id>/rows/",
        rows.assessment_rows,
        name="assessment_rows",
    ),
    path("people/import/", views.people_import, name="people_import"),
    path("people/import/<uuid:pk>/", views.people_import_look, name="people_import_look"),
    path(
        "people/import/<uuid:pk>/confirm/",
        views.people_import_confirm,
        name="people_import_confirm",
    ),
    path("people/import/<uuid:pk>/known/", views.people_import_known, name="people_import_known"),
    path("people/import/<uuid:pk>/drop/", views.people_import_drop, name="people_import_drop"),
    path(
        "people/import/<uuid:pk>/report/", views.people_import_report, name="people_import_report"
    ),
]
