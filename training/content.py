"""
Courses, lessons and case studies: files in `training/content/`, each in English and French, each with its sources.

A course is a list of lessons; a lesson may stand in several. When a text changes in what it says, raise `version`:
translations made from the former one are then shown as out of date. In a question the first option is the right one;
the page puts them in another order.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from training import prose

FOLDER = Path(__file__).parent / "content"
SHIPPED = ("en", "fr")
WORDS_A_MINUTE = 180
QUESTION_MINUTES = 1
LONGEST_LESSON = 7  # minutes

LESSON = {"code", "module", "version", "sources", "questions", *SHIPPED}
LESSON_MAY = {"not_verified"}
COURSE = {"code", "number", "edition", "dated", "level", "hours", "pass_percent", "valid_days", "lessons", "cases", "test"}  # fmt: skip
COURSE_MAY = {"clears", "questions"}
CASE = {"code", "version", "minutes", "sources", *SHIPPED}
LESSON_TEXT = {"title", "aim", "text", "todo"}
COURSE_TEXT = {"title", "lead", "audience", "goals"}
CASE_TEXT = {"title", "aim", "text", "questions", "trainer"}
CASE_TEXT_MAY = {"perspectives"}
QUESTION_TEXT = {"ask", "options", "why"}


class ContentError(Exception):
    """A file that cannot be used. Names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    code: str
    title: str
    publisher: str
    year: str
    document: str = ""
    articles: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.title}. {self.publisher}, {self.year}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one language. The first option is the right one."""

    ask: str
    options: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    lesson: str
    said: dict[str, Asked]


@dataclass(frozen=True, slots=True)
class LessonText:
    title: str
    aim: str
    text: str
    todo: str

    @property
    def parts(self) -> list[prose.Part]:
        return prose.parts(self.text)

    @property
    def words(self) -> int:
        return sum(prose.words(each) for each in (self.title, self.aim, self.text, self.todo))


@dataclass(frozen=True, slots=True)
class Lesson:
    code: str
    module: str
    version: int
    sources: tuple[Source, ...]
    said: dict[str, LessonText]
    questions: tuple[Question, ...]
    not_verified: tuple[str, ...] = ()

    def doubts(self) -> list[tuple[Source, list[str]]]:
        """Each source with the numbers of its articles that nobody compared with its text."""
        found = {}
        for code, number in map(str.split, self.not_verified):
            found.setdefault(code, []).append(number)
        return [(each, found[each.code]) for each in self.sources if each.code in found]

    def minutes(self, language: str = "en") -> int:
        """To read it and to answer its questions."""
        text = self.said.get(language) or self.said["en"]
        return max(1, round(text.words / WORDS_A_MINUTE) + QUESTION_MINUTES * len(self.questions))


@dataclass(frozen=True, slots=True)
class Perspective:
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseText:
    title: str
    aim: str
    text: str
    questions: tuple[str, ...]
    trainer: str
    perspectives: tuple[Perspective, ...]

    @property
    def parts(self) -> list[prose.Part]:
        return prose.parts(self.text)

    @property
    def trainer_parts(self) -> list[prose.Part]:
        return prose.parts(self.trainer)


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """For a group and a trainer: what happened, questions, and a note that participants do not get."""

    code: str
    version: int
    minutes: int
    sources: tuple[Source, ...]
    said: dict[str, CaseText]

    def text_for(self, language: str) -> CaseText:
        return self.said.get(language) or self.said["en"]


@dataclass(frozen=True, slots=True)
class CourseText:
    title: str
    lead: str
    audience: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """`clears`: who passes it may begin casework for `valid_days`. `hours`: with group work."""

    code: str
    number: int
    edition: str
    dated: date
    level: str
    hours: float
    pass_percent: int
    valid_days: int
    lessons: tuple[Lesson, ...]
    cases: tuple[CaseStudy, ...]
    test: tuple[Question, ...]
    said: dict[str, CourseText]
    clears: bool

    def text_for(self, language: str) -> CourseText:
        return self.said.get(language) or self.said["en"]

    def lesson(self, code: str) -> Lesson | None:
        return next((each for each in self.lessons if each.code == code), None)

    def case(self, code: str) -> CaseStudy | None:
        return next((each for each in self.cases if each.code == code), None)

    def after(self, lesson: Lesson) -> Lesson | None:
        place = self.lessons.index(lesson) + 1
        return self.lessons[place] if place < len(self.lessons) else None

    def before(self, lesson: Lesson) -> Lesson | None:
        place = self.lessons.index(lesson)
        return self.lessons[place - 1] if place else None

    def minutes(self, language: str = "en") -> int:
        return sum(each.minutes(language) for each in self.lessons)

    @property
    def modules(self) -> list[str]:
        return list(dict.fromkeys(each.module for each in self.lessons))

    @property
    def needed(self) -> int:
        """Right answers to pass: rounded up."""
        return -(-len(self.test) * self.pass_percent // 100)


@dataclass(frozen=True, slots=True)
class Module:
    code: str
    said: dict[str, str]

    def title_for(self, language: str) -> str:
        return self.said.get(language) or self.said["en"]


def expect(raw: dict, needed: set, may: set | frozenset = frozenset(), where: str = "the file"):
    if missing := needed - set(raw):
        raise ContentError(f"{where}: {sorted(missing)} is missing")
    if unknown := set(raw) - needed - may:
        raise ContentError(f"{where}: nobody reads {sorted(unknown)}")


def read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ContentError(f"{path.name}: {problem}") from problem


def read_sources(folder: Path) -> dict[str, Source]:
    raw = read_toml(folder / "sources.toml")
    return {
        code: Source(**{**each, "code": code, "articles": tuple(each.get("articles", ()))})
        for code, each in raw.items()
    }


def read_modules(folder: Path) -> dict[str, Module]:
    raw = read_toml(folder / "modules.toml")
    return {code: Module(code, said) for code, said in raw.items()}


def cited(raw: dict, sources: dict[str, Source]) -> tuple[Source, ...]:
    if not raw["sources"]:
        raise ContentError("no source is cited")
    if unknown := set(raw["sources"]) - set(sources):
        raise ContentError(f"nobody knows the source {sorted(unknown)}")
    return tuple(sources[code] for code in raw["sources"])


def asked(raw: dict, key: str) -> Asked:
    expect(raw, QUESTION_TEXT, where=key)
    options = tuple(raw["options"])
    if len(options) < 2 or len(set(options)) < len(options):
        raise ContentError(f"{key}: at least two options, each another")
    return Asked(raw["ask"], options, raw["why"])


def questions_of(raw: dict) -> tuple[Question, ...]:
    found = []
    for place, each in enumerate(raw.get("questions", ()), 1):
        key = f"{raw['code']}.{place}"
        expect(each, set(SHIPPED), {"lesson"}, key)
        said = {language: asked(each[language], key) for language in SHIPPED}
        if len({len(one.options) for one in said.values()}) > 1:
            raise ContentError(f"{key}: the languages have not the same options")
        found.append(Question(key, each.get("lesson", raw["code"]), said))
    return tuple(found)


def texts(raw: dict, needed: set, may: set | frozenset = frozenset()) -> dict[str, dict]:
    for language in SHIPPED:
        expect(raw[language], needed, may, language)
    return {language: raw[language] for language in SHIPPED}


def lesson_of(raw: dict, sources: dict[str, Source]) -> Lesson:
    expect(raw, LESSON, LESSON_MAY)
    doubts = tuple(raw.get("not_verified", ()))
    if strange := {each.split()[0] for each in doubts} - set(raw["sources"]):
        raise ContentError(f"{sorted(strange)} is not verified, and not cited")
    said = {code: LessonText(**text) for code, text in texts(raw, LESSON_TEXT).items()}
    lesson = Lesson(raw["code"], raw["module"], raw["version"], cited(raw, sources), said, questions_of(raw), doubts)  # fmt: skip
    for language in SHIPPED:
        if lesson.minutes(language) > LONGEST_LESSON:
            raise ContentError(f"{language}: {lesson.minutes(language)} minutes are too long")
    return lesson


def case_of(raw: dict, sources: dict[str, Source]) -> CaseStudy:
    expect(raw, CASE)
    said = {
        code: CaseText(
            title=text["title"],
            aim=text["aim"],
            text=text["text"],
            questions=tuple(text["questions"]),
            trainer=text["trainer"],
            perspectives=tuple(Perspective(**each) for each in text.get("perspectives", ())),
        )
        for code, text in texts(raw, CASE_TEXT, CASE_TEXT_MAY).items()
    }
    return CaseStudy(raw["code"], raw["version"], raw["minutes"], cited(raw, sources), said)


def course_of(raw: dict, lessons: dict[str, Lesson], cases: dict[str, CaseStudy]) -> Course:
    expect(raw, COURSE | set(SHIPPED), COURSE_MAY)
    if missing := (set(raw["lessons"]) - set(lessons)) | (set(raw["cases"]) - set(cases)):
        raise ContentError(f"there is no {sorted(missing)}")
    said = {
        code: CourseText(**{**text, "goals": tuple(text["goals"])})
        for code, text in texts(raw, COURSE_TEXT).items()
    }
    inside = tuple(lessons[code] for code in raw["lessons"])
    own = questions_of(raw)
    known = {each.key: each for lesson in inside for each in lesson.questions}
    if unknown := set(raw["test"]) - set(known):
        raise ContentError(f"the test asks {sorted(unknown)}, which no lesson of the course does")
    if strange := {each.lesson for each in own} - set(raw["lessons"]) - {raw["code"]}:
        raise ContentError(f"a question leads to {sorted(strange)}, which is not in the course")
    return Course(
        code=raw["code"],
        number=raw["number"],
        edition=raw["edition"],
        dated=raw["dated"],
        level=raw["level"],
        hours=raw["hours"],
        pass_percent=raw["pass_percent"],
        valid_days=raw["valid_days"],
        lessons=inside,
        cases=tuple(cases[code] for code in raw["cases"]),
        test=own + tuple(known[key] for key in raw["test"]),
        said=said,
        clears=raw.get("clears", False),
    )


def read_folder(folder: Path, make) -> dict:
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            each = make(read_toml(path))
        except (ContentError, KeyError, TypeError, ValueError) as problem:
            raise ContentError(f"{path.name}: {problem}") from problem
        if each.code != path.stem:
            raise ContentError(f"{path.name}: it calls itself {each.code}")
        found[each.code] = each
    return found


@dataclass(frozen=True, slots=True)
class Shelf:
    modules: dict[str, Module]
    lessons: dict[str, Lesson]
    cases: dict[str, CaseStudy]
    courses: dict[str, Course]


def read_all(folder: Path = FOLDER) -> Shelf:
    """Raises `ContentError`, which names the file."""
    sources, modules = read_sources(folder), read_modules(folder)
    lessons = read_folder(folder / "lessons", lambda raw: lesson_of(raw, sources))
    if strange := {each.module for each in lessons.values()} - set(modules):
        raise ContentError(f"there is no module {sorted(strange)}")
    cases = read_folder(folder / "cases", lambda raw: case_of(raw, sources))
    courses = read_folder(folder / "courses", lambda raw: course_of(raw, lessons, cases))
    return Shelf(modules, lessons, cases, courses)


@cache
def shelf() -> Shelf:
    return read_all()


def courses() -> list[Course]:
    return sorted(shelf().courses.values(), key=lambda each: each.number)


def course(code: str) -> Course | None:
    return shelf().courses.get(code)


def lesson(code: str) -> Lesson | None:
    return shelf().lessons.get(code)


def module(code: str) -> Module:
    return shelf().modules[code]


def clearing_course() -> Course:
    """The one that opens casework."""
    return next(each for each in courses() if each.clears)
