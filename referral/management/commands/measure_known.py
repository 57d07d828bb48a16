"""Figures of the search for people who may be known already. Everything is written in a transaction that is rolled back."""

import io
import random
import statistics
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from referral.demo.names_in_scripts import SCRIPTS, invented
from referral.known import hash_key, possibly_known
from referral.name_keys import keys_of

COPY = "COPY referral_personkeys (case_id, organisation_id, blocks, tokens, places, born, parts) FROM STDIN"
# No cases stand behind the keys; that one may read them costs what it costs for a single case, once a match.
READS_ALL = "CREATE OR REPLACE FUNCTION reads_identity(of_case uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'"


class Command(BaseCommand):
    help = "Measure how many who are known are found, how many found are right, and how long a question takes. Needs the owner’s connection."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=20_000, help="people of one organisation")
        parser.add_argument(
            "--asked", type=int, default=1_000, help="questions, half of them about somebody known"
        )
        parser.add_argument("--seed", type=int, default=2)

    def handle(self, *, people, asked, seed, **options):
        dice = random.Random(seed)  # noqa: S311 (invented people)
        with transaction.atomic():
            actor = somebody().actor()
            with acting_as(actor):
                key = hash_key()
                known = fill(dice, people, actor, key)
                report(self.stdout, dice, known, asked)
            transaction.set_rollback(True)


def somebody():
    here = Organisation.objects.create(
        name="Measure", slug=f"measure-{uuid.uuid4()}", country="IT", kind="ngo"
    )
    user = User.objects.create_user(f"{uuid.uuid4()}@example.org", None, name="Measure")
    return Membership.objects.create(
        user=user,
        organisation=here,
        role=Role.CASE_MANAGER,
        cleared_until=timezone.localdate() + timedelta(days=1),
    )


def fill(dice, people, actor, key):
    """Keys of so many people, without cases: the table’s own constraints are checked at the end, which never comes."""
    year, known = timezone.localdate().year, {}
    lines = io.StringIO()
    for _each in range(people):
        name, script, born = invented(dice)
        case = uuid.uuid4()
        known[case] = (name, script, born)
        written = stored(dice, name, script, born)
        lines.write("\t".join(map(str, row_of(case, actor, written, key, year))) + "\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE referral_personkeys DROP CONSTRAINT " + foreign_key(cursor))
        cursor.execute("ALTER TABLE referral_personkeys DISABLE ROW LEVEL SECURITY")
        cursor.copy_expert(COPY, lines)
        cursor.execute("ANALYZE referral_personkeys")
        cursor.execute("SELECT count_names()")
        cursor.execute(READS_ALL)
    return known


def foreign_key(cursor):
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'referral_personkeys'::regclass"
        " AND contype = 'f' AND confrelid = 'referral_case'::regclass"
    )
    return cursor.fetchone()[0]


def stored(dice, name, script, born):
    """As it was written down then: in the person’s own script or in Latin, the birth date as far as known."""
    words = name.written(dice, script if dice.random() < 0.5 else "Latn")
    return " ".join(words), precision(dice, born)


def precision(dice, born):
    return dice.choices([born, born[:7], born[:4], born[:4] + "~", ""], [60, 8, 20, 6, 6])[0]


def row_of(case, actor, written, key, year):
    keys = keys_of(*written, key, year)
    *arrays, parts = keys.kept()
    written = ["{" + ",".join(map(str, some)) + "}" for some in arrays]
    return [case, actor.organisation, *written, parts]


def written_again(dice, name, script, born):
    """(name, birth date, script): the same person years later: another clerk, script, order, a slip of the hand, half a date."""
    used = dice.choice([script, "Latn", "Latn", dice.choice(SCRIPTS)])
    words = name.written(dice, used)
    changes = dice.sample(["typo", "swap", "date", "none"], dice.choice([1, 1, 2]))
    if len(words) > 2 and dice.random() < 0.3:
        words.pop(dice.randrange(len(words)))
    if "swap" in changes:
        words.reverse()
    if "typo" in changes:
        at = dice.randrange(len(words))
        words[at] = slip(dice, words[at])
    if "date" in changes:
        born = dice.choice(
            [born[:5] + born[8:] + "-" + born[5:7] if born[8:] <= "12" else born[:7], born[:4]]
        )
    return " ".join(words), precision(dice, born), used


def slip(dice, word):
    at = dice.randrange(len(word))
    if len(word) < 4:
        return word
    kind = dice.choice(["left out", "twice", "swapped", "other"])
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "twice":
        return word[:at] + word[at] + word[at:]
    if kind == "swapped" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + dice.choice(word) + word[at + 1 :]


@dataclass
class Tally:
    known: int = 0
    found: int = 0
    wrong: int = 0

    @property
    def line(self):
        right = self.found / max(self.found + self.wrong, 1)
        return f"recall {self.found / max(self.known, 1):.3f}   precision {right:.3f}"


def report(out, dice, known, asked):
    cases = dice.sample(list(known), asked // 2)
    questions = [(case, *written_again(dice, *known[case])) for case in cases]
    for _each in range(asked - len(cases)):
        questions.append((None, *written_again(dice, *invented(dice))))
    tallies, taken = {script: Tally() for script in ["all", *SCRIPTS]}, []
    for case, name, born, script in questions:
        start = time.perf_counter()
        found = set(possibly_known([(name, born)])[0].cases)
        taken.append((time.perf_counter() - start) * 1000)
        for tally in (tallies["all"], tallies[script]):
            tally.known += case is not None
            tally.found += case in found
            tally.wrong += len(found - {case})
    out.write(
        f"{len(known):,} people, {asked:,} questions, {len(cases):,} of them known, in four scripts"
    )
    for script, tally in tallies.items():
        out.write(f"{script:<5} {tally.line}")
    out.write(
        f"server time of a question: p50 {statistics.median(taken):.1f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.1f} ms"
    )
