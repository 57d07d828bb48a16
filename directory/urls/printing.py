from django.urls import path

from directory.views.one_page import country_pdf, country_print

urlpatterns = [
    path("countries/<slug:iso2>/print/", country_print, name="country_print"),
    path("countries/<slug:iso2>/print.pdf", country_pdf, name="country_pdf"),
]
