from django.urls import path

from reports.views import dashboard, figure

urlpatterns = [
    path("progress/", dashboard.dashboard, name="dashboard"),
    path("progress/remind/", figure.reminder_send, name="reminder_send"),
    path("progress/<slug:figure>/", figure.figure_detail, name="figure_detail"),
]
