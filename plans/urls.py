from django.urls import path

from plans.views.editions import edition_detail, edition_export, plan_import, plan_template
from plans.views.pages import (
    plan_changes,
    plan_detail,
    plan_export,
    plan_follow,
    plan_list,
    plan_logframe,
    plan_pdf,
    plan_timeline,
)
from plans.views.reporting import (
    plan_meeting,
    plan_progress,
    plan_recommendation,
    plan_review,
    plan_value,
    plan_value_verify,
    recommendation_answer,
)

urlpatterns = [
    path("plans/", plan_list, name="plan_list"),
    path("plans/import/", plan_import, name="plan_import"),
    path("plans/log-frame/", plan_template, name="plan_template"),
    path("plans/drafts/<uuid:id>/", edition_detail, name="edition_detail"),
    path("plans/drafts/<uuid:id>/export/", edition_export, name="edition_export"),
    path("plans/recommendations/<uuid:id>/", recommendation_answer, name="recommendation_answer"),
    path("plans/values/<uuid:id>/verify/", plan_value_verify, name="plan_value_verify"),
    path("plans/<slug:slug>/", plan_detail, name="plan_detail"),
    path("plans/<slug:slug>/timeline/", plan_timeline, name="plan_timeline"),
    path("plans/<slug:slug>/log-frame/", plan_logframe, name="plan_logframe"),
    path("plans/<slug:slug>/changes/", plan_changes, name="plan_changes"),
    path("plans/<slug:slug>/follow/", plan_follow, name="plan_follow"),
    path("plans/<slug:slug>/export/", plan_export, name="plan_export"),
    path("plans/<slug:slug>/pdf/", plan_pdf, name="plan_pdf"),
    path("plans/<slug:slug>/progress/<str:code>/", plan_progress, name="plan_progress"),
    path("plans/<slug:slug>/values/<str:code>/", plan_value, name="plan_value"),
    path("plans/<slug:slug>/reviews/new/", plan_review, name="plan_review"),
    path("plans/<slug:slug>/recommendations/new/", plan_recommendation, name="plan_recommendation"),
    path("plans/<slug:slug>/meetings/new/", plan_meeting, name="plan_meeting"),
]
