"""
A queryset whose SQL is kept: built once, and planned once on each connection.

    OPEN_TASKS = Kept(lambda cases: Task.objects.filter(case__in=cases, done_at=None).order_by("due_on"))
    OPEN_TASKS.all(cases=[case.pk])

For what a page asks each time. Django builds the SQL of a queryset anew, and PostgreSQL plans it anew with all policies that it
touches: together several times the price of the answer. The rows are those of the queryset, from the same connection, under the same
policies: a plan holds no row and no decision (docs/adr/0049).
"""

import itertools
import re
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from enum import Enum
from types import SimpleNamespace
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.utils import timezone

from accounts.acting import Actor

CONSTANT = ("role",)  # of an actor: another role asks in other words
STANDS_ALONE = re.compile(r"%[s%]")
# Else PostgreSQL plans the first five askings of each connection anew, before it compares.
ONE_PLAN_FOR_ALL = "SET LOCAL plan_cache_mode TO force_generic_plan; "
NUMBERS = itertools.count(2_000_000_000)  # such as no table holds


class NotGiven(Exception):
    """What differs between two askings stands in the queryset: it would be asked for the first one for ever."""


class Kept:
    """
    `build` makes the queryset from what is given by name: ids, words, days, lists of them, and an actor. Everything else (true, none, a
    member of an enumeration) is part of the SQL itself: each has one of its own.
    """

    def __init__(self, build):
        self.build, self.built = build, {}

    def all(self, **given) -> list:
        shape, values = asked_with(given)
        if shape not in self.built:
            self.built[shape] = Built.of(self.build, given)
        built = self.built[shape]
        return built.rows(values) if built else []

    def first(self, **given):
        """For what is there once or not at all: all rows are fetched."""
        found = self.all(**given)
        return found[0] if found else None


class Built:
    """The SQL of one shape, and which of the given values goes where. Kept for all threads; nothing of an asking stays in it."""

    def __init__(self, queryset, compiler, sql, parameters, places):
        self.queryset, self.compiler, self.places = queryset, compiler, places
        self.sql, self.parameters = sql, parameters
        self.statement = numbered(sql, parameters, places)
        converters = compiler.get_converters([column for column, *_sql in compiler.select])
        compiler.get_converters = lambda _columns: converters

    @classmethod
    def of(cls, build, given):
        """None where nothing can be found: somebody asks for one of none."""
        samples = {name: sample_of(value) for name, value in given.items()}
        queryset = build(**samples)
        if queryset._prefetch_related_lookups:
            raise NotGiven("Ask for what belongs to the rows by itself.")
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        _shape, values = asked_with(samples)
        places = places_of(parameters, [key(one) for one in values])
        refuse_unused(given, places)
        return cls(queryset, compiler, sql, parameters, places)

    def rows(self, values) -> list:
        connection = connections[DEFAULT_DB_ALIAS]  # not the proxy, which looks for it each time
        given = {place: values[which] for place, which in self.places.items()}
        compiler = copy_of(self.compiler, connection)
        compiler.as_sql = lambda *_args, **_more: self.asking(connection, given)
        asked = SimpleNamespace(
            db=connection.alias,
            model=self.queryset.model,
            query=Query(self.queryset.query, compiler),
            _known_related_objects={},
        )
        try:
            return list(self.queryset._iterable_class(asked))
        except NotSupportedError:
            connection.forget_plans()
            raise

    def asking(self, connection, given):
        """(SQL, parameters) of one asking."""
        name = connection.prepared(self.statement)
        if name is None:
            return self.sql, [given.get(place, one) for place, one in enumerate(self.parameters)]
        slots = ", ".join(["%s"] * len(given))
        asked = f"EXECUTE {name} ({slots})" if slots else f"EXECUTE {name}"
        return ONE_PLAN_FOR_ALL + asked, [*given.values()]


class Query:
    """As the iterators of Django read it, with the SQL that is there already."""

    def __init__(self, query, compiler):
        self.query, self.compiler = query, compiler

    def __getattr__(self, name):
        return getattr(self.query, name)

    def get_compiler(self, *_args, **_kwargs):
        return self.compiler


def copy_of(compiler, connection):
    """For this thread and its connection."""
    copied = object.__new__(type(compiler))
    copied.__dict__.update(compiler.__dict__, connection=connection)
    return copied


def places_of(parameters, samples) -> dict[int, int]:
    """Place among the parameters → which of the given values stands there."""
    found = ((place, key(one)) for place, one in enumerate(parameters))
    return {place: samples.index(one) for place, one in found if one in samples}


def numbered(sql, parameters, places) -> str:
    """The SQL with $1, $2, … for what is given. What is the same in each asking is written into it."""
    numbers = {place: number for number, place in enumerate(places, start=1)}
    left = iter(enumerate(parameters))

    def put(found):
        if found[0] == "%%":
            return "%"
        place, parameter = next(left)
        return f"${numbers[place]}" if place in numbers else literal(parameter)

    return STANDS_ALONE.sub(put, sql)


def refuse_unused(given, places):
    """Something that was changed on its way into the SQL would be asked as the sample. Of an actor only a part is asked for."""
    owners = [
        (name, value)
        for name, value in given.items()
        for constant, _part in parts_of(value)
        if not constant
    ]
    for place, (name, value) in enumerate(owners):
        if place not in places.values() and not isinstance(value, Actor):
            raise NotGiven(f"“{name}” is given and is not asked for.")


def literal(parameter) -> str:
    if isinstance(parameter, UUID | date) or (isinstance(parameter, int) and parameter > 1_000):
        raise NotGiven(f"A {type(parameter).__name__} must be given by name.")
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        return cursor.mogrify("%s", [parameter]).decode()


# What is given


def is_slot(value) -> bool:
    return isinstance(value, str | int | UUID | date) and not isinstance(value, bool | Enum)


def parts_of(value):
    """An actor by its fields, a list by its elements, everything else by itself: (whether it is a constant, value)."""
    if isinstance(value, Actor):
        for field in fields(value):
            for _constant, part in parts_of(getattr(value, field.name)):
                yield field.name in CONSTANT, part
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((not is_slot(each), each) for each in value)
    else:
        yield not is_slot(value), value


def asked_with(given):
    """(shape, values): what asks the same way has the same shape."""
    shape, values = [], []
    for name, value in given.items():
        shape.append(name)
        for constant, part in parts_of(value):
            shape.append(part if constant else type(part))
            if not constant:
                values.append(part)
    return tuple(shape), values


def sample_of(value):
    if isinstance(value, Actor):
        changed = [field.name for field in fields(value) if field.name not in CONSTANT]
        return replace(value, **{name: sample_of(getattr(value, name)) for name in changed})
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(sample_of(each) for each in value)
    return sample(value) if is_slot(value) else value


def sample(value):
    """Another one of its kind, which stands nowhere else."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return timezone.now() + timedelta(days=365, microseconds=next(NUMBERS) % 10**6)
    if isinstance(value, date):
        return date(2200, 1, 1) + timedelta(days=next(NUMBERS) % 10**5)
    if isinstance(value, int):
        return next(NUMBERS)
    return str(uuid4())


def key(value):
    """An id is the same as a word and as an id."""
    return str(value) if isinstance(value, str | UUID) else value
