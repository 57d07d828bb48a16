import tomllib

from django.db import transaction
from django.utils import timezone

from instruments.folder import FOLDER, paths
from instruments.models import InstrumentVersion, Origin, VersionState


def contents(folder=FOLDER) -> dict[tuple[str, int], dict]:
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths(folder)]
    return {(raw["code"], raw["version"]): raw for raw in found}


def changed_without_a_new_version(folder=FOLDER) -> list[str]:
    """Files that say something else than the row of the same version, which was in use already."""
    rows = {(row.code, row.version): row.content for row in shipped()}
    return [
        f"{code} {version}"
        for (code, version), raw in contents(folder).items()
        if rows.get((code, version), raw) != raw
    ]


def shipped():
    return InstrumentVersion.objects.filter(origin=Origin.SHIPPED)


@transaction.atomic
def ship(folder=FOLDER) -> list[str]:
    """Each definition that ships becomes a version in use, once. Returns the new ones."""
    known = set(shipped().values_list("code", "version"))
    new = {key: raw for key, raw in contents(folder).items() if key not in known}
    InstrumentVersion.objects.bulk_create(
        InstrumentVersion(
            code=code,
            version=version,
            origin=Origin.SHIPPED,
            state=VersionState.PUBLISHED,
            content=raw,
            published_at=timezone.now(),
        )
        for (code, version), raw in sorted(new.items())
    )
    return [f"{code} {version}" for code, version in sorted(new)]
