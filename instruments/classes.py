"""The class of data of each question of a draft: chosen by people, question by question, before anybody may answer."""

from collections.abc import Iterator

from instruments.definition import Kind


def raw_questions(content: dict) -> Iterator[dict]:
    return (question for section in content["sections"] for question in section["questions"])


def to_class(content: dict) -> list[dict]:
    return [each for each in raw_questions(content) if each["kind"] != Kind.STATEMENT]


def unclassed(content: dict) -> list[str]:
    return [each["code"] for each in to_class(content) if not each.get("data_class")]


def with_classes(content: dict, chosen: dict[str, str], top: dict) -> dict:
    """The content with these classes; `top`: what is said of the whole tool."""

    def classed(question):
        found = chosen.get(question["code"])
        return {**question, "data_class": found} if found else question

    sections = [
        {**section, "questions": [classed(each) for each in section["questions"]]}
        for section in content["sections"]
    ]
    return {**content, **top, "sections": sections}
