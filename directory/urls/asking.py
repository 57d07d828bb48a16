from django.urls import path

from directory.views.question import (
    answer_guidance,
    question_close,
    question_detail,
    question_list,
    question_new,
)

urlpatterns = [
    path("questions/", question_list, name="question_list"),
    path("questions/new/", question_new, name="question_new"),
    path("questions/<uuid:id>/", question_detail, name="question_detail"),
    path("questions/<uuid:id>/close/", question_close, name="question_close"),
    path("answers/<uuid:id>/guidance/", answer_guidance, name="answer_guidance"),
]
