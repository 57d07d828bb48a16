from django.urls import path

from instruments.views import files, points, tools, versions

urlpatterns = [
    path("tools/", tools.tool_list, name="tool_list"),
    path("tools/versions/", versions.tool_version_list, name="tool_version_list"),
    path("tools/versions/bring/", files.tool_version_bring, name="tool_version_bring"),
    path("tools/versions/<uuid:pk>/xlsform/", files.tool_version_xlsform, name="tool_version_xlsform"),
    path("tools/versions/<uuid:pk>/", versions.tool_version, name="tool_version"),
    path(
        "tools/versions/<uuid:pk>/classes/",
        versions.tool_version_classes,
        name="tool_version_classes",
    ),
    path("tools/versions/<uuid:pk>/try/", versions.tool_version_try, name="tool_version_try"),
    path(
        "tools/versions/<uuid:pk>/publish/",
        versions.tool_version_publish,
        name="tool_version_publish",
    ),
    path("tools/versions/<uuid:pk>/drop/", versions.tool_version_drop, name="tool_version_drop"),
    path(
        "tools/versions/<uuid:pk>/withdraw/",
        versions.tool_version_withdraw,
        name="tool_version_withdraw",
    ),
    path("tools/versions/<uuid:pk>/again/", versions.tool_version_again, name="tool_version_again"),
    path("tools/<slug:code>/", tools.tool_detail, name="tool_detail"),
    path("tools/<slug:code>/xlsform/", files.tool_xlsform, name="tool_xlsform"),
    path("tools/<slug:code>/pdf/", files.tool_pdf, name="tool_pdf"),
    path("tools/<slug:code>/points/", points.tool_points, name="tool_points"),
    path("tools/<slug:code>/points/back/", points.tool_point_back, name="tool_point_back"),
]
