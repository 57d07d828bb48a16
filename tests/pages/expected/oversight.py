"""Who looks over it: agreements, figures, logs, what is erased, emergencies."""

from tests.pages.expected.rows import (
    COORDINATORS,
    EVERYBODY,
    HOUSE_LEADS,
    KEEPERS,
    LEADS,
    MANAGERS,
    Row,
    in_case,
    of_case,
    one,
    without,
)

PAGES = {
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
