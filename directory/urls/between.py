from django.urls import path

from directory.views.between import country_between, country_with

urlpatterns = [
    path("countries/<slug:iso2>/with/", country_with, name="country_with"),
    path("countries/<slug:iso2>/with/<slug:other>/", country_between, name="country_between"),
]
