"""What people do on the way, each step through the pages."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from instruments.shelf import load
from referral.demo.proving import calm_answers
from tests import world
from tests.referral import proving, returning

NAME = "Canary Canarina"
WORDS = "Canarywords told in confidence"
ALARMS = ["contact_by_exploiters", "threat", "suicidality", "exploited_again"]
AGREED = ["summary", "services", "risk", "travel", "identity", "whereabouts"]
REFUSED = ["account", "legal", "health"]
SCALES = ["safety", "income", "housing", "health", "wellbeing", "relations"]
CALM = dict.fromkeys(ALARMS, "no") | dict.fromkeys(SCALES, "3")


def a_contact_is_recorded(milan, age_band="30-38"):
    """Nine answers without a name."""
    milan.go("contact_new").send(
        danger="no",
        met_at="outreach",
        age_band=age_band,
        gender="Feminine",
        nationality="AL",
        noticed=["debt", "unpaid"],
        agreed="yes",
    )
    reference = milan.page.url.split("/cases/")[1].split("/")[0]
    milan.go("case_overview", reference).sees(reference, "Albania")
    assert NAME not in milan.page.title()
    return reference


def the_record_is_written(milan, reference):
    milan.go("case_part", reference, "identity").send(name_said=NAME, name_on_documents=NAME)
    milan.go("case_part", reference, "whereabouts").send(
        safe_how="Through the shelter", pretext="The dentist", never=WORDS
    )
    milan.go("case_note_new", reference).send(data_class="services", text=WORDS)
    milan.go("case_needs", reference).send(housing="now", legal="soon")
    milan.go("case_status", reference).send(status="plan_active", outlook="undecided")
    milan.go("case_overview", reference).sees("Through the shelter")


def consent_is_recorded(milan, reference, receiver, **who):
    """Each purpose and each class apart; health is refused."""
    milan.page.goto(
        f"{milan.server}{reverse('consent_new', args=[reference])}?receiver={receiver.pk}"
    )
    purposes = {f"for-B{number}": "yes" for number in (1, 8, 9)}
    purposes |= {f"for-B{number}": "no" for number in (4, 7, 10, 11)}
    if who.get("given_by") == "public_body":
        purposes.pop("for-B8")  # a return waits for the guardian
    shares = {f"share-{receiver.pk}-{name}": "yes" for name in AGREED}
    shares |= {f"share-{receiver.pk}-{name}": "no" for name in REFUSED}
    told = ["interview", "purpose", "uses", "research", "own_data", "storage", "withdraw"]
    milan.send(
        **(who or {"given_by": "person"}),
        language="sq",
        interpreter="present",
        explained=[f"told_{point}" for point in told],
        understood="yes",
        how="written",
        copy_given="no",
        **purposes,
        **shares,
    )
    milan.go("case_consent", reference).sees(receiver.name)


def refer(milan, reference, receiver, kind="transfer", services=("housing", "reception")):
    """What the preview shows is what is sent; what was refused cannot be switched on."""
    milan.page.goto(f"{milan.server}{reverse('refer', args=[reference])}?receiver={receiver.pk}")
    milan.sees("did not agree")
    assert milan.page.locator("main [name='classes'][value='health']").is_disabled()
    for choice in (
        {"kind": kind},
        {"services": list(services)},
        {"urgency": "days_5"},
        {"classes": ["services", "travel", "identity", "whereabouts"]},
    ):
        milan.choose(**choice)
    milan.send(f"Send to {receiver.name}")
    milan.go("case_referrals", reference).sees(receiver.name)


def the_other_side_accepts(tirana, reference):
    tirana.go("inbox").sees("Casa Verde")
    tirana.follow("main a[href*='/inbox/']").sees("Casa Verde")
    assert NAME not in tirana.page.content()
    tirana.follow("main a[href$='/accept/']").send(contact_name="A. Invented")
    tirana.go("case_part", reference, "identity")
    assert NAME in tirana.page.content()
    tirana.go("case_overview", reference)


def the_guardian_is_appointed(milan, supervisor, reference):
    """Entered with its document by one, compared and confirmed by another."""
    milan.go("guardian_new", reference).send(
        name="G. Invented",
        kind="court",
        number="INVENTED 12",
        issuer="Invented court",
        dated_on=timezone.localdate().isoformat(),
        seen_by="A. Invented",
        confirmer=str(supervisor.membership.user_id),
    )
    milan.go("case_guardian", reference).sees("Waits for the second person")
    supervisor.go("case_guardian", reference).send("I compared the document: confirm")
    milan.go("case_guardian", reference).sees("An appointed guardian decides")


BEHIND = {"issuer": "Invented youth office", "seen_by": "A. Invented and B. Invented"}
NOT_YET = "Waits for"


def the_childs_way_is_kept(milan, supervisor, reference):
    """Five steps in their order; the page says which one is missing, and a second person confirms the visit."""
    milan.go("case_child", reference).sees("This is next", NOT_YET)
    milan.follow("main a[href$='/child/new/assessment/']").send(
        result="go_on", heard="yes", text=WORDS, kind="interests_assessment", **BEHIND
    )
    milan.follow("main a.btn-primary[href$='/child/contact/']").send(
        who_learns=WORDS,
        links="no",
        paid="yes",
        knew="unknown",
        outcome="supervised",
        reasons=WORDS,
        kind="contact_check",
        **BEHIND,
    )
    milan.go("case_child", reference).sees("neither decides", "Not known", "Supervised contact")
    milan.page.goto(f"{milan.server}{reverse('consent_new', args=[reference])}?none=1")
    milan.send(
        given_by="guardian",
        assent="yes",
        language="sq",
        interpreter="present",
        understood="yes",
        how="spoken",
        copy_given="no",
        **{"for-B4": "yes"},
    )
    milan.go("child_step_new", reference, "family").send(
        result="conditions",
        heard="yes",
        text=WORDS,
        kind="letter",
        confirmer=str(supervisor.membership.user_id),
        **BEHIND,
    )
    milan.go("case_child", reference).sees("Waits for the second person")
    supervisor.go("case_child", reference).send("I compared it with the document: confirm")
    milan.go("case_child", reference).sees("Best-interests determination", "This is next")


SIGNED = {
    "G1": {"outcome": "passed", "kind": "options_counselling", "text": WORDS},
    "G2": {"outcome": "passed", "kind": "dates"},
    "G3": {"text": WORDS},
    "G6": {
        "has_document": "yes",
        "kind": "passport",
        "number": "INVENTED1",
        "valid_until": "2036-01-01",
    },
    "G7": {"outcome": "passed", "issuer": "An invented lawyer"},
    "G8": {"outcome": "passed"},
    "G9": {"outcome": "passed"},
}
OTHER = {
    "G10": {"outcome": "passed", "kind": "determination", "issuer": "Invented panel"},
    "G11": {"outcome": "passed"},
}


def the_wish_is_recorded(milan, reference):
    five = ["stay", "asylum", "reflection", "third", "return"]
    milan.go("return_request", reference).send(told=five, kind="return_request")


def what_the_gates_rest_on(milan, reference):
    """The counselling, the plan with its budget: the gate says what is missing, and leads there."""
    milan.go("gate_detail", reference, "G1").sees("options counselling is not decided")
    tool_is_decided(milan, reference, "options_counselling")
    milan.go("gate_detail", reference, "G1").sees("It is there")

    milan.go("gate_detail", reference, "G9").sees("not agreed with the person")
    milan.go("goal_new", reference).send(
        phase="reintegration", kind="housing", goal=WORDS, who="partner"
    )
    milan.go("plan_talk", reference).send(
        said="yes", language="sq", interpreter="yes", safety_plan="yes", copy="unsafe"
    )
    milan.go("gate_detail", reference, "G9").sees("budget of the plan is not signed")
    milan.go("budget_line_new", reference).send(
        family="accommodation",
        item=WORDS,
        unit_cost="300",
        mode="service",
        payer="ours",
        payee="landlord",
    )
    milan.go("budget_sign", reference).send(agreed=True)
    milan.go("gate_detail", reference, "G9").sees("It is there")


def tool_is_decided(desk, reference, code):
    desk.go("case_tool", reference, code).send(**calm_answers(load(code), child=False))
    desk.send(decision="agree")


def the_return_is_prepared(milan, tirana, desk, reference):
    the_wish_is_recorded(milan, reference)
    plan_travel(milan, reference)
    sign(milan, reference, *SIGNED, "G11")
    sign(tirana, reference, "G3", level="medium")
    # The risk result is newer than the wish: it is explained, then asked again.
    milan.go("case_gates", reference).sees("Still true?")
    milan.go("gate_detail", reference, "G1").send("Still true")
    the_return_is_approved(milan, desk, reference)


def sign(desk, reference, *gates, level="low"):
    for gate in gates:
        with world.acting(desk.membership):
            proving.prove(returning.own_case(desk.membership, reference), gate, level)
        desk.go("gate_sign", reference, gate)
        words = (SIGNED | OTHER).get(gate, {"outcome": "passed"})
        # Where nothing else can be said (a child's plan has no refusal), there is no question.
        desk.send(**{name: word for name, word in words.items() if desk.has(name)})


def the_return_is_approved(milan, desk, reference):
    supervisor = desk["milan_supervisor"]
    milan.go("return_ask", reference).send(user=str(supervisor.membership.user_id))
    supervisor.go("signature_list").sees(reference)
    supervisor.go("return_approve", reference).send(looked=True)
    assert supervisor.status("case_part", reference, "identity") == 404


def plan_travel(milan, reference, escort="alone"):
    leaves = timezone.localtime() + timedelta(minutes=5)
    milan.go("case_travel", reference).send(
        "Save the plan",
        document="valid",
        document_kind="passport",
        leaves_at=leaves.strftime("%Y-%m-%dT%H:%M"),
        arrives_at=(leaves + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        escort=escort,
        greeter="A. Invented",
        paper_is_safe="no",
    )


def the_person_travels(milan, tirana, reference):
    milan.go("case_travel", reference).send("Departed", still_wishes=True)
    milan.go("case_overview", reference).sees("Travelling")
    tirana.go("case_travel", reference).send("Arrived")
    for desk in (milan, tirana):
        desk.go("case_overview", reference).sees("Arrived")


def visits_follow(tirana, reference):
    """At 1, 3, 6 and 12 months; the person does not wish the last one, and that is an answer."""
    tirana.go("case_visits", reference).sees("1 month after", "12 months after")
    for contact in ("reached", "reached", "reached", "refused"):
        tirana.go("case_visits", reference).follow("main a[href*='/visits/']")
        tirana.send(contact=contact, **(CALM if contact == "reached" else {}))
    tirana.go("case_visits", reference).sees("Reached", "Does not wish a visit")


def both_sides_close(desk, reference):
    for side in ("tirana", "milan"):
        supervisor = desk[f"{side}_supervisor"]
        desk[side].go("case_close", reference).send(
            status="closed_completed",
            told=True,
            colleague=str(supervisor.membership.user_id),
        )
        supervisor.go("case_close_confirm", reference).send()
