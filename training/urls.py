from django.urls import path

from training.views import (
    certificates,
    course_test,
    courses,
    participants,
    sessions,
    statistics,
    team,
    translations,
)

urlpatterns = [
    path("training/", courses.course_list, name="course_list"),
    path("training/team/", team.training_team, name="training_team"),
    path("training/team/<uuid:id>/", team.clearance_extend, name="clearance_extend"),
    path("training/certificate/", certificates.certificate_check, name="certificate_check"),
    path(
        "training/certificates/<uuid:id>/",
        certificates.certificate_detail,
        name="certificate_detail",
    ),
    path(
        "training/certificates/<uuid:id>/pdf/", certificates.certificate_pdf, name="certificate_pdf"
    ),
    path(
        "training/certificates/<uuid:id>/withdraw/",
        certificates.certificate_revoke,
        name="certificate_revoke",
    ),
    path("training/results/<uuid:id>/", course_test.attempt_detail, name="attempt_detail"),
    path("training/sessions/", sessions.training_session_list, name="training_session_list"),
    path("training/sessions/new/", sessions.training_session_new, name="training_session_new"),
    path(
        "training/sessions/<uuid:id>/",
        sessions.training_session_detail,
        name="training_session_detail",
    ),
    path(
        "training/sessions/<uuid:id>/change/",
        sessions.training_session_change,
        name="training_session_change",
    ),
    path(
        "training/sessions/<uuid:id>/people/",
        sessions.participant_import,
        name="participant_import",
    ),
    path(
        "training/sessions/<uuid:id>/close/",
        sessions.training_session_close,
        name="training_session_close",
    ),
    path(
        "training/sessions/<uuid:id>/links/", sessions.participant_links, name="participant_links"
    ),
    path("training/sessions/<uuid:id>/ask/", sessions.followup_ask, name="followup_ask"),
    path(
        "training/participants/<uuid:id>/", sessions.participant_detail, name="participant_detail"
    ),
    path("training/attend/", participants.training_attend, name="training_attend"),
    path("training/mine/", participants.participant_page, name="participant_page"),
    path("training/mine/pdf/", participants.participant_pdf, name="participant_pdf"),
    path("training/mine/<slug:token>/", participants.participant_door, name="participant_door"),
    path("training/followup/", participants.followup, name="followup"),
    path("training/statistics/", statistics.training_statistics, name="training_statistics"),
    path(
        "training/translate/<slug:lesson>/<slug:language>/",
        translations.lesson_translate,
        name="lesson_translate",
    ),
    path(
        "training/translate/<slug:lesson>/<slug:language>/reviewed/",
        translations.lesson_translation_review,
        name="lesson_translation_review",
    ),
    path(
        "training/<slug:course>/translations/",
        translations.course_translation,
        name="course_translation",
    ),
    # Courses stand last: no course is called like one of the words above.
    path("training/<slug:course>/", courses.course_detail, name="course_detail"),
    path("training/<slug:course>/all/", courses.course_print, name="course_print"),
    path("training/<slug:course>/pdf/", courses.course_pdf, name="course_pdf"),
    path("training/<slug:course>/test/<slug:when>/", course_test.course_test, name="course_test"),
    path(
        "training/<slug:course>/case/<slug:case>/",
        courses.case_study_detail,
        name="case_study_detail",
    ),
    path("training/<slug:course>/<slug:lesson>/", courses.lesson_detail, name="lesson_detail"),
]
