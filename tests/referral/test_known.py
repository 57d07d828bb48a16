"""Who may already be known here: found however the name is written, and told to nobody who may not know it."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import Role
from referral.keys import NoKey
from referral.known import Mark, possibly_known
from referral.models import Identity
from referral.name_keys import keys_of
from tests import world
from tests.referral.placed import assigned, named

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


def ask(by, *people, beside=None):
    with world.acting(by):
        return possibly_known(people, beside)


ALIKE = [
    ("the same name", "Ada Canarina", "", "Ada Canarina", ""),
    ("the parts swapped", "Ada Canarina", "", "CANARINA Ada", ""),
    ("accents left out", "Zoë Ndoçaj", "", "Zoe Ndocaj", ""),
    ("a letter too few", "Marsela Gjokaj", "1999", "Marsea Gjokaj", "1999"),
    ("two letters swapped", "Marsela Gjokaj", "1999", "Marsela Gjkoaj", "1999"),
    ("an apostrophe and a particle", "Fatou d’Almeida", "2001", "Fatou de Almeida", "2001"),
    ("Arabic and Latin", "محمد عبد الرحمن", "1990", "Mohammed Abderrahmane", "1990"),
    ("two spellings of an Arabic name", "Youssef El-Khatib", "1988", "Yusuf al Khatib", "1988"),
    ("the article left out", "فاطمة الزهراء", "2000-01-02", "Fatma Zahra", "2000-01-02"),
    ("Cyrillic and Latin", "Олександра Шевченко", "1999", "Oleksandra Shevchenko", "1999"),
    ("Cyrillic and French", "Олександра Шевченко", "1999", "Alexandra Chevtchenko", "1999"),
    ("Greek and Latin", "Γιώργος Παπαδόπουλος", "1985", "Giorgos Papadopoulos", "1985"),
    ("a name on documents", "Lulja", "1999", "Marsela Gjokaj", "1999"),
    ("day and month swapped", "Olena Kovalenko", "1999-03-04", "Helena Kovalenko", "1999-04-03"),
    ("a year and an age group", "Ada Canarina", "1992", "Ada Canarina", "30-38"),
    ("a year that is not sure", "Ada Canarina", "1992~", "Ada Canarina", "1993-05-01"),
    ("one name and the birth date", "Blessing", "2003-02-01", "Blessing", "2003-02-01"),
]


@pytest.mark.parametrize(("why", "name", "born", "asked", "asked_born"), ALIKE)
def test_found_by(worker, why, name, born, asked, asked_born):
    documents = "Marsela Gjokaj" if why == "a name on documents" else ""
    case = named(worker, name, born, documents)

    assert ask(worker, (asked, asked_born)) == [Mark(cases=(case.pk,))]


UNLIKE = [
    ("another name", "Ada Canarina", "", "Olena Kovalenko", ""),
    ("one part alone", "Ada Canarina", "", "Ada Lovisa", ""),
    ("the same name born in another year", "Maria Popa", "1980", "Maria Popa", "2004"),
    ("a birth date alone", "Ada Canarina", "1999-03-04", "Olena Kovalenko", "1999-03-04"),
    ("a single name without a date", "Blessing", "", "Blessing", ""),
    ("nothing", "Ada Canarina", "", "", ""),
    ("no letters", "Ada Canarina", "", "… 123 !", "not a date"),
]


@pytest.mark.parametrize(("why", "name", "born", "asked", "asked_born"), UNLIKE)
def test_not_found_by(worker, why, name, born, asked, asked_born):
    named(worker, name, born)

    assert ask(worker, (asked, asked_born)) == [Mark()]


def test_a_colleague_learns_only_that_somebody_is_known(worker):
    named(worker, "Ada Canarina", "1999")
    named(worker, "Ada Canarina", "1999")
    colleague = world.member(worker.organisation)

    assert ask(colleague, ("Ada Canarina", "1999")) == [Mark(others=True)]


def test_another_organisation_learns_nothing(worker):
    named(worker, "Ada Canarina", "1999")

    assert ask(world.member(world.organisation()), ("Ada Canarina", "1999")) == [Mark()]


def test_a_part_of_a_case_without_the_names_stays_closed(worker):
    case = named(worker, "Ada Canarina", "1999")
    colleague = assigned(case, worker, Role.CASE_MANAGER, classes=["summary"])

    assert ask(colleague, ("Ada Canarina", "1999")) == [Mark(others=True)]


@pytest.mark.parametrize("role", [Role.ORGANISATION_ADMIN, Role.HEALTH, Role.POLICE])
def test_who_writes_no_names_asks_for_none(worker, role):
    named(worker, "Ada Canarina", "1999")
    someone = world.member(worker.organisation, role)

    try:
        assert ask(someone, ("Ada Canarina", "1999")) == [Mark()]
    except NoKey:
        assert role in (Role.ORGANISATION_ADMIN,)


def test_many_are_asked_in_their_order(worker):
    case = named(worker, "Ada Canarina")

    marks = ask(worker, *[("Nobody Atall", "")] * 250, ("Ada Canarina", ""))

    assert [bool(mark) for mark in marks] == [False] * 250 + [True]
    assert marks[-1].cases == (case.pk,)


def test_the_question_costs_the_same_whatever_is_known(worker, django_assert_num_queries):
    named(worker, "Ada Canarina", "1999")
    colleague = world.member(worker.organisation)

    for name in ["Ada Canarina", "Nobody Atall"]:
        with world.acting(colleague), django_assert_num_queries(2):
            possibly_known([(name, "1999")])


def test_a_changed_name_is_found_and_the_former_is_not(worker):
    case = named(worker, "Ada Canarina")
    with world.acting(worker):
        row = Identity.objects.get(case=case)
        row.name_said = "Olena Kovalenko"
        row.save()

    assert [bool(one) for one in ask(worker, ("Ada Canarina", ""), ("Olena Kovalenko", ""))] == [
        False,
        True,
    ]


def test_saving_another_column_opens_no_name(worker):
    case = named(worker, "Ada Canarina")
    with world.acting(worker):
        row = Identity.objects.get(case=case)
        row.children = 2
        row.save()

    assert ask(worker, ("Ada Canarina", ""))[0].cases == (case.pk,)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM referral_personkeys",
        "INSERT INTO referral_personkeys SELECT * FROM referral_personkeys",
        "UPDATE referral_personkeys SET parts = 1",
        "DELETE FROM referral_personkeys",
        "SELECT desk_private.never_known(gen_random_uuid())",
    ],
)
def test_the_application_cannot_touch_the_hashes(worker, sql):
    named(worker, "Ada Canarina")

    with (
        world.acting(worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_nobody_writes_hashes_for_a_case_of_others(worker):
    case = named(worker, "Ada Canarina")
    stranger = world.member(world.organisation())

    with (
        world.acting(stranger),
        pytest.raises(DatabaseError, match="not a case whose names you write"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT keep_person_keys(%s, '{1}', '{1}', '{0}', '{}', 1)", [case.pk])


def test_the_hashes_differ_from_one_organisation_to_the_next():
    one = keys_of("Ada Canarina", "1999", b"a" * 32, 2026)
    two = keys_of("Ada Canarina", "1999", b"b" * 32, 2026)

    assert not set(one.blocks) & set(two.blocks)
    assert not {key for part in one.tokens for key, *_bits in part} & {
        key for part in two.tokens for key, *_bits in part
    }
