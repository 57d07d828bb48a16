"""A filled workbook comes in and its people can be worked on; a broken one changes nothing."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from exchange.htcds.fields import FIELDS
from referral.models import Account, Case, Consent, Identity, Journey, Note, Summary, Whereabouts
from referral.stages import Stage
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHED = Path(__file__).parents[3] / "shared/data/htcds/HTCDS Excel Spreadsheet v2.0.xlsx"
# The columns of the published template, name over label, with its faults: N to R disagree, T is misspelt, AJ has no name.
NAMES = [
    "-",
    "cas_CaseOwner",
    "prs_Salutation",
    "prs_FirstName",
    "prs_SecondName",
    "con_Consent",
    "prs_Birthdate",
    "prs_Gender",
    "prs_Citizenship",
    "prs_Title",
    "prs_Email",
    "prs_HomePhone",
    "prs_MobilePhone",
    "prs_MailingCity",
    "prs_MailingCountry",
    "prs_MailingState",
    "prs_MailingStreet",
    "prs_MailingPostalCode",
    "vic_TraffickingStatus",
    "vic_TraffickinStatusDecisionMakingOrg",
    "vic_MethodOfRecruitment",
    "vic_LocationOfRecruitment",
    "vic_MethodsOfControl",
    "vic_TypeOfExploitation",
    "vic_ForcedLabourIndustry",
    "vic_TypeOfSexExploitation",
    "vic_LocationOfExploitation",
    "cas_Status",
    "cas_ReferringOrganisation",
    "cas_IncomingReferralDate",
    "cas_ReferringPrimaryCaseWorker",
    "cas_ReasonForIncomingReferral",
    "cas_IncomingReferralDetails",
    "cas_ReferredOrganisation",
    "cas_ReferredPrimaryCaseWorker",
    "-",
    "cas_OutgoingReferralDate",
    "cas_OutgoingReferralDetails",
    "cas_ReasonForCaseClosure",
]
LABELS = """|Case Owner|Salutation|First Name|Second Name|Consent|Birthdate|Gender|Citizenship|Title|Email|Home Phone|Mobile Phone
|Mailing Street|Mailing City|Mailing State/Province|Mailing Zip/Postal Code|Mailing Country|Trafficking Status
|Trafficking Status Decision Making Organization|Method of Recruitment|Location of Recruitment|Methods of Control
|Type of Exploitation|Forced Labour Industry|Type of Sex Exploitation|Location of Exploitation|Status|Referring Organisation
|Incoming Referral Date|Referring Primary Case Worker|Reason for Incoming Referral|Incoming Referral Details
|Referred Organisation|Referred Primary Case Worker|Reason for Outgoing Referral|Outgoing Referral Date
|Outgoing Referral Details|Reason for Case Closure""".replace("\n", "").split("|")

PERSON = {
    "D": "Lira",
    "E": "Invented",
    "F": "Yes",
    "G": "1994-05",
    "H": "Feminine",
    "I": "AL; Italy",
    "K": "lira@example.org",
    "M": "+39 02 000000",
    "S": "Possible victim of trafficking",
    "U": "ThroughFriendsOrSocialEvents",
    "W": "DebtBondage; TakesEarnings",
    "X": "ForcedLabour",
    "Y": "I_AccommodationAndFoodServiceActivities",
    "AB": "Active",
    "AD": "2026-03-02",
    "AJ": "Additional Services Required",
}
ADDRESS = {"N": "Via Inventata 1", "O": "Milan", "Q": "20100", "R": "Italy"}


def template():
    book = Workbook()
    sheet = book.active
    sheet.append([None if name == "-" else name for name in NAMES])
    sheet.append([label or None for label in LABELS])
    for row in range(3, 20):
        sheet[f"A{row}"] = row - 2
    return book


def filled(tmp_path, *people, book=None):
    book = book or template()
    for row, person in enumerate(people, 3):
        for letter, value in person.items():
            book.active[f"{letter}{row}"] = value
    path = tmp_path / "people.xlsx"
    book.save(path)
    return path


def bring_in(path, worker, *options):
    said = io.StringIO()
    arguments = ["--organisation", worker.organisation.slug, "--by", worker.user.email, *options]
    try:
        call_command("import_htcds", str(path), *arguments, stdout=said)
    except CommandError as problem:
        return said.getvalue() + str(problem)
    return said.getvalue()


@pytest.fixture
def worker():
    return world.member(world.organisation())


def test_the_people_of_a_filled_workbook_can_be_worked_on(worker, tmp_path):
    said = bring_in(filled(tmp_path, PERSON, {**PERSON, "D": "Bora"}), worker)

    assert "2 people were taken over" in said
    with world.acting(worker) as actor:
        cases = list(Case.objects.visible_to(actor))
        assert {Identity.objects.get(case=case).name_on_documents for case in cases} == {
            "Lira Invented",
            "Bora Invented",
        }
        summary, account = Summary.objects.first(), Account.objects.first()
        assert (summary.age_band, summary.gender) == ("30-38", "Feminine")
        assert summary.citizenships == ["AL", "IT"]
        assert account.control == ["DebtBondage", "TakesEarnings"]
        assert account.industry == "I_AccommodationAndFoodServiceActivities"
        assert Whereabouts.objects.first().phone == "+39 02 000000"
        assert {case.stage for case in cases} == {Stage.ASSISTANCE}
        assert "AdditionalServicesRequired" in Note.objects.first().text


def test_a_consent_is_never_taken_over(worker, tmp_path):
    bring_in(filled(tmp_path, PERSON), worker)

    with world.acting(worker):
        consent = Consent.objects.get()
        assert consent.given_by == Consent.GivenBy.NOT_RECORDED
        assert not consent.items.exists()


def test_where_name_and_label_disagree_it_asks(worker, tmp_path):
    path = filled(tmp_path, {**PERSON, **ADDRESS})

    said = bring_in(path, worker)
    assert "N: “prs_MailingCity” / “Mailing Street”: the name and the label disagree" in said
    assert "--headings labels" in said
    with world.acting(worker):
        assert not Journey.objects.exists()

    assert "(following the labels)" in bring_in(path, worker, "--headings", "labels")
    with world.acting(worker):
        where = Whereabouts.objects.get()
        assert (where.address, where.country) == ("Via Inventata 1\n20100\nMilan", "IT")


def test_the_mapping_that_was_understood_is_printed(worker, tmp_path):
    said = bring_in(filled(tmp_path, PERSON), worker, "--dry-run")

    assert "T: “vic_TraffickinStatusDecisionMakingOrg”" in said
    assert "(the name is misspelt)" in said
    assert "cas_ReasonForOutgoingReferral → note (from the label, there is no name)" in said
    assert "1 people can be taken over. Nothing was written." in said
    with world.acting(worker):
        assert not Journey.objects.exists()


def test_a_broken_row_changes_nothing_and_is_named(worker, tmp_path):
    broken = {**PERSON, "H": "Unheard of secret", "G": "31 February", "X": "ForcedLabour; Nothing"}

    said = bring_in(filled(tmp_path, PERSON, broken), worker)

    assert "Row 4, column H (prs_Gender)" in said
    assert "Row 4, column G (prs_Birthdate)" in said
    assert "Row 4, column X (vic_TypeOfExploitation)" in said
    assert "3 things to mend" in said
    assert "secret" not in said
    with world.acting(worker):
        assert not Journey.objects.exists()


@pytest.mark.parametrize("content", [b"not a table", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused_in_words(worker, tmp_path, content):
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)

    said = bring_in(path, worker)
    assert "no field name of HTCDS" in said or "damaged" in said


def test_a_workbook_without_the_standards_fields_is_refused(worker, tmp_path):
    book = Workbook()
    book.active.append(["Name", "Age"])

    assert "no field name of HTCDS" in bring_in(filled(tmp_path, book=book), worker)


def test_a_stranger_cannot_import_for_an_organisation(worker, tmp_path):
    stranger = world.member(world.organisation("Elsewhere"))
    path = filled(tmp_path, PERSON)

    said = io.StringIO()
    with pytest.raises(CommandError, match="Nobody with this address"):
        call_command(
            "import_htcds",
            str(path),
            "--organisation",
            worker.organisation.slug,
            "--by",
            stranger.user.email,
            stdout=said,
        )


def test_every_field_of_the_standard_has_a_place():
    assert len(FIELDS) > 60
    assert {"prs_Birthdate", "con_Consent", "hte_Type", "spl_Type"} <= FIELDS.keys()


@pytest.mark.skipif(not PUBLISHED.exists(), reason="IOM’s own workbook is not beside the project")
def test_ioms_own_workbook_filled_comes_in(worker, tmp_path):
    path = filled(tmp_path, {**PERSON, **ADDRESS}, book=load_workbook(PUBLISHED))

    assert "1 people were taken over" in bring_in(path, worker, "--headings", "labels")
    with world.acting(worker):
        assert Summary.objects.get().citizenships == ["AL", "IT"]
