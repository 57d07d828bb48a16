import json
from pathlib import Path

import pytest

from directory.codes import (
    HTCDS_LISTS,
    NOT_HTCDS,
    SUPPORT_PLAN_TYPE,
    AgeBand,
    ExploitationType,
    ServiceKind,
    age_band,
    htcds_exploitation,
    may_be_child,
    service_labels,
)

PUBLISHED = Path(__file__).parents[3] / "shared/data/htcds/htcds_codelists_v2.0.json"
FREE_OF_CODES = {  # the standard points to ISO 3166 and ISO 639 here
    "org_ShippingCountry",
    "prs_PrimaryLanguage",
    "prs_SecondaryLanguage",
    "prs_Citizenship",
    "prs_MailingCountry",
}


@pytest.fixture(scope="module")
def published():
    if not PUBLISHED.exists():
        pytest.skip("the published lists are not beside the project")
    return json.loads(PUBLISHED.read_text())


def test_every_list_of_the_standard_is_carried(published):
    assert set(HTCDS_LISTS) == set(published) - FREE_OF_CODES


@pytest.mark.parametrize("field", HTCDS_LISTS)
def test_codes_are_those_published(field, published):
    ours = [code for code in HTCDS_LISTS[field].values if code not in NOT_HTCDS]

    assert ours == published[field]["names"]


def test_what_we_added_is_exported_as_other():
    assert htcds_exploitation("OnlineScamWork") == "Other"
    assert htcds_exploitation("ForcedLabour") == "ForcedLabour"
    assert set(ExploitationType.values) > {code.value for code in NOT_HTCDS}


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "0-8"), (8, "0-8"), (9, "9-17"), (17, "9-17"), (18, "18-20"), (29, "27-29")]
    + [(30, "30-38"), (47, "39-47"), (48, "48+"), (101, "48+")],
)
def test_age_band(years, band):
    assert age_band(years) == band


def test_no_age_is_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        age_band(-1)


@pytest.mark.parametrize(
    ("band", "certainty", "treated_as_child"),
    [
        (AgeBand.FROM_9, "documented", True),
        (AgeBand.CHILD, "estimated", True),
        (AgeBand.UNKNOWN, "", True),
        ("", "", True),
        (AgeBand.FROM_18, "disputed", True),
        (AgeBand.FROM_18, "declared", False),
        (AgeBand.ADULT, "estimated", False),
    ],
)
def test_the_benefit_of_the_doubt(band, certainty, treated_as_child):
    assert may_be_child(band, certainty) is treated_as_child


def test_every_service_has_a_place_in_the_standard():
    assert set(SUPPORT_PLAN_TYPE) == set(ServiceKind)


def test_service_labels_show_unknown_codes_as_they_are():
    assert service_labels(["legal", "yoga"]) == ["Legal advice", "yoga"]
