from django.urls import path

from library import views

urlpatterns = [
    path("procedures/", views.procedure_list, name="procedure_list"),
    path("procedures/<slug:code>/", views.procedure_detail, name="procedure_detail"),
    path("procedures/<slug:code>/pdf/", views.procedure_pdf, name="procedure_pdf"),
    path("procedures/<slug:code>/<slug:measure>/", views.measure_detail, name="measure_detail"),
]
