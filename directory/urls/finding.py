from django.urls import path

from directory.views.country_list import country_list

urlpatterns = [path("countries/", country_list, name="country_list")]
