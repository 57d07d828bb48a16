from django.urls import path

from directory.views.country_compare import country_compare
from directory.views.country_list import country_list
from directory.views.country_pin import country_pin

urlpatterns = [
    path("countries/", country_list, name="country_list"),
    path("countries/compare/", country_compare, name="country_compare"),
    path("countries/<slug:iso2>/pin/", country_pin, name="country_pin"),
]
