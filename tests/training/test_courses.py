"""Reading lessons, checking oneself, the test before and after, and what passing does."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from tests import world
from tests.training import learners
from training import content
from training.asking import order_of, shown
from training.models import Attempt, Certificate, LessonRead, LessonTranslation, State
from training.views.courses import whole

pytestmark = pytest.mark.django_db
COURSE = "data-protection"


@pytest.fixture
def newcomer():
    return world.member(world.organisation(), cleared_until=None)


@pytest.fixture
def reader(client, newcomer):
    return world.sign_in(client, newcomer)


def lesson_answers(lesson, right=True):
    questions = shown([(each, each.said["en"]) for each in lesson.questions])
    return {q.name: q.right if right else learners.wrong(q) for q in questions}


def test_every_page_of_every_course_opens_in_both_languages(reader, newcomer):
    for course in content.courses():
        for language in ("en", "fr"):
            User.objects.filter(pk=newcomer.user_id).update(language=language)
            for name in ("course_detail", "course_print"):
                page = reader.get(reverse(name, args=[course.code]))
                assert course.said[language].title in page.content.decode().replace("&#x27;", "'")
        for lesson in course.lessons:
            assert (
                reader.get(reverse("lesson_detail", args=[course.code, lesson.code])).status_code
                == 200
            )
        for case in course.cases:
            assert (
                reader.get(reverse("case_study_detail", args=[course.code, case.code])).status_code
                == 200
            )


@pytest.mark.parametrize(
    "path", ["nothing/", f"{COURSE}/nothing/", f"{COURSE}/test/never/", f"{COURSE}/case/none/"]
)
def test_what_is_not_there_is_not_found(reader, path):
    assert reader.get(f"/training/{path}").status_code == 404


def test_answers_get_feedback_and_the_lesson_is_read(reader, newcomer):
    lesson = content.lesson("dp_why")
    address = reverse("lesson_detail", args=[COURSE, "dp_why"])

    page = reader.post(address, lesson_answers(lesson, right=False)).content.decode()

    assert "Better: " in page
    assert lesson.questions[0].said["en"].why[:30] in page
    assert LessonRead.objects.get().lesson == "dp_why"
    assert "1 of 10 lessons read" in reader.get(reverse("course_list")).content.decode()


def test_an_answer_that_is_missing_is_asked_for_and_the_others_stay(reader):
    lesson = content.lesson("dp_why")
    sent = lesson_answers(lesson)
    first = sent.pop("q1")

    answer = reader.post(reverse("lesson_detail", args=[COURSE, "dp_why"]), {**sent, "q9": first})

    assert answer.status_code == 422
    assert "1 question has no answer yet" in answer.content.decode()
    assert " checked" in answer.content.decode()
    assert not LessonRead.objects.exists()


def test_the_page_does_not_tell_which_option_is_right():
    course = content.course(COURSE)
    orders = {tuple(order_of(each.key, 3, round)) for each in course.test for round in range(30)}

    assert len(orders) == 6


def test_failing_issues_nothing_and_says_what_to_read(reader, newcomer):
    course = content.course(COURSE)
    address = reverse("course_test", args=[COURSE, "after"])

    answer = reader.post(
        address, {**learners.answers(course, right=course.needed - 1), "round": 0}, follow=True
    )

    page = answer.content.decode()
    assert "Not passed yet" in page
    assert "Worth reading again" in page
    assert not Certificate.objects.exists()
    newcomer.refresh_from_db()
    assert newcomer.cleared_until is None


def test_passing_clears_every_place_of_the_person_for_a_year(reader, newcomer):
    second = world.member(world.organisation(), user=newcomer.user, cleared_until=None)
    course = content.course(COURSE)

    reader.post(
        reverse("course_test", args=[COURSE, "after"]),
        {**learners.answers(course, right=course.needed), "round": 0},
    )

    newcomer.refresh_from_db()
    second.refresh_from_db()
    assert newcomer.cleared_until == second.cleared_until == Certificate.objects.get().expires_on
    assert (newcomer.cleared_until - timezone.localdate()).days == course.valid_days
    with world.acting(newcomer):
        written = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"training.passed", "certificate.issued", "clearance.set"} <= written


def test_another_course_clears_nobody(newcomer):
    other = next((each for each in content.courses() if not each.clears), None)
    if other is None:
        pytest.skip("one course only")
    with world.acting(newcomer):
        assert learners.takes(newcomer.user, code=other.code).passed

    newcomer.refresh_from_db()
    assert newcomer.cleared_until is None


def test_the_test_before_measures_and_passes_nobody(newcomer):
    with world.acting(newcomer):
        attempt = learners.takes(newcomer.user, when="before")

    assert (attempt.right, attempt.passed) == (attempt.of, False)
    assert not Certificate.objects.exists()


def test_one_round_counts_once(newcomer):
    with world.acting(newcomer):
        first = learners.takes(newcomer.user, right=0)
        again = learners.takes(newcomer.user)

    assert again == first
    assert not Certificate.objects.exists()


def test_nobody_answers_a_round_that_was_not_drawn(reader):
    course = content.course(COURSE)

    reader.post(
        reverse("course_test", args=[COURSE, "after"]), {**learners.answers(course), "round": 7}
    )

    assert Attempt.objects.get().round == 0


def test_a_result_is_of_its_person(client, newcomer):
    with world.acting(newcomer):
        attempt = learners.passes(newcomer.user)
    stranger = world.sign_in(client, world.member(newcomer.organisation))

    assert stranger.get(reverse("attempt_detail", args=[attempt.pk])).status_code == 404


def translated(newcomer, **fields):
    other = world.member(newcomer.organisation)
    given = {"state": State.REVIEWED, "reviewed_by": other.user, "of_version": 1, **fields}
    return LessonTranslation.objects.create(
        lesson="dp_why", language="ar", title="عنوان", aim="غاية", text="نص", todo="اليوم",
        by=newcomer.user, organisation=newcomer.organisation, **given,
    )  # fmt: skip


def test_a_reviewed_translation_is_read_from_right_to_left(reader, newcomer):
    translated(newcomer)

    page = reader.get(reverse("lesson_detail", args=[COURSE, "dp_why"]) + "?in=ar").content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert "عنوان" in page


def test_a_draft_is_not_read(reader, newcomer):
    translated(newcomer, state=State.DRAFT, reviewed_by=None)

    page = reader.get(reverse("lesson_detail", args=[COURSE, "dp_why"]) + "?in=ar").content.decode()

    assert "عنوان" not in page
    assert "This lesson is not there in Arabic yet." in page


def test_the_paper_of_a_course_holds_every_lesson_and_its_sources():
    course = content.course(COURSE)

    page = render_to_string("training/course_pdf.html", whole(course, None))

    for lesson in course.lessons:
        assert lesson.said["en"].title in page
        assert str(lesson.sources[0]) in page
