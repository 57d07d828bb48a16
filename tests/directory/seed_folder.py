"""A small seed in a folder, and the same one with something else in it."""

from directory import seed_files

SOURCES = (
    "id,title,publisher,address,dated,licence\n"
    "s1,Invented report,Office of Examples,https://example.org/report,2025,facts\n"
)
FACTS = (
    "key,country,topic,subject,year,text,detail,number,unit,yes,on,codes,figures,source,as_of,"
    "checked_on,confidence\n"
    "x:tier,ZW,tier,2WL,1999,Tier 2 Watch List,,,,,,,,s1,1999,2026-11-21,high\n"
    "x:days,ZW,reflection_days,,,45 days,By law,45,days,,,,,s1,2025,2026-11-21,high\n"
    'x:law,ZW,law,,,"Act 4, with ""quotes"" and a \\ stroke",,,,,,,,s1,2025,2026-11-21,medium\n'
    "x:routes,ZW,routes,,,from Niger and Mali,,,,,,NE ML,,s1,,2026-11-21,low\n"
    "x:count,ZW,detected,,2023,,,,,,,,total:9 women:<5,s1,2023,2026-11-21,high\n"
    "x:treaty,ZW,treaty,PALERMO,,accession,,,,yes,2013-12-13,accession,,s1,2014,2026-11-21,high\n"
)
CONTACTS = (
    "key,country,kind,name,represents,phone_local,is_all_day,languages,note,source,as_of,checked_on,"
    "confidence\n"
    "x:line,ZW,child,Invented line,,116,yes,en sn,,s1,2025,2026-11-21,medium\n"
    "x:mission,ZW,mission,,AL,,,,,s1,2022-11,2026-11-21,medium\n"
)
KEYS = ["x:count", "x:days", "x:law", "x:routes", "x:tier", "x:treaty"]


def write_seed(folder, *, whole=True, sources=SOURCES, facts=FACTS, contacts=CONTACTS):
    """A folder that the loader takes; `whole`: with the manifest of what is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"sources.csv": sources, "facts_x.csv": facts, "contacts.csv": contacts}
    for name, text in tables.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    if whole:
        counts = {name: max((folder / name).read_bytes().count(b"\n") - 1, 0) for name in tables}
        seed_files.write_manifest(folder, counts)
    return folder
