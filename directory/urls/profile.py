from django.urls import path

from directory.views.country import country_detail
from directory.views.missions import country_missions

urlpatterns = [
    path("countries/<slug:iso2>/", country_detail, name="country_detail"),
    path("countries/<slug:iso2>/missions/", country_missions, name="country_missions"),
]
