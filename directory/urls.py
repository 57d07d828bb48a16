from django.urls import path

from directory import views

urlpatterns = [
    path("countries/", views.country_list, name="country_list"),
    path("countries/<slug:iso2>/", views.country_detail, name="country_detail"),
]
