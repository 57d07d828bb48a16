"""How questions stand on a page and how answers are judged: options in an order that the address of the page does not tell."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from training.content import Asked, Question

SALT = "training.order"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on a page; `is_right` is None until it was answered."""

    number: int
    name: str
    ask: str
    why: str
    options: tuple[Option, ...]
    right: str
    chosen: str
    lesson: str

    @property
    def is_answered(self) -> bool:
        return self.chosen in {option.value for option in self.options}

    @property
    def is_right(self) -> bool | None:
        return self.chosen == self.right if self.is_answered else None

    @property
    def right_text(self) -> str:
        return next(option.text for option in self.options if option.value == self.right)


def order_of(key: str, number: int, round: int) -> list[int]:
    """Places of the options of a question in a round: each round another order, the same for everybody."""
    return sorted(
        range(number), key=lambda place: salted_hmac(SALT, f"{key} {round} {place}").hexdigest()
    )


def shown(
    questions: list[tuple[Question, Asked]], answers: dict | None = None, round: int = 0
) -> list[Shown]:
    """`answers`: as posted. What is no option of the question counts as not answered."""
    found = []
    for number, (question, asked) in enumerate(questions, 1):
        order = order_of(question.key, len(asked.options), round)
        name = f"q{number}"
        chosen = (answers or {}).get(name, "")
        options = tuple(
            Option(str(value), asked.options[place], str(value) == chosen)
            for value, place in enumerate(order, 1)
        )
        right = str(order.index(0) + 1)
        found.append(
            Shown(number, name, asked.ask, asked.why, options, right, chosen, question.lesson)
        )
    return found


def unanswered(questions: list[Shown]) -> list[Shown]:
    return [each for each in questions if not each.is_answered]
