from django.db import IntegrityError, transaction

from accounts.acting import current_actor
from audit.models import record
from training.actions.certificates import issue
from training.actions.clear import clear
from training.asking import Shown
from training.content import Course
from training.models import Attempt, When


def next_round(user, course: Course, when: str) -> int:
    return Attempt.objects.filter(user=user, course=course.code, when=when).count()


@transaction.atomic
def take_test(user, course: Course, when: str, answers: list[Shown], round: int) -> Attempt:
    """
    Judges a test, once per round. Passed after the course: the certificate is issued; where the course opens
    casework, every membership of this person is cleared. The test before only measures.
    """
    right = sum(bool(each.is_right) for each in answers)
    wrong = [each.lesson for each in answers if not each.is_right and each.lesson != course.code]
    actor = current_actor()
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                user=user,
                course=course.code,
                edition=course.edition,
                when=when,
                round=round,
                right=right,
                of=len(answers),
                passed=when == When.AFTER and right >= course.needed,
                again=list(dict.fromkeys(wrong)),
                role=actor.role if actor else "",
                country=actor.country if actor else "",
            )
    except IntegrityError:
        return Attempt.objects.get(user=user, course=course.code, when=when, round=round)
    if when == When.AFTER:
        record(
            "training.passed" if attempt.passed else "training.failed",
            target=course.code,
            right=right,
            of=len(answers),
        )
    if attempt.passed:
        certificate = issue(course, name=user.name, user=user)
        if course.clears:
            clear(user, certificate.expires_on)
    return attempt
