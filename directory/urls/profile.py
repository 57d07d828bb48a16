from django.urls import path

from directory.views.country import country_detail

urlpatterns = [path("countries/<slug:iso2>/", country_detail, name="country_detail")]
