"""Codes of the field as words, Chinese and English, and times as people of the hall write them (DOMAIN 2 and 3.6). No Qt here.

Labels of widgets are not here: they are English in the source and translated by `resources/i18n` (see console/language.py).
"""

from enum import StrEnum

from console.words.alarms import called, measured, of_alarm
from console.words.causes import CAUSE, MISSING
from console.words.codes import AGAIN, CODES, STATUS, TABLES, VERB
from console.words.labels import FIELD, PANE, RECEIPT, SENT_TOO, SUPERVISE_LEVEL, WHY
from console.words.likeness import likeness
from console.words.problems import CONCERNS, PROBLEM
from console.words.spoken import LANGUAGES, Words, choose, language, quoted, set_zone, speak, zone
from console.words.standards import LINE, fault, trade, trades, urgency
from console.words.times import age, at_seconds, expected, left, local, moment, span, waiting
from wire.codes import LimitType, Status, Verb
from wire.flow import QuestionAnswer
from wire.problem import Problem
from wire.standards import Condition, SmallClass

__all__ = [
    "CAUSE",
    "CODES",
    "CONCERNS",
    "FIELD",
    "LANGUAGES",
    "MISSING",
    "PANE",
    "PROBLEM",
    "RECEIPT",
    "SENT_TOO",
    "STATUS",
    "VERB",
    "WHY",
    "Words",
    "age",
    "answered",
    "at_seconds",
    "called",
    "cause",
    "choose",
    "class_name",
    "closing_text",
    "condition_text",
    "expected",
    "fault",
    "field",
    "language",
    "left",
    "likeness",
    "limit",
    "local",
    "measured",
    "missing",
    "moment",
    "number_dated",
    "number_short",
    "of",
    "of_alarm",
    "pane",
    "person",
    "problem",
    "quoted",
    "receipt",
    "set_zone",
    "span",
    "speak",
    "step",
    "supervise_level",
    "trade",
    "trades",
    "urgency",
    "verb",
    "waiting",
    "why",
    "why_not",
    "zone",
]


def of(code: StrEnum) -> str:
    """The word for a code of `wire.codes`."""
    return choose(*TABLES[type(code)][code])


def person(full_name: str) -> str:
    """A name as it is; what the backend does by itself has one in each language."""
    return choose("系统", "System") if full_name == "System" else full_name


def verb(code: str) -> str:
    """The word for what a receipt was asked for: a verb, or anything else that the outbox sends."""
    if code in SENT_TOO:
        return choose(*SENT_TOO[code])
    return choose(*VERB[Verb(code)]) if code in VERB else code.replace("_", " ").lower()


def step(verb: Verb, status: Status | None) -> str:
    """The word for a step that is taken from a status, or that leads from nowhere."""
    return choose(*(AGAIN.get((verb, status)) if status is not None else None) or VERB[verb])


def supervise_level(level: int) -> str:
    """How far a supervision has risen."""
    return choose(*SUPERVISE_LEVEL[min(max(level, 1), len(SUPERVISE_LEVEL))])


def receipt(state: str) -> str:
    return choose(*RECEIPT[state])


def why(code: str) -> str:
    return choose(*WHY.get(code, (code, code)))


def field(name: str) -> str:
    return choose(*(FIELD.get(name) or LINE.get(name, (name, name))))


def pane(name: str) -> str:
    return choose(*PANE.get(name, (name, name)))


def cause(code: str) -> str:
    return choose(*CAUSE.get(code, (code, code.replace("_", " "))))


def problem(refusal: Problem) -> str:
    """One sentence on a refusal: ours where the code is known, else what the backend says."""
    return choose(*PROBLEM[refusal.code]) if refusal.code in PROBLEM else refusal.detail


def missing(wanted: str, refusal: Problem) -> str:
    """What could not be had, and why, in one line."""
    return f"{choose(*MISSING[wanted])}{choose('：', ': ')}{why_not(refusal)}"


def why_not(refusal: Problem) -> str:
    """The reason alone, in a few words where we have them."""
    return cause(refusal.code) if refusal.code in CAUSE else problem(refusal)


def class_name(small: SmallClass | None, code: str = "") -> str:
    return choose(small.name, small.name_en) if small else code


def condition_text(condition: Condition) -> str:
    return choose(condition.text, condition.text_en)


def answered(each: QuestionAnswer) -> str:
    """A question and its answer."""
    return f"{choose(each.question, each.question_en or each.question)} {choose(each.answer, each.answer_en or each.answer)}"


def closing_text(condition: Condition) -> str:
    return choose(condition.closing, condition.closing_en)


def limit(amount: float, kind: LimitType) -> str:
    """ "4 working hours", "1 工作日"."""
    text = of(kind)
    if amount == 1 and language() == "en":
        text = text.removesuffix("s")
    return f"{amount:g} {text}"


def number_short(number: str) -> str:
    """The part of a case number that people say: month and day, and the sequence within the day ("1121-00123")."""
    return f"{number[10:14]}-{number[14:]}" if len(number) == 19 else number[-12:]


def number_dated(number: str) -> str:
    """The same with the year, where there are many ("20261121-00123")."""
    return f"{number[6:14]}-{number[14:]}" if len(number) == 19 else number[-12:]
