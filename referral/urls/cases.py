from django.urls import path

from referral.views import case, case_list, history, home, names, search

urlpatterns = [
    path("home/", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/names/", names.case_names, name="case_names"),
    path("cases/<str:reference>/", case.case_overview, name="case_overview"),
    path("cases/<str:reference>/history/", history.case_history, name="case_history"),
]
