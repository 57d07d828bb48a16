"""What ships: every text in both languages, sourced, short; and what the reader says of a broken file."""

import re
import shutil

import pytest

from training import content, prose
from training.content import FOLDER, SHIPPED, ContentError

NARROW = "\u202f"
PRONOUN = re.compile(r"\b(he|she|his|him|hers?|himself|herself)\b", re.I)


def every_text(language):
    shelf = content.shelf()
    for lesson in shelf.lessons.values():
        said = lesson.said[language]
        yield lesson.code, "\n".join([said.title, said.aim, said.text, said.todo])
        for question in lesson.questions:
            yield question.key, "\n".join(words_of(question.said[language]))
    for case in shelf.cases.values():
        said = case.said[language]
        sides = [f"{each.who} {each.text}" for each in said.perspectives]
        yield case.code, "\n".join([said.title, said.aim, said.text, said.trainer, *said.questions, *sides])  # fmt: skip
    for course in shelf.courses.values():
        said = course.said[language]
        yield course.code, "\n".join([said.title, said.lead, said.audience, *said.goals])
        for question in course.test:
            yield question.key, "\n".join(words_of(question.said[language]))


def words_of(asked):
    return [asked.ask, *asked.options, asked.why]


def test_every_lesson_is_short_sourced_and_checked():
    for lesson in content.shelf().lessons.values():
        assert lesson.sources, lesson.code
        assert len(lesson.questions) >= 2, lesson.code
        for language in SHIPPED:
            assert 3 <= lesson.minutes(language) <= 6, (lesson.code, language)
            assert 200 <= lesson.said[language].words <= 560, (lesson.code, language)


def test_every_lesson_case_and_course_speaks_both_languages_and_cites():
    shelf = content.shelf()
    for each in [*shelf.lessons.values(), *shelf.cases.values()]:
        assert each.sources, each.code
    english, french = (dict(every_text(language)) for language in ("en", "fr"))
    assert english.keys() == french.keys()
    for code, text in english.items():
        assert len(text) > 20, code
        assert len(french[code]) > 20, code
        assert text != french[code], code
    for each in shelf.lessons.values():
        for language in SHIPPED:
            said = each.said[language]
            assert all([said.title, said.aim, said.text, said.todo]), (each.code, language)
    for each in shelf.cases.values():
        for language in SHIPPED:
            said = each.said[language]
            assert all([said.title, said.aim, said.text, said.trainer, said.questions])


ARTICLES = re.compile(r"[Aa]rticles? ((?:\d+)(?:(?:, | and | et | to | à )\d+)*)")


@pytest.mark.parametrize("language", SHIPPED)
def test_an_article_number_was_compared_or_the_lesson_says_that_it_was_not(language):
    for lesson in content.shelf().lessons.values():
        said = lesson.said[language]
        whys = [question.said[language].why for question in lesson.questions]
        numbers = {
            number
            for found in ARTICLES.findall(" ".join([said.aim, said.text, said.todo, *whys]))
            for number in re.findall(r"\d+", found)
        }
        compared = {number for source in lesson.sources for number in source.articles}
        doubtful = {each.split()[1] for each in lesson.not_verified}
        assert numbers <= compared | doubtful, (lesson.code, numbers - compared - doubtful)
        assert doubtful <= numbers, lesson.code


def test_every_lesson_case_and_module_is_used():
    shelf = content.shelf()
    inside = {lesson.code for course in shelf.courses.values() for lesson in course.lessons}
    cases = {case.code for course in shelf.courses.values() for case in course.cases}

    assert inside == set(shelf.lessons)
    assert cases == set(shelf.cases)


def test_both_languages_have_the_same_build():
    for lesson in content.shelf().lessons.values():
        kinds = [[part.kind for part in lesson.said[language].parts] for language in SHIPPED]
        points = [[len(part.points) for part in lesson.said[language].parts] for language in SHIPPED]  # fmt: skip
        assert kinds[0] == kinds[1], lesson.code
        assert points[0] == points[1], lesson.code


def test_the_right_answer_is_not_told_by_its_length():
    """Whoever always takes the longest option does not pass."""
    for course in content.courses():
        longest = [max(q.said["en"].options, key=len) == q.said["en"].options[0] for q in course.test]  # fmt: skip
        assert sum(longest) < course.needed * 0.75, course.code


def test_french_is_set_as_french():
    for code, text in every_text("fr"):
        assert "'" not in text, code
        assert not re.search(rf"(?<![{NARROW}\d])[;!?»]", text), code
        assert not re.search(rf"(?<![{NARROW}\d]):(?!//)", text), code
        assert not re.search(rf"«(?!{NARROW})", text), code
        assert "renvoi" not in text.lower(), code


def test_english_is_set_with_real_apostrophes():
    assert [code for code, text in every_text("en") if "'" in text] == []


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        ("lessons/dp_why.toml", ('"coe", ', '"nobody", '), "nobody knows the source"),
        ("lessons/dp_why.toml", ('module = "M11"', 'module = "M99"'), "no module"),
        ("lessons/dp_why.toml", ('code = "dp_why"', 'code = "other"'), "calls itself other"),
        ("lessons/dp_why.toml", ("version = 1\n", ""), "is missing"),
        ("lessons/dp_why.toml", ("version = 1\n", "version = 1\ncolour = 2\n"), "nobody reads"),
        ("courses/data-protection.toml", ('"dp_why", ', '"dp_what", '), "dp_what"),
        ("courses/data-protection.toml", ('"dp_why.2"', '"dp_why.9"'), "which no lesson"),
        ("courses/data-protection.toml", ('lesson = "dp_least"', 'lesson = "m1"'), "leads to"),
    ],
)
def test_a_broken_file_is_named(tmp_path, path, change, said):
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    broken = folder / path
    text = broken.read_text()
    assert change[0] in text
    broken.write_text(text.replace(*change, 1))

    with pytest.raises(ContentError, match=said):
        content.read_all(folder)


def test_plain_text_becomes_parts():
    found = prose.parts("One\nline.\n\n## Head\n- a\n- b\nAfter.\n\n> Say it.")

    assert [(part.kind, part.text, part.points) for part in found] == [
        ("paragraph", "One line.", ()),
        ("heading", "Head", ()),
        ("points", "", ("a", "b")),
        ("paragraph", "After.", ()),
        ("said", "Say it.", ()),
    ]
