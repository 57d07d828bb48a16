from shell.track import CURRENT, DONE, LOCKED, Lane, Node, Stage, Track


def test_the_past_is_a_full_line_and_the_plan_a_dotted_one():
    track = Track(
        [Lane("IT")],
        [
            Stage("Detection", nodes={"a": Node(DONE)}),
            Stage("Assistance", current=True, nodes={"a": Node(CURRENT)}),
            Stage("Return", nodes={"a": Node(LOCKED)}),
        ],
    )

    assert [cell["lines"] for column in track.columns() for cell in column["cells"]] == [
        "out",
        "in out out-f",
        "in in-f",
    ]


def test_nothing_is_drawn_towards_what_is_not_decided():
    track = Track(
        [Lane("IT")],
        [Stage("Assistance", nodes={"a": Node(CURRENT)}), Stage("Next: not decided")],
    )

    assert [column["cells"][0]["lines"] for column in track.columns()] == ["", ""]


def test_a_hand_over_joins_two_lanes_that_both_have_something_to_do():
    lanes = [Lane("IT"), Lane("AL", lane="b")]
    both = Stage("Referral", nodes={"a": Node(DONE), "b": Node(DONE)}, hand_over="done")
    one = Stage("Referral", nodes={"a": Node(DONE)}, hand_over="done")

    assert [c["hand_over"] for c in Track(lanes, [both]).columns()[0]["cells"]] == ["done", ""]
    assert [c["hand_over"] for c in Track(lanes, [one]).columns()[0]["cells"]] == ["", ""]
