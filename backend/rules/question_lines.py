"""The questions of a class in a cell of a table and back: a question in each line, its answers behind it, as "在车行道上吗？ [是/否]"."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from wire.standards import Question

MOST, LONGEST = 6, 120  # questions of a class, letters of one
MOST_CHOICES, LONGEST_CHOICE = 9, 40  # each has its digit
LINE = re.compile(r"(?P<text>[^\[\]]*?)\s*(?:\[(?P<choices>[^\[\]]*)\])?")
ALIKE = str.maketrans("［］【】／", "[][]/")


class _Asked(NamedTuple):
    text: str
    choices: list[str]


def cells(questions: Sequence[Question]) -> tuple[str, str]:
    """In Chinese and in English."""
    return (
        "\n".join(_written(each.text, [said for said, _ in each.choices]) for each in questions),
        "\n".join(_written(each.text_en, [said for _, said in each.choices]) for each in questions),
    )


def questions(ask: str, ask_en: str) -> list[Question]:
    """What faultless cells say; without English the Chinese stands for it."""
    asked = [_read(line) for line in ask.splitlines()]
    english = [_read(line) for line in ask_en.splitlines()] or asked
    return [
        Question(text=one.text, text_en=other.text, choices=list(zip(one.choices, other.choices, strict=True)))
        for one, other in zip(asked, english, strict=True)
    ]


def tidy(cell: str) -> str:
    """What was typed, in signs of half width and without lines that say nothing. What is no question stays as it was typed."""
    lines = (line.translate(ALIKE).strip() for line in cell.splitlines())
    return "\n".join(_written(*_read(line)) if LINE.fullmatch(line) else line for line in lines if line)


def faults(ask: str, ask_en: str) -> Iterator[tuple[str, str]]:
    """What is wrong: the field, and the code of it."""
    wrong = False
    for field, cell in (("ask", ask), ("ask_en", ask_en)):
        if code := next(_wrong(cell), None):
            wrong = True
            yield field, code
    if ask_en and not wrong:
        pairs = zip_longest(*([_read(line) for line in cell.splitlines()] for cell in (ask, ask_en)))
        if any(one is None or other is None or len(one.choices) != len(other.choices) for one, other in pairs):
            yield "ask_en", "other_questions"


def _wrong(cell: str) -> Iterator[str]:
    lines = cell.splitlines()
    if len(lines) > MOST:
        yield "too_many_questions"
    seen: set[str] = set()
    for line in lines:
        if not LINE.fullmatch(line):
            yield "no_question"
            return
        text, choices = _read(line)
        if not text or len(text) > LONGEST:
            yield "no_question"
        if text in seen:
            yield "doubled_question"
        if "[" in line and not _can_be_chosen(choices):
            yield "no_choices"
        seen.add(text)


def _can_be_chosen(choices: list[str]) -> bool:
    return 2 <= len(choices) <= MOST_CHOICES and len(set(choices)) == len(choices) and all(0 < len(each) <= LONGEST_CHOICE for each in choices)


def _read(line: str) -> _Asked:
    """`line` is one that `LINE` fits."""
    found = LINE.fullmatch(line)
    assert found is not None, "only a line that fits is read"
    choices = found["choices"]
    return _Asked(found["text"].strip(), [each.strip() for each in choices.split("/")] if choices is not None else [])


def _written(text: str, choices: Sequence[str]) -> str:
    return f"{text} [{'/'.join(choices)}]" if choices else text
