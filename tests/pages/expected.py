"""
Who gets which page. One row per address; an address without a row fails a test.

`opens`: who gets the page (200). `leads`: who is sent on (302). A visitor is sent to sign in unless named.
Everybody else is refused: with 403 where the role lacks the function, with 404 where only the object is closed, and
then with the very answer of what does not exist. `only_post`: asked for in a form, so that looking at it is refused too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from referral.models import new_reference

EVERYBODY = (
    "worker granted nurse lawyer signer supervisor colleague admin far_admin protection elsewhere stranger receiver"
    " receiving_lead consul visa police coordinator there_coordinator far_coordinator operator"
)
COORDINATORS = "coordinator there_coordinator far_coordinator"
MANAGERS = "worker granted colleague elsewhere stranger receiver"
LEADS = "signer supervisor receiving_lead"
HOUSE_LEADS = "signer supervisor"
CASEWORK = f"{MANAGERS} nurse lawyer {LEADS}"
# The adult's case: colleagues with a grant, and the receiver, whose own case has the same address.
INSIDE = "worker granted nurse receiver"
KEEPERS = "worker granted receiver"
READ_THE_ALERT = "worker granted colleague supervisor signer"


def without(actors, *left_out):
    return " ".join(actor for actor in actors.split() if actor not in left_out)


# Who has work of one's own: all but consular staff and who looks after the office and the installation.
ON_A_DESK = without(EVERYBODY, "consul", "visa", "admin", "far_admin", "operator")


def nothing(_desk):
    return ()


@dataclass(frozen=True)
class Row:
    opens: str = ""
    at: Callable = nothing
    unreal: Callable = None
    mixed: Callable = None  # the address of something under another case of the same colleague
    leads: str = ""
    looks: str = ""  # get the page, and are refused when they send it
    only_post: bool = False
    via: str = ""  # who is led on to a page that has no other address
    fragment: bool = False  # a piece that a script puts into a page
    apart: str = ""  # why the walk leaves it out

    @property
    def has_object(self):
        return self.unreal is not None

    def answer_to(self, actor):
        if actor in self.opens.split():
            return 200
        return 302 if actor in (self.leads or "visitor").split() else None


def everybody(**more):
    return Row(f"visitor {EVERYBODY}", **more)


def linked(at):
    """A link of a mail: it hides itself from the address and leads on to its page."""
    return Row(leads=f"visitor {EVERYBODY}", at=at, via="visitor")


def of_case(opens, case="adult", **more):
    return Row(
        opens,
        at=lambda desk: (desk.at.references[case],),
        unreal=lambda: (new_reference(),),
        **more,
    )


def in_case(opens, *last, case="adult", **more):
    """`last`: a fixed word of the address, or the name of something in the world."""
    if not FIXED.issuperset(last):
        other = "adult" if case == "child" else "child"
        more["mixed"] = lambda desk: (
            desk.at.references[other],
            *(thing(desk, name) for name in last),
        )
    return Row(
        opens,
        at=lambda desk: (desk.at.references[case], *(thing(desk, name) for name in last)),
        unreal=lambda: (new_reference(), *(unknown(name) for name in last)),
        **more,
    )


def one(opens, name, **more):
    return Row(opens, at=lambda desk: (thing(desk, name),), unreal=lambda: (uuid4(),), **more)


PRACTICE = "one-risk-matrix-two-countries"
FIXED = {"9", "handover", "costs", "G2", "G3", "G8", "decision", "identity", "health", "return", "risk_short"}  # fmt: skip


def thing(desk, name):
    return name if name in FIXED else getattr(desk.at, name).pk


def plan(desk):
    return (desk.at.plan.slug,)


def unknown(name):
    return name if name in FIXED else uuid4()


EXPECTED = {
    # The frame
    "health": [everybody()],
    "accessibility": [everybody()],
    "privacy": [everybody()],
    "help": [everybody()],
    "help_online_safety": [everybody()],
    "keyboard": [everybody()],
    "keyboard_letters": [Row(EVERYBODY, only_post=True)],
    "appearance": [everybody()],
    "language": [everybody()],
    "welcome_leave_quickly": [Row(EVERYBODY)],
    "session_leave": [Row(apart="ends the session, see tests/shell/test_session_leave.py")],
    "policy_breach": [Row(apart="told by browsers, see tests/security/test_doors.py")],
    "more": [Row(EVERYBODY)],
    "styleguide": [everybody()],
    # People and organisations
    "start": [Row(leads=f"visitor {EVERYBODY}")],
    "operator_home": [Row("operator")],
    "account": [Row(EVERYBODY)],
    "membership_switch": [Row(EVERYBODY)],
    "session_list": [Row(EVERYBODY)],
    "session_time": [Row(EVERYBODY, fragment=True)],
    "password_change": [Row(EVERYBODY)],
    "password_again": [Row(EVERYBODY)],
    "sign_in": [Row("visitor", leads=EVERYBODY)],
    "account_logout": [Row(apart="ends the session, see tests/accounts/test_sign_in.py")],
    "password_forgotten": [everybody()],
    "password_forgotten_done": [everybody()],
    "password_reset_link": [linked(lambda desk: desk.at.reset)],
    "password_reset": [Row(apart="the page behind the link")],
    "invitation": [linked(lambda desk: desk.at.link)],
    "invitation_join": [Row(apart="the page behind the link")],
    "person_list": [Row("admin far_admin")],
    "person_detail": [one("admin", "person")],
    "person_disable": [one("admin", "person")],
    "invitation_new": [Row("admin far_admin")],
    "invitation_withdraw": [one("admin", "invitation", only_post=True)],
    "team_list": [Row(f"admin far_admin {LEADS}")],
    "team_new": [Row("admin far_admin")],
    "team_detail": [one("admin supervisor signer", "team")],
    "organisation_profile": [Row("admin far_admin")],
    "organisation_confirm": [Row("admin far_admin", only_post=True)],
    # Look up
    "someone": [everybody()],
    "country_list": [Row(EVERYBODY)],
    "country_compare": [Row(EVERYBODY)],
    "country_pin": [Row(EVERYBODY, at=lambda desk: ("al",), only_post=True)],
    "country_detail": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "country_missions": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "country_print": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "country_pdf": [Row(apart="a file, see tests/directory/test_one_page.py")],
    "country_with": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "country_between": [Row(EVERYBODY, at=lambda desk: ("al", "it"))],
    "directory_export": [Row(EVERYBODY)],
    "directory_import": [Row(COORDINATORS)],
    "question_list": [Row(without(EVERYBODY, "operator"))],
    "question_new": [Row(without(EVERYBODY, "operator"))],
    "question_detail": [
        one(
            "worker granted nurse lawyer supervisor signer colleague admin protection there_coordinator",
            "question",
        )
    ],
    "question_close": [one("worker", "question", only_post=True)],
    "answer_guidance": [one("there_coordinator", "answer")],
    # Keeping the directory true
    "fact_new": [Row(COORDINATORS, at=lambda desk: ("al",))],
    "fact_change": [one(COORDINATORS, "fact")],
    "fact_remove": [one(COORDINATORS, "fact")],
    "directory_contact_new": [Row(COORDINATORS, at=lambda desk: ("al",))],
    "directory_contact_change": [one(COORDINATORS, "line")],
    "directory_contact_remove": [one(COORDINATORS, "line")],
    "review_list": [Row(COORDINATORS)],
    "stale_list": [Row(COORDINATORS)],
    "review_detail": [
        one(COORDINATORS, "fact_draft"),
        one("there_coordinator far_coordinator coordinator", "fact_draft"),
    ],
    "draft_change": [one("coordinator", "fact_draft")],
    "draft_take_back": [one("coordinator", "fact_draft", only_post=True)],
    "contact_verify": [one(f"{COORDINATORS} {LEADS} consul admin far_admin", "line")],
    "country_report": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "country_history": [Row(EVERYBODY, at=lambda desk: ("al",))],
    "report_list": [Row(EVERYBODY)],
    "report_detail": [one(COORDINATORS, "report")],
    "still_right": [linked(lambda desk: desk.at.asked)],
    "still_right_answer": [Row(apart="the page behind the link")],
    "tool_list": [Row(EVERYBODY)],
    "tool_detail": [Row(EVERYBODY, at=lambda desk: ("quick_card",))],
    "tool_points": [Row(COORDINATORS, at=lambda desk: ("screening_adult",))],
    "tool_point_back": [Row(COORDINATORS, at=lambda desk: ("screening_adult",), only_post=True)],
    "tool_version_list": [Row(COORDINATORS)],
    "tool_version_bring": [Row(COORDINATORS)],
    "tool_version_xlsform": [Row(apart="a file, see tests/instruments/test_xlsform.py")],
    "tool_xlsform": [Row(apart="a file, see tests/instruments/test_xlsform.py")],
    "tool_pdf": [Row(apart="a file, see tests/instruments/test_paper.py")],
    "tool_version": [one("coordinator", "tool_draft")],
    "tool_version_classes": [one("coordinator", "tool_draft")],
    "tool_version_try": [one("coordinator", "tool_draft")],
    "tool_version_publish": [one("coordinator", "tool_draft", only_post=True)],
    "tool_version_drop": [one("coordinator", "tool_draft", only_post=True)],
    "tool_version_withdraw": [one("coordinator", "tool_draft", only_post=True)],
    "tool_version_again": [one("coordinator", "tool_draft", only_post=True)],
    # Training
    "course_list": [Row(EVERYBODY)],
    "course_detail": [Row(EVERYBODY, at=lambda desk: ("data-protection",))],
    "course_print": [Row(EVERYBODY, at=lambda desk: ("data-protection",))],
    "course_pdf": [Row(apart="a file, its text is in tests/training/test_courses.py")],
    "course_test": [Row(EVERYBODY, at=lambda desk: ("data-protection", "after"))],
    "lesson_detail": [Row(EVERYBODY, at=lambda desk: ("data-protection", "dp_why"))],
    "case_study_detail": [Row(EVERYBODY, at=lambda desk: ("introduction", "car_wash"))],
    # Of the person, who works at a second place.
    "attempt_detail": [one("worker elsewhere", "attempt")],
    "certificate_detail": [one("worker elsewhere", "certificate")],
    "certificate_pdf": [Row(apart="a file, see tests/training/test_certificates.py")],
    "certificate_check": [everybody()],
    "certificate_revoke": [one(HOUSE_LEADS, "certificate")],
    "training_session_list": [Row(f"admin far_admin {LEADS} {COORDINATORS}")],
    "training_session_new": [Row(f"admin far_admin {LEADS} {COORDINATORS}")],
    "training_session_detail": [one(f"admin {HOUSE_LEADS}", "training_session")],
    "training_session_change": [one(f"admin {HOUSE_LEADS}", "training_session")],
    "participant_import": [one(f"admin {HOUSE_LEADS}", "training_session")],
    "training_session_close": [one(f"admin {HOUSE_LEADS}", "training_session", only_post=True)],
    "participant_links": [one(f"admin {HOUSE_LEADS}", "training_session", only_post=True)],
    "followup_ask": [one(f"admin {HOUSE_LEADS}", "training_session", only_post=True)],
    "participant_detail": [one(f"admin {HOUSE_LEADS}", "participant")],
    "training_attend": [everybody()],
    "participant_door": [linked(lambda desk: ("no-such-token",))],
    "participant_page": [Row(apart="the page behind the link")],
    "participant_pdf": [Row(apart="a file, see tests/training/test_sessions.py")],
    "followup": [Row(leads=f"visitor {EVERYBODY}")],
    "training_statistics": [Row(COORDINATORS)],
    "course_translation": [Row(COORDINATORS, at=lambda desk: ("data-protection",))],
    "lesson_translate": [Row(COORDINATORS, at=lambda desk: ("dp_why", "sq"))],
    "lesson_translation_review": [
        Row(COORDINATORS, at=lambda desk: ("dp_why", "sq"), only_post=True)
    ],
    "training_team": [Row(f"admin far_admin {LEADS}")],
    "clearance_extend": [one(HOUSE_LEADS, "person")],
    "person_text_list": [Row(EVERYBODY)],
    "person_text_detail": [Row(EVERYBODY, at=lambda desk: ("talk", "ar"))],
    "person_text_review": [Row(COORDINATORS, at=lambda desk: ("talk", "ar"), only_post=True)],
    # National action plans
    "plan_list": [everybody()],
    "plan_detail": [everybody(at=lambda desk: ("sample",)), everybody(at=plan)],
    "plan_timeline": [everybody(at=lambda desk: ("sample",))],
    "plan_logframe": [everybody(at=lambda desk: ("sample",))],
    "plan_changes": [everybody(at=lambda desk: ("sample",))],
    "plan_follow": [everybody(at=lambda desk: ("sample",))],
    "plan_export": [Row(apart="a file, see tests/plans/test_plans.py")],
    "plan_pdf": [Row(apart="a file, see tests/plans/test_plans.py")],
    "plan_template": [Row(apart="a file, see tests/plans/test_reading.py")],
    "plan_import": [Row(COORDINATORS)],
    "edition_detail": [one(f"coordinator {HOUSE_LEADS}", "edition")],
    "edition_export": [Row(apart="a file, see tests/plans/test_plans.py")],
    "plan_progress": [
        Row(
            "coordinator",
            at=lambda desk: (*plan(desk), "1.1.1"),
            unreal=lambda: ("nowhere", "1.1.1"),
        )
    ],
    "plan_value": [
        Row("coordinator", at=lambda desk: (*plan(desk), "I1"), unreal=lambda: ("nowhere", "I1"))
    ],
    "plan_value_verify": [one(f"coordinator {HOUSE_LEADS}", "plan_figure", only_post=True)],
    "plan_review": [Row("coordinator", at=plan, unreal=lambda: ("nowhere",))],
    "plan_recommendation": [Row("coordinator", at=plan, unreal=lambda: ("nowhere",))],
    "plan_meeting": [Row("coordinator", at=plan, unreal=lambda: ("nowhere",))],
    "recommendation_answer": [one("coordinator", "recommendation")],
    # The library
    "document_list": [everybody()],
    "document_detail": [everybody(at=lambda desk: ("iom-care-tact",))],
    "document_export": [Row(apart="a file, see tests/library/test_documents.py")],
    "document_file": [Row(apart="a file, see tests/library/test_keeping.py")],
    "document_import": [Row(f"{COORDINATORS} {LEADS}")],
    "document_links": [Row(f"{COORDINATORS} {LEADS}")],
    "collection_detail": [everybody(at=lambda desk: ("children",))],
    "collection_new": [Row(f"{COORDINATORS} {LEADS}")],
    "collection_change": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("children",))],
    "collection_remove": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("children",))],
    "document_new": [Row(f"{COORDINATORS} {LEADS}")],
    "document_change": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("htcds",))],
    "document_remove": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("htcds",))],
    "practice_list": [Row(EVERYBODY)],
    "practice_new": [Row(without(EVERYBODY, "operator"))],
    "practice_detail": [Row(EVERYBODY, at=lambda desk: (PRACTICE,))],
    "practice_change": [Row(without(EVERYBODY, "operator"), at=lambda desk: (PRACTICE,))],
    "practice_remove": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: (PRACTICE,))],
    "practice_translate": [Row(without(EVERYBODY, "operator"), at=lambda desk: (PRACTICE, "es"))],
    "practice_translation_read": [
        Row(without(EVERYBODY, "operator"), at=lambda desk: (PRACTICE, "fr"), only_post=True)
    ],
    "library_review_list": [Row(without(EVERYBODY, "operator"))],
    "library_review_detail": [
        one(f"worker elsewhere {COORDINATORS}", "proposal"),
        one(f"supervisor {COORDINATORS}", "record_draft"),
    ],
    "library_draft_change": [
        one("worker elsewhere", "proposal"),
        one("supervisor", "record_draft"),
    ],
    "library_take_back": [one("worker elsewhere", "proposal", only_post=True)],
    "procedure_list": [Row(EVERYBODY)],
    "procedure_detail": [Row(EVERYBODY, at=lambda desk: ("return",))],
    "procedure_pdf": [Row(apart="a file, see tests/library/test_procedures.py")],
    "measure_detail": [Row(EVERYBODY, at=lambda desk: ("return", "child_order"))],
    "measure_new": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("return",))],
    "measure_change": [Row(f"{COORDINATORS} {LEADS}", at=lambda desk: ("return", "wish"))],
    "measure_remove": [
        Row(
            f"coordinator {HOUSE_LEADS}",
            at=lambda desk: ("proceedings", "inform"),
            unreal=lambda: ("proceedings", "nothing"),
        )
    ],
    # First contact
    "contact_new": [Row(MANAGERS)],
    "contact_draft": [one("worker", "draft")],
    "contact_refused": [Row(MANAGERS)],
    "contact_protected": [Row(MANAGERS)],
    "contact_saved": [of_case(KEEPERS), of_case("worker granted", case="pending")],
    "draft_list": [Row(f"{MANAGERS} {LEADS}")],
    "minimum_list": [Row(f"{MANAGERS} {LEADS}")],
    "minimum_detail": [one("worker supervisor signer", "minimum")],
    # Cases
    "home": [Row(without(EVERYBODY, "consul", "visa"))],
    "search": [Row(EVERYBODY)],
    "case_list": [Row(CASEWORK)],
    "case_names": [Row(CASEWORK, only_post=True)],
    "case_overview": [
        of_case(f"{INSIDE} signer"),
        of_case("worker granted nurse", case="pending"),
        of_case("worker granted nurse lawyer", case="child"),
        of_case("worker granted", case="kept"),
    ],
    "case_history": [of_case(f"{INSIDE} signer"), of_case("worker granted nurse", case="pending")],
    "case_needs": [of_case(INSIDE)],
    "case_plan": [of_case(INSIDE)],
    "plan_talk": [of_case(KEEPERS)],
    "plan_copy": [of_case(INSIDE)],
    "case_budget": [of_case(INSIDE)],
    "budget_line_new": [of_case(KEEPERS)],
    "budget_sign": [of_case(KEEPERS)],
    "budget_second": [of_case("", only_post=True)],
    "budget_line_edit": [in_case("worker granted", "budget_line")],
    "budget_pay": [in_case("worker granted", "budget_line")],
    "budget_correct": [in_case("worker granted", "payment", only_post=True)],
    "case_worksites": [of_case(INSIDE)],
    "worksite_leave": [in_case("worker granted", "site", only_post=True)],
    "programme_list": [Row(f"{COORDINATORS} {LEADS} {MANAGERS}")],
    "programme_new": [Row(f"{COORDINATORS} {LEADS}")],
    "programme_edit": [one("coordinator", "programme")],
    "goal_new": [of_case(KEEPERS)],
    "goal_edit": [in_case("worker granted", "goal")],
    "case_status": [of_case(INSIDE)],
    "case_assessments": [of_case(f"{INSIDE} signer")],
    "case_tool": [in_case(KEEPERS, "risk_short")],
    "case_procedure": [in_case(f"{INSIDE} signer", "return")],
    "assessment_pdf": [Row(apart="a file, see tests/exchange/test_assessment_files.py")],
    "assessment_sources": [
        Row(apart="only while a sheet is open, see tests/referral/test_sheet_head.py")
    ],
    "assessment_rows": [Row(apart="a file, see tests/exchange/test_assessment_files.py")],
    "assessment_detail": [in_case("worker granted signer", "assessment")],
    "case_task_new": [of_case(KEEPERS)],
    "work_list": [Row(ON_A_DESK)],
    "work_calendar": [Row(ON_A_DESK)],
    "work_load": [Row(LEADS)],
    "cover_list": [Row(CASEWORK)],
    "cover_new": [Row(CASEWORK)],
    "cover_end": [one("worker signer supervisor", "cover", only_post=True)],
    "cover_open": [one("signer supervisor", "cover", only_post=True)],
    "task_put_off": [one("worker granted", "task")],
    "task_take_up": [one("worker granted", "task", only_post=True)],
    "task_done": [one("worker granted nurse signer", "task", only_post=True)],
    # What comes in
    "people_import": [Row(MANAGERS)],
    "people_import_look": [one("worker", "brought"), one("worker", "queued")],
    "people_import_confirm": [one("worker", "brought", only_post=True)],
    "people_import_known": [one("worker", "brought")],
    "people_import_drop": [one("worker", "brought", only_post=True)],
    "people_import_report": [Row(apart="a file, see tests/exchange/test_people_import.py")],
    # What goes out
    "export_list": [Row(f"{MANAGERS} {LEADS} lawyer")],
    "export_new": [
        Row(f"{MANAGERS} {LEADS}", at=lambda _desk: ("cases",), unreal=lambda: ("nothing",)),
        Row(MANAGERS, at=lambda _desk: ("htcds",), unreal=lambda: ("nothing",)),
    ],
    "export_detail": [
        one("worker", "export_ready"),
        one(f"worker granted colleague {HOUSE_LEADS}", "export_waits"),
    ],
    "export_answer": [
        one(f"worker granted colleague {HOUSE_LEADS}", "export_waits", only_post=True)
    ],
    "export_open": [one("worker", "export_ready", only_post=True)],
    "export_drop": [one("worker", "export_ready", only_post=True)],
    "case_papers": [of_case(KEEPERS)],
    "case_text": [of_case(KEEPERS)],
    "case_export": [in_case(KEEPERS, "handover"), in_case(KEEPERS, "costs")],
    # The record
    "case_record": [of_case(f"{INSIDE} signer"), of_case("worker granted nurse", case="pending")],
    "case_part": [
        in_case(INSIDE, "identity", looks="nurse"),
        in_case("worker granted nurse", "identity", case="pending", looks="nurse"),
        in_case("nurse", "health"),
    ],
    "case_asylum": [of_case("lawyer", case="child")],
    "case_enquiries": [of_case("lawyer worker granted", case="child")],
    "enquiry_detail": [one("receiver receiving_lead", "enquiry")],
    "case_event_new": [of_case("worker granted", case="fresh")],
    "case_known": [of_case(KEEPERS)],
    "case_merge": [
        Row(
            "worker granted",
            at=lambda desk: (desk.at.references["adult"], desk.at.references["pending"]),
            unreal=lambda: (new_reference(), new_reference()),
        )
    ],
    "case_note_new": [of_case(INSIDE)],
    "case_note_undo": [in_case("worker granted", "note", only_post=True)],
    "case_appointment_new": [of_case(KEEPERS)],
    # Evidence
    "case_evidence": [of_case(f"{INSIDE} signer"), of_case("worker granted nurse", case="pending")],
    "evidence_new": [of_case(f"{INSIDE} signer")],
    "evidence_detail": [in_case("worker granted nurse signer", "evidence")],
    "evidence_withdraw": [in_case("worker granted nurse signer", "evidence")],
    "file_add": [in_case("worker granted nurse signer", "evidence")],
    "file_open": [Row(apart="a file, see tests/referral/test_evidence.py")],
    "file_remove": [in_case("worker granted nurse signer", "file", only_post=True)],
    # Consent and referrals
    "case_consent": [of_case(INSIDE), of_case("worker granted nurse", case="pending")],
    "consent_new": [of_case(INSIDE)],
    "consent_detail": [in_case("worker granted nurse", "consent")],
    "consent_pdf": [Row(apart="a file, see tests/referral/test_consent.py")],
    "consent_print": [in_case("worker granted nurse", "consent")],
    "consent_withdraw": [in_case("worker granted nurse", "consent")],
    "case_guardian": [of_case("worker granted", case="child")],
    "guardian_new": [of_case("worker granted", case="child")],
    "guardian_confirm": [in_case("worker granted", "appointment", case="child", only_post=True)],
    "guardian_end": [in_case("worker granted", "appointment", case="child")],
    "case_household": [
        of_case(f"{INSIDE} signer"),
        of_case("worker granted nurse", case="pending"),
    ],
    "birth_new": [of_case(KEEPERS)],
    "case_pregnancy": [of_case(INSIDE), of_case("worker granted", case="fresh")],
    "case_parent": [of_case("worker granted", case="child")],
    "household_link": [of_case(KEEPERS), of_case("worker granted", case="fresh")],
    "household_part": [of_case("worker granted")],
    "household_day": [of_case("worker granted")],
    "case_child": [of_case("worker granted", case="child")],
    "child_step_new": [in_case("worker granted", "decision", case="child")],
    "child_step_confirm": [in_case("worker granted", "step", case="child", only_post=True)],
    "contact_check_new": [of_case("worker granted", case="child")],
    "contact_wish_new": [of_case("worker granted", case="child")],
    "contact_wish_answer": [in_case("worker granted", "wish", case="child")],
    "panel_list": [Row("")],  # see tests/referral/test_child_order.py
    "guardian_keep": [of_case("worker granted", case="child", only_post=True)],
    "case_age": [of_case("worker granted", case="child")],
    "age_doubt": [of_case("worker granted", case="child")],
    "age_decision": [of_case("worker granted", case="child")],
    "child_path_end": [of_case("worker granted", case="child")],
    "age_confirm": [in_case("worker granted", "age_word", case="child", only_post=True)],
    "age_contest": [Row(apart="only for what was confirmed, see tests/referral/test_age.py")],
    "age_settle": [Row(apart="only for an open appeal, see tests/referral/test_age.py")],
    "case_referrals": [of_case(INSIDE), of_case("worker granted nurse", case="pending")],
    "refer": [of_case(INSIDE)],
    "refer_preview": [of_case(INSIDE, fragment=True)],
    "referral_sent": [in_case("worker granted nurse", "accepted")],
    "referral_withdraw": [one("worker granted nurse", "waiting")],
    "referral_knows": [
        one("", "accepted")
    ],  # of a case that came by referral, see tests/referral/test_onward.py
    "referral_partner": [one("worker granted nurse", "by_link")],
    "link_new": [one("worker granted nurse", "by_link")],
    "partner_paper": [one("worker granted nurse", "by_link")],
    "partner_record": [one("worker granted nurse", "by_link")],
    "partner_list": [Row(f"{MANAGERS} {LEADS}")],
    "partner_new": [Row(LEADS)],
    "partner_address": [one(f"worker granted colleague {HOUSE_LEADS}", "address")],
    "address_change": [one(f"worker granted colleague {HOUSE_LEADS}", "address")],
    "link_open": [everybody(at=lambda desk: (desk.at.issued.token,))],
    "link_answer": [everybody(only_post=True)],
    "referral_give_back": [one("receiver receiving_lead", "accepted")],
    "recall_answer": [
        # Nothing is asked back here: they are led on to the referral.
        one("", "accepted", leads="visitor receiver receiving_lead", via="receiver")
    ],
    # Without consent
    "case_disclosures": [of_case(INSIDE), of_case("worker granted nurse", case="pending")],
    "disclosure_new": [of_case(INSIDE)],
    "disclosure_list": [Row(f"{CASEWORK} protection")],
    "disclosure_detail": [
        one("colleague worker granted nurse signer supervisor protection", "disclosure"),
        one("worker granted nurse signer supervisor protection", "disclosed"),
    ],
    "disclosure_answer": [one("colleague granted signer supervisor", "disclosure", only_post=True)],
    "disclosure_give": [one("worker granted nurse", "disclosure_outside", only_post=True)],
    "disclosure_take_back": [one("worker granted nurse", "disclosure", only_post=True)],
    "disclosure_sheet": [one("worker granted nurse", "disclosure_outside")],
    "disclosure_review": [one("supervisor signer protection", "disclosed")],
    "disclosure_told": [one("worker granted nurse", "disclosed")],
    "disclosed_detail": [one("police", "disclosed")],
    "disclosed_acknowledge": [one("police", "disclosed", only_post=True)],
    "referral_open": [one("receiver receiving_lead", "accepted", only_post=True)],
    "inbox": [Row(f"{CASEWORK} police")],
    "referral_detail": [
        one("receiver receiving_lead", "accepted"),
        one("receiver receiving_lead", "waiting"),
    ],
    "referral_accept": [one("receiver receiving_lead", "waiting")],
    "referral_ask": [one("receiver receiving_lead", "waiting")],
    "referral_answer": [
        one("worker granted nurse", "waiting", leads="visitor receiver receiving_lead")
    ],
    "referral_decline": [one("receiver receiving_lead", "waiting")],
    "referral_update": [one("worker granted nurse", "accepted")],
    "update_confirm": [one("receiver receiving_lead", "accepted", only_post=True)],
    "referral_feedback": [one("receiver receiving_lead", "accepted")],
    "part_take": [one("receiver receiving_lead", "part", only_post=True)],
    "request_list": [Row("consul")],
    "request_detail": [one("consul", "request")],
    "request_answer": [one("", "request", leads="visitor consul")],
    "consular_desk": [Row("consul visa")],
    "visa_section": [Row("visa consul")],
    "visa_slip": [Row("visa consul")],
    "alert_new": [Row("consul")],
    "alert_not_sent": [Row("consul")],
    "alert_receipt": [one("consul", "receipt")],
    "alert_list": [Row(without(CASEWORK, "nurse", "lawyer"))],
    "alert_detail": [one(READ_THE_ALERT, "alert")],
    "alert_take": [one(READ_THE_ALERT, "alert", only_post=True)],
    "document_letter": [Row(CASEWORK)],
    # Gates, travel, closing
    "case_gates": [of_case(f"{INSIDE} signer"), of_case("worker granted nurse", case="pending")],
    "gate_detail": [in_case(f"{INSIDE} signer", "G3")],
    "gate_sign": [
        in_case(KEEPERS, "G2", leads="visitor nurse signer"),
        in_case(INSIDE, "G8", leads="visitor signer"),
    ],
    "gate_confirm": [in_case(f"{INSIDE} signer", "G3", only_post=True)],
    "signature_ask": [in_case(KEEPERS, "G3")],
    "case_risk": [of_case(f"{KEEPERS} signer")],
    "risk_talk": [of_case(KEEPERS)],
    "risk_event": [of_case(f"{KEEPERS} signer")],
    "signature_list": [Row(without(CASEWORK, "nurse", "lawyer"))],
    "signature_sign": [one("", "task")],
    "return_request": [of_case("worker granted", leads="visitor receiver")],
    "return_suspend": [of_case(f"{KEEPERS} signer")],
    "return_alone": [of_case(KEEPERS)],
    "return_ask": [of_case(KEEPERS)],
    "return_approve": [of_case("signer")],
    "case_travel": [of_case(KEEPERS)],
    "journey_depart": [of_case(KEEPERS, only_post=True)],
    "journey_arrive": [of_case(KEEPERS, only_post=True)],
    "travel_stop": [of_case("", leads=f"visitor {KEEPERS}")],
    "stop_note": [of_case(KEEPERS, only_post=True)],
    "case_visits": [of_case(KEEPERS)],
    "visit_record": [in_case("receiver", "visit")],
    "visit_plan": [in_case(KEEPERS, "9", only_post=True)],
    "complaint_new": [of_case(INSIDE)],
    "complaint_list": [Row(f"{COORDINATORS} {LEADS} protection")],
    "complaint_detail": [one("worker granted nurse coordinator", "complaint")],
    "complaint_heard": [one("worker granted nurse coordinator", "complaint", only_post=True)],
    "case_close": [of_case(f"{KEEPERS} signer")],
    "case_close_confirm": [of_case(f"{KEEPERS} signer")],
    "case_reopen": [of_case(f"{KEEPERS} signer")],
    # A person who cannot be reached
    "case_missing": [
        of_case(f"{KEEPERS} signer"),
        of_case("worker granted", case="child"),
        of_case("worker signer", case="missed"),
    ],
    "missing_try": [of_case("worker signer", case="missed", only_post=True)],
    "missing_told": [of_case("worker signer", case="missed", only_post=True)],
    "missing_found": [of_case("worker signer", case="missed", only_post=True)],
    "missing_decide": [of_case("worker signer", case="missed", only_post=True)],
    # Protection
    "case_protection": [
        of_case("worker signer receiver"),
        of_case("worker granted", case="kept"),
    ],
    "protection_confirm": [one("supervisor signer", "protection")],
    "protection_name": [of_case("worker granted", case="kept", only_post=True)],
    "protection_unname": [of_case("worker granted", case="kept", only_post=True)],
    "protection_lift": [of_case("worker granted", case="kept", only_post=True)],
    # Data-sharing agreements
    "data_sharing_list": [Row(f"{LEADS} admin far_admin protection {COORDINATORS}")],
    "data_sharing_new": [Row(f"protection {COORDINATORS}")],
    "data_sharing_detail": [one(f"protection admin {HOUSE_LEADS}", "sharing_paper")],
    "data_sharing_answer": [
        one(f"protection admin {HOUSE_LEADS}", "sharing_paper", only_post=True)
    ],
    "data_sharing_end": [one("protection", "sharing_paper", only_post=True)],
    # Oversight
    "dashboard": [Row(COORDINATORS)],
    "figure_detail": [Row(COORDINATORS, at=lambda desk: ("owed",))],
    "reminder_send": [Row(COORDINATORS, only_post=True)],
    "statistics": [Row(without(EVERYBODY, "operator"))],
    "house_explore": [Row(f"{MANAGERS} {LEADS}")],
    "statistics_table": [Row(without(EVERYBODY, "operator"), at=lambda desk: ("eurostat",))],
    "statistics_file": [Row(apart="a file, see tests/reports/test_statistics.py")],
    "justice_list": [Row(COORDINATORS)],
    "justice_import": [Row(COORDINATORS)],
    "justice_template": [Row(apart="a file, see tests/reports/test_justice.py")],
    "justice_new": [Row(COORDINATORS, at=lambda desk: ("convicted",))],
    "justice_detail": [one("coordinator", "justice_entry")],
    "justice_answer": [one("coordinator", "justice_entry", only_post=True)],
    "noise_list": [Row(COORDINATORS)],
    "noise_new": [Row(COORDINATORS)],
    "noise_detail": [one("coordinator", "noisy")],
    "noise_answer": [one("coordinator", "noisy", only_post=True)],
    "noise_file": [Row(apart="a file, see tests/reports/test_noise.py")],
    "meeting_list": [Row(COORDINATORS)],
    "meeting_new": [Row(COORDINATORS)],
    "meeting_detail": [one("coordinator there_coordinator", "meeting")],
    "meeting_answer": [one("there_coordinator", "meeting")],
    "meeting_pdf": [Row(apart="a file, see tests/reports/test_meetings.py")],
    "decision_agree": [one("coordinator there_coordinator", "decided", only_post=True)],
    "decision_done": [one("coordinator there_coordinator", "decided", only_post=True)],
    "journey_list": [Row(f"{COORDINATORS} {LEADS}")],
    "journey_detail": [
        of_case("coordinator supervisor signer there_coordinator receiving_lead"),
        of_case("coordinator supervisor signer there_coordinator", case="pending"),
        of_case("coordinator supervisor signer", case="fresh"),
        of_case("coordinator", case="kept"),
    ],
    "caseload": [Row(LEADS)],
    "case_assign": [one("supervisor signer", "adult")],
    "audit_list": [Row("protection")],
    "notice_list": [Row(EVERYBODY)],
    "letter_list": [Row("admin far_admin")],
    "notice_all_read": [Row(EVERYBODY, only_post=True)],
    "notice_read": [one("worker", "notice", only_post=True)],
    "unusual_list": [Row(f"{MANAGERS} {LEADS} protection")],
    "unusual_seen": [one("worker protection", "unusual", only_post=True)],
    "case_erasure": [of_case(KEEPERS)],
    "erasure_new": [of_case(KEEPERS)],
    "hold_new": [of_case(KEEPERS)],
    "hold_end": [in_case("worker granted", "erasure_hold", only_post=True)],
    "erasure_list": [Row(f"{LEADS} protection")],
    "hold_answer": [one("signer supervisor protection", "erasure_hold", only_post=True)],
    "emergency_list": [Row(f"{MANAGERS} nurse {LEADS} protection")],
    "emergency_new": [Row(f"{MANAGERS} nurse")],
    "emergency_detail": [
        one("colleague worker granted nurse signer supervisor protection", "emergency"),
        one("colleague worker granted signer supervisor protection", "emergency_ended"),
    ],
    "emergency_answer": [
        one("worker granted nurse signer supervisor", "emergency", only_post=True)
    ],
    "emergency_open": [one("colleague", "emergency", only_post=True)],
    "emergency_end": [
        one("colleague worker signer supervisor protection", "emergency_ended", only_post=True)
    ],
    "emergency_review": [one("worker signer supervisor protection", "emergency_ended")],
}
