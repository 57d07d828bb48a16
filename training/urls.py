from django.urls import path

from training.views import certificates, course_test, courses, team

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
    path("training/results/<uuid:id>/", course_test.attempt_detail, name="attempt_detail"),
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
