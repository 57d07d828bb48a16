from django.urls import path

from exchange import export_views, rows, views

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
    path("exports/", export_views.export_list, name="export_list"),
    path("exports/new/<slug:kind>/", export_views.export_new, name="export_new"),
    path("exports/<uuid:pk>/", export_views.export_detail, name="export_detail"),
    path("exports/<uuid:pk>/answer/", export_views.export_answer, name="export_answer"),
    path("exports/<uuid:pk>/open/", export_views.export_open, name="export_open"),
    path("exports/<uuid:pk>/drop/", export_views.export_drop, name="export_drop"),
    path("cases/<str:reference>/papers/", export_views.case_papers, name="case_papers"),
    path("cases/<str:reference>/papers/text/", export_views.case_text, name="case_text"),
    path(
        "cases/<str:reference>/papers/<slug:kind>/",
        export_views.case_export,
        name="case_export",
    ),
]
