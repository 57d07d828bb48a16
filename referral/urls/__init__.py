"""All pages of the casework half, part by part."""

from importlib import import_module
from pathlib import Path

PARTS = [
    "contacts",
    "cases",
    "work",
    "record",
    "sharing",
    "disclosures",
    "gates",
    "families",
    "oversight",
    "consular",
]

urlpatterns = [
    pattern
    for part in PARTS
    if (Path(__file__).parent / f"{part}.py").exists()
    for pattern in import_module(f"referral.urls.{part}").urlpatterns
]
