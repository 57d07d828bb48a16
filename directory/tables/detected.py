"""
Victims detected, as states report them to UNODC.

The export folds several sub-forms into one label, so rows repeat and are added up. A count under five
stands as "<5": it is kept as it is, and a sum in which one is hidden is left out and said in words.
"""

from collections import defaultdict

from directory.tables.raw import Table
from directory.tables.rows import ISO2, FactRow
from directory.tables.sources import GLOTIP

YEARS = 12
FEW = "<5"
NEEDED = (
    "iso3",
    "year",
    "indicator",
    "dimension",
    "category",
    "category_iso3",
    "sex",
    "age",
    "value",
    "value_text",
)
PEOPLE = {
    ("total", "all"): "total",
    ("female", "adult"): "women",
    ("male", "adult"): "men",
    ("female", "child"): "girls",
    ("male", "child"): "boys",
    ("total", "adult"): "adults",
    ("total", "child"): "children",
    ("female", "all"): "female",
    ("male", "all"): "male",
}
FORMS = {
    "Sexual exploitation": "sexual",
    "Forced labour": "labour",
    "Other forms of exploitation": "other",
}
NAMES = {"sexual": "Sexual exploitation", "labour": "Forced labour", "other": "Other forms"}
OWN = "Own country nationals"
# Names that the export spoiled or writes without a code.
CITIZENSHIPS = {"TÃ1⁄4rkiye": "TR", "China, Taiwan Province of China": "TW"}


def read(folder, _conflicts):
    table = Table(folder, "victims_detected.csv", NEEDED)
    people, citizens = defaultdict(list), defaultdict(list)
    for line, row in table.rows():
        if row["indicator"] != "victims_detected":
            continue
        if row["iso3"] not in ISO2 or not row["year"].isdigit():
            table.leave_out(line, f"no country or year: {row['iso3']} {row['year']}")
            continue
        value = count(row)
        if value is None:
            table.leave_out(
                line, f"neither a number nor {FEW}: {row['value'] or row['value_text']}"
            )
            continue
        here, year = ISO2[row["iso3"]], int(row["year"])
        if figure := figure_of(row):
            people[here, year, figure].append(value)
        elif row["dimension"] == "citizenship" and (of := citizenship(row, here)):
            citizens[here, year, of].append((row["category"] == OWN, value))
    facts = [*detected(people), *by_citizenship(citizens), *abroad(citizens)]
    return facts, table.left_out


def count(row):
    if row["value"].isdigit():
        return int(row["value"])
    return FEW if row["value_text"] == FEW and not row["value"] else None


def figure_of(row):
    sex_and_age = (row["sex"], row["age"])
    if row["dimension"] == "total":
        return PEOPLE.get(sex_and_age)
    if row["dimension"] == "form" and sex_and_age == ("total", "all"):
        return FORMS.get(row["category"])
    return None


def citizenship(row, here):
    if row["category"] == OWN:
        return here
    return ISO2.get(row["category_iso3"]) or CITIZENSHIPS.get(row["category"])


def added(values):
    """The sum; nothing where a hidden count would make it a guess."""
    known = [value for value in values if value != FEW]
    hidden = len(values) - len(known)
    if hidden == 0:
        return sum(known)
    return FEW if hidden == 1 and sum(known) == 0 else None


def detected(people):
    by_year = defaultdict(dict)
    for (here, year, figure), values in people.items():
        by_year[here, year][figure] = values
    first = max(year for _here, year in by_year) - YEARS + 1 if by_year else 0
    for (here, year), parts in by_year.items():
        if year < first:
            continue
        figures = {figure: added(values) for figure, values in parts.items()}
        said = hidden_in_words(parts, figures)
        if "total" not in figures and (total := from_parts(figures)) is not None:
            figures["total"] = total
            said.append("The total is added up from the parts.")
        figures = {name: figures[name] for name in ORDER if figures.get(name) is not None}
        if figures:
            yield FactRow(
                key=f"detected:{here}:{year}",
                country=here,
                topic="detected",
                year=year,
                figures=figures,
                detail=" ".join(said),
                source=GLOTIP,
                as_of=str(year),
                confidence="high",
            )


ORDER = ("total", *(name for name in PEOPLE.values() if name != "total"), *FORMS.values())


def hidden_in_words(parts, figures):
    """Of the forms; of women and girls together the parts stand beside it anyway."""
    said = []
    for name, value in figures.items():
        if value is None and name in NAMES:
            known = sum(part for part in parts[name] if part != FEW)
            few = parts[name].count(FEW)
            said.append(f"{NAMES[name]}: {known} and {few} further counts under 5.")
    return [words.replace("1 further counts", "1 further count") for words in said]


def from_parts(figures):
    for one, other in (("female", "male"), ("children", "adults")):
        if isinstance(figures.get(one), int) and isinstance(figures.get(other), int):
            return figures[one] + figures[other]
    return None


def by_citizenship(citizens):
    """Found here, of which citizenship; the latest year for which the country says so."""
    found = defaultdict(dict)
    for (here, year, of), values in citizens.items():
        found[here, year][of] = once(values)
    yield from latest(found, "detected_citizenship")


def abroad(citizens):
    """Nationals of a country found in others: the same rows from the other end."""
    found = defaultdict(dict)
    for (here, year, of), values in citizens.items():
        if of != here:
            found[of, year][here] = once(values)
    yield from latest(found, "detected_abroad")


def once(values):
    """A country that names its own nationals twice, as its own and by name, counts them once."""
    named = [value for is_own, value in values if not is_own]
    return added(named or [value for _is_own, value in values])


def latest(found, topic):
    newest = {}
    for (country, year), figures in found.items():
        if any(figures.values()) and year > newest.get(country, 0):
            newest[country] = year
    for country, year in newest.items():
        kept = {code: value for code, value in found[country, year].items() if value}
        yield FactRow(
            key=f"{topic}:{country}",
            country=country,
            topic=topic,
            year=year,
            figures=dict(sorted(kept.items(), key=most_first)),
            source=GLOTIP,
            as_of=str(year),
            confidence="high",
        )


def most_first(pair):
    code, value = pair
    return (-value if isinstance(value, int) else 0, code)
