"""Every component in each state, for looking at and for the accessibility check. Invented texts."""

from crispy_forms.layout import Layout
from django import forms
from django.shortcuts import render

from shell.access import public
from shell.forms import DeskForm, PartialDateField, Section
from shell.track import CURRENT, DONE, LOCKED, PREPARING, Lane, Node, Stage, Track

REFERENCE = "TRM-7K4Q-2"


class SampleForm(DeskForm):
    danger = forms.ChoiceField(
        label="Is anyone in danger right now?",
        choices=[("no", "No"), ("yes", "Yes"), ("unsure", "Not sure")],
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(
        label="Who brought the person to you?", choices=[("", "Choose"), ("police", "Police")]
    )
    met_on = PartialDateField(
        label="When was that?", help_text="If you are not sure, leave the day empty.", future=False
    )
    signs = forms.MultipleChoiceField(
        label="Tick what applies. One is enough.",
        choices=[("papers", "Documents kept by someone else"), ("debt", "Owes a recruiter money")],
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter = forms.BooleanField(
        label="Interpreter needed", help_text="Ask which interpreter is safe.", required=False
    )
    note = forms.CharField(label="Note", widget=forms.Textarea({"rows": 2}), required=False)

    def build_layout(self):
        return Layout(
            Section(1, "Safety first", "danger"),
            Section(2, "How you met", "source", "met_on"),
            Section(3, "What you noticed", "signs", "interpreter", "note", hint="Carries over."),
        )


@public
def styleguide(request):
    errors = SampleForm({"errors-note": "Kept as typed"}, prefix="errors", version=3)
    errors.is_valid()
    context = {
        "tracks": [one_lane(), two_lanes(), stays(), closed()],
        "fresh_form": SampleForm(prefix="fresh"),
        "broken_form": errors,
        **bars(),
        **lists(),
        **sheets(),
    }
    return render(request, "shell/styleguide.html", context)


def one_lane():
    return Track(
        [Lane("IT", "Holds the case now")],
        [
            Stage("Detection and identification", "2 October", False, {"a": Node(DONE, "Met")}),
            Stage("Referral", "", False, {"a": Node(DONE, "Shelter")}),
            Stage("Assistance", "Day 12", True, {"a": Node(CURRENT, "Shelter, health")}),
            Stage("Next: not decided"),
        ],
        summary="Held in Italy by Casa Verde. Next: not decided.",
    )


def two_lanes():
    return Track(
        [Lane("IT", "Holds the case now"), Lane("AL", "Preparing", "b")],
        [
            Stage("Detection and identification", "2 Oct", False, {"a": Node(DONE, "Met")}),
            Stage(
                "Referral",
                "9 to 12 Oct",
                False,
                {"a": Node(DONE, "Sent"), "b": Node(DONE, "Accepted")},
                hand_over="done",
            ),
            Stage(
                "Assistance",
                "Day 42",
                True,
                {"a": Node(CURRENT, "Shelter, health"), "b": Node(PREPARING, "Family visit done")},
            ),
            Stage(
                "Return",
                "planned 4 Dec",
                False,
                {"a": Node(LOCKED, "Departure: 3 gates open"), "b": Node(LOCKED, "Arrival")},
                hand_over="planned",
            ),
            Stage("Reintegration", "", False, {"b": Node(LOCKED, "Plan drafted")}),
        ],
        summary="Held in Italy by Casa Verde. Next hand-over: return to Albania.",
    )


def stays():
    return Track(
        [Lane("FR", "Holds the case now")],
        [
            Stage("Detection and identification", "", False, {"a": Node(DONE, "Met")}),
            Stage("Referral", "", False, {"a": Node(DONE, "Shelter")}),
            Stage("Assistance", "", False, {"a": Node(DONE, "Health, legal")}),
            Stage("Stay and inclusion", "", True, {"a": Node(CURRENT, "Work, housing")}),
        ],
        summary="The person stays in France.",
    )


def closed():
    track = stays()
    track.closed, track.summary = True, "Closed on 3 November."
    track.stages[-1].current = False
    track.stages[-1].nodes["a"] = Node(DONE, "Own flat")
    return track


def bars():
    return {
        "reference": REFERENCE,
        "badges": [
            {"tone": "due", "text": "High risk", "icon": "warn"},
            {"tone": "ok", "text": "Consent valid", "icon": "shield"},
        ],
        "facts": [
            {"icon": "user", "text": "Woman, 25 to 39"},
            {"icon": "pin", "text": "Albanian, met in Italy"},
            {"icon": "case", "text": "Held by E. Marino, Casa Verde"},
        ],
        "bar_actions": [
            {"url": "#name", "label": "Show name", "icon": "eye"},
            {"url": "#note", "label": "Add note", "icon": "pen", "key": "a"},
            {"url": "#refer", "label": "Refer", "icon": "send", "key": "r"},
        ],
        "subnav": [
            {"url": "#overview", "label": "Overview", "current": True},
            {"url": "#assessments", "label": "Assessments", "count": 3},
            {"url": "#consent", "label": "Consent and access"},
        ],
    }


def lists():
    row = {
        "url": "#row",
        "label": "Finish the risk assessment",
        "reference": REFERENCE,
        "route": ["IT", "AL"],
        "stage": 3,
        "stage_name": "Assistance",
        "detail": "6 of 9 questions answered",
    }
    late = {**row, "tone": "late", "badge": "2 days late", "badge_icon": "clock"}
    due = {**row, "tone": "due", "badge": "Due today", "badge_icon": "clock"}
    gate = {"url": "#gate", "detail": "Casa Verde, 12 November"}
    return {
        "groups": [
            {"title": "Overdue", "tone": "late", "rows": [late]},
            {"title": "Today", "tone": "due", "rows": [due]},
            {"title": "This week", "tone": "", "rows": [row]},
        ],
        "waiting": [
            {
                "url": "#w",
                "reference": REFERENCE,
                "what": "Travel document",
                "who": "Consulate",
                "days": 11,
                "nudge": "Nudge",
            },
        ],
        "gates": [
            {
                **gate,
                "label": "Risk assessment",
                "state": "in_progress",
                "tone": "due",
                "badge": "Due today",
            },
            {**gate, "label": "Decision to return", "state": "her_time", "badge": "Her time"},
            {**gate, "label": "Travel document", "state": "waiting", "badge": "Waiting"},
            {
                **gate,
                "label": "Fit to travel",
                "state": "cannot_start",
                "badge": "Cannot start yet",
            },
            {**gate, "label": "Legal advice", "state": "not_started", "badge": "Not started"},
            {**gate, "label": "Receiving organisation", "state": "passed", "badge": "Passed"},
            {**gate, "label": "Guardian", "state": "not_needed", "badge": "Not needed"},
        ],
        "entries": [
            {
                "title": "Note added",
                "when": "Today 09:15",
                "who": "E. Marino",
                "solid": True,
                "text": "Wants her sister told.",
                "folded": "Note on family",
            },
            {
                "title": "Family visit recorded",
                "when": "20 Nov",
                "who": "Qendra Drita",
                "lane": "b",
                "text": "Can host for two months.",
            },
        ],
        "columns": [{"label": "Case"}, {"label": "Stage"}, {"label": "Days", "number": True}],
        "table_rows": [{"url": "#r", "cells": [REFERENCE, "Assistance", 4]}],
        "active": [{"label": "Stage: Assistance", "url": "?"}],
        "pairs": [("Shelter", "Until 15 December"), ("Lawyer", "R. Conti")],
    }


def sheets():
    return {
        "panel": {
            "id": "sop",
            "points": ["Ask about fears first.", "A second person signs."],
            "say": "You decide if and when you go.",
            "section": "SOP 4.2 Before return",
            "url": "#sop",
            "minutes": 3,
            "version": "1.0",
        },
        "before": [
            {"label": "Reference", "text": REFERENCE, "state": "shown"},
            {"label": "Everything else", "state": "later"},
        ],
        "after": [
            {"label": "Needs", "text": "Housing, legal help", "state": "shown"},
            {"label": "Family", "state": "off"},
            {"label": "Health", "state": "not_agreed"},
            {"label": "Account of events", "state": "never"},
        ],
        "organisations": [
            {
                "value": "1",
                "name": "Qendra Drita",
                "city": "Tirana",
                "checked": True,
                "badge": "Fits 3 of 3",
                "badge_tone": "ok",
                "facts": ["Place free today"],
                "checked_on": "Checked 3 Nov 2026",
            },
            {"value": "2", "name": "Second house", "facts": ["Waiting list"]},
        ],
        "conflicts": [
            {
                "name": "until",
                "label": "Shelter until",
                "theirs": "15 December",
                "yours": "20 December",
            }
        ],
        "steps": [{"title": "Ring the hotline", "text": "Day and night."}, {"title": "Meet"}],
        "strip": [
            {"label": "Hotline", "text": "000 000", "small": "Day and night"},
            {"label": "Recovery period", "text": "30 days"},
            {"label": "Who identifies", "text": "Police"},
            {"label": "Organisations", "text": "4"},
        ],
        "progress": [
            {"text": "Safety first", "state": "ok"},
            {"text": "Agreement", "state": "now"},
        ],
    }
