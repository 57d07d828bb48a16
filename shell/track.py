"""The journey track as plain data: countries across, stages along, a node where they meet."""

from dataclasses import dataclass, field

DONE, CURRENT, PREPARING, LOCKED, NONE = "done", "cur", "prep", "lock", "none"
MARKS = {DONE: "check", CURRENT: "circle", PREPARING: "home", LOCKED: "lock"}


@dataclass
class Lane:
    """`lane` is "a" where the person was met, "b" the country the journey leads to, "c" a third."""

    country: str
    note: str = ""
    lane: str = "a"
    name: str = ""


@dataclass
class Node:
    state: str = NONE
    label: str = ""


@dataclass
class Stage:
    """`nodes` by lane. `hand_over` draws the line to the next lane: "done", "planned" or empty."""

    name: str
    when: str = ""
    current: bool = False
    nodes: dict[str, Node] = field(default_factory=dict)
    hand_over: str = ""


@dataclass
class Track:
    """`summary` is the sentence beside the heading."""

    lanes: list[Lane]
    stages: list[Stage]
    summary: str = ""
    closed: bool = False

    def columns(self):
        """The stages with a drawn cell for every lane, past lines full and planned ones dotted."""
        return [
            {"stage": stage, "cells": [self._cell(i, lane) for lane in self.lanes]}
            for i, stage in enumerate(self.stages)
        ]

    def _cell(self, i, lane):
        stage = self.stages[i]
        node = stage.nodes.get(lane.lane, Node())
        return {
            "lane": lane,
            "node": node,
            "mark": MARKS.get(node.state, ""),
            "lines": " ".join(self._lines(i, lane.lane)),
            "hand_over": stage.hand_over if self._starts_hand_over(stage, lane) else "",
        }

    def _starts_hand_over(self, stage, lane):
        place = self.lanes.index(lane)
        below = self.lanes[place + 1 : place + 2]
        return bool(below) and all(self._drawn(stage, one.lane) for one in (lane, below[0]))

    def _lines(self, i, lane):
        if not self._drawn(self.stages[i], lane):
            return
        before = i > 0 and self._drawn(self.stages[i - 1], lane)
        after = i + 1 < len(self.stages) and self._drawn(self.stages[i + 1], lane)
        if before:
            yield "in" if self._reached(i, lane) else "in in-f"
        if after:
            yield "out" if self._reached(i + 1, lane) else "out out-f"

    def _reached(self, i, lane):
        return self.stages[i].nodes[lane].state in (DONE, CURRENT, PREPARING)

    @staticmethod
    def _drawn(stage, lane):
        return stage.nodes.get(lane, Node()).state != NONE
