"""How many people were trained, by sector, country and sex, and what they learned. No number under five is told."""

from collections import defaultdict
from dataclasses import dataclass, field

from training.models import Attempt, FollowUp, Participant, Sector, Sex, When

FEWEST = 5


@dataclass
class Row:
    label: str
    number: int = 0
    certificates: int = 0
    gains: list[int] = field(default_factory=list)
    answered: int = 0
    referred: int = 0

    @property
    def gain(self) -> int | None:
        """Points gained from the test before to the one after, on average, where enough took both."""
        return round(sum(self.gains) / len(self.gains)) if len(self.gains) >= FEWEST else None

    @property
    def referred_percent(self) -> int | None:
        return round(100 * self.referred / self.answered) if self.answered >= FEWEST else None

    @property
    def is_shown(self) -> bool:
        return self.number >= FEWEST


def of_participants() -> dict[str, list[Row]]:
    """Tables by what they count by. Rows under five are put together, so that nobody is found by taking away."""
    people = list(
        Participant.objects.filter(confirmed_at__isnull=False).values(
            "pk", "sector", "country", "sex", "right_before", "right_after", "certificate"
        )
    )
    answers = answers_by_certificate()
    names = {"sector": dict(Sector.choices), "sex": dict(Sex.choices), "country": {}}
    return {by: table(people, answers, by, names[by]) for by in ("sector", "country", "sex")}


def answers_by_certificate() -> dict:
    found = defaultdict(list)
    rows = FollowUp.objects.filter(answered_at__isnull=False)
    for certificate, referred in rows.values_list("certificate", "has_referred"):
        found[certificate].append(referred)
    return found


def table(people, answers, by, names) -> list[Row]:
    rows = {}
    for person in people:
        code = person[by]
        row = rows.setdefault(code, Row(str(names.get(code, code))))
        count(row, person, answers)
    shown = [row for row in rows.values() if row.is_shown]
    small = [row for row in rows.values() if not row.is_shown]
    if small and shown and sum(row.number for row in small) < FEWEST:
        small.append(shown.pop(shown.index(min(shown, key=lambda row: row.number))))
    return sorted(shown, key=lambda row: -row.number) + ([together(small)] if small else [])


def count(row, person, answers) -> None:
    row.number += 1
    row.certificates += person["certificate"] is not None
    if person["right_before"] is not None and person["right_after"] is not None:
        row.gains.append(person["right_after"] - person["right_before"])
    said = answers.get(person["certificate"], [])
    row.answered += bool(said)
    row.referred += any(said)


def together(rows) -> Row:
    """The rows of few people as one, without a name."""
    return Row(
        "",
        sum(row.number for row in rows),
        sum(row.certificates for row in rows),
        [gain for row in rows for gain in row.gains],
        sum(row.answered for row in rows),
        sum(row.referred for row in rows),
    )


def of_accounts() -> list[dict]:
    """Course → how many people with an account passed it, and how much they gained on average."""
    passed, before, after = defaultdict(set), {}, {}
    for user, course, when, right, of, is_passed in Attempt.objects.order_by("at").values_list(
        "user", "course", "when", "right", "of", "passed"
    ):
        percent = 100 * right / of if of else 0
        (before if when == When.BEFORE else after).setdefault((user, course), percent)
        if when == When.AFTER:
            after[user, course] = percent
        if is_passed:
            passed[course].add(user)
    found = []
    for course, users in sorted(passed.items()):
        gains = [after[u, course] - before[u, course] for u in users if (u, course) in before]
        gain = round(sum(gains) / len(gains)) if len(gains) >= FEWEST else None
        found.append({"course": course, "number": len(users), "gain": gain, "is_shown": len(users) >= FEWEST})  # fmt: skip
    return found
