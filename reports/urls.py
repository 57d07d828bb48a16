from django.urls import path

from reports.views import dashboard, exploring, figure, justice, meeting, months, noise, statistics

urlpatterns = [
    path("progress/", dashboard.dashboard, name="dashboard"),
    path("progress/remind/", figure.reminder_send, name="reminder_send"),
    path("progress/<slug:figure>/", figure.figure_detail, name="figure_detail"),
    path("meetings/", meeting.meeting_list, name="meeting_list"),
    path("meetings/new/", meeting.meeting_new, name="meeting_new"),
    path("meetings/<uuid:id>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:id>/answer/", meeting.meeting_answer, name="meeting_answer"),
    path("meetings/<uuid:id>/page.pdf", meeting.meeting_pdf, name="meeting_pdf"),
    path("decisions/<uuid:id>/agree/", meeting.decision_agree, name="decision_agree"),
    path("decisions/<uuid:id>/done/", meeting.decision_done, name="decision_done"),
    path("justice/", justice.justice_list, name="justice_list"),
    path("justice/table/", justice.justice_import, name="justice_import"),
    path("justice/table.csv", justice.justice_template, name="justice_template"),
    path("justice/new/<slug:measure>/", justice.justice_new, name="justice_new"),
    path("justice/<uuid:id>/", justice.justice_detail, name="justice_detail"),
    path("justice/<uuid:id>/answer/", justice.justice_answer, name="justice_answer"),
    path("statistics/own/", exploring.house_explore, name="house_explore"),
    path("statistics/noise/", noise.noise_list, name="noise_list"),
    path("statistics/noise/new/", noise.noise_new, name="noise_new"),
    path("statistics/noise/<uuid:id>/", noise.noise_detail, name="noise_detail"),
    path("statistics/noise/<uuid:id>/answer/", noise.noise_answer, name="noise_answer"),
    path("statistics/noise/<uuid:id>/table.<slug:ending>", noise.noise_file, name="noise_file"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/<slug:slug>/", statistics.statistics_table, name="statistics_table"),
    path(
        "statistics/<slug:slug>/table.<slug:ending>",
        statistics.statistics_file,
        name="statistics_file",
    ),
    path("statistics/<slug:slug>/months/", months.statistics_months, name="statistics_months"),
    path(
        "statistics/<slug:slug>/months.<slug:ending>",
        months.statistics_months_file,
        name="statistics_months_file",
    ),
]
