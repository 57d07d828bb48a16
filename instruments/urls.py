from django.urls import path

from instruments import views

urlpatterns = [
    path("tools/", views.tool_list, name="tool_list"),
    path("tools/<slug:code>/", views.tool_detail, name="tool_detail"),
]
