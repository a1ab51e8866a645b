"""Classes, filing conditions and limits: `catalogue.toml`, `components.toml`, `events.toml`, `responsibility.toml`."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import field

from backend.standards.data import BadStandard, Data, Words, demand
from wire.codes import Kind, LimitType
from wire.standards import Condition, Limit, Question


class _Major(Data, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str


class _Condition(Data, frozen=True, kw_only=True):
    limit: str
    closing: str
    text: str
    text_en: str
    remark: str = ""


class _Class(Data, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str
    trade: str
    conditions: list[_Condition]
    ask: list[str] = []
    urgent: bool = False
    added: bool = False


class _Question(Data, frozen=True, kw_only=True):
    text: str
    text_en: str
    choices: list[Words] = []


class ClassFile(Data, frozen=True, kw_only=True):
    classes: list[_Class] = field(name="class")


class CatalogueFile(Data, frozen=True, kw_only=True):
    version: str
    division: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
    components: list[_Major]
    events: list[_Major]
    closings: dict[str, Words]
    questions: dict[str, _Question] = {}


class TradeFile(Data, frozen=True, kw_only=True):
    trades: dict[str, Words]


def limit_of(text: str) -> Limit:
    """ "4 WORK_HOUR" as a limit; `ValueError` when it is none."""
    amount, _, unit = text.partition(" ")
    limit = Limit(amount=float(amount), type=LimitType(unit))
    if limit.amount <= 0:
        raise ValueError(f"a limit of {text} is no time at all")
    return limit


def conditions_of(kind: Kind, small: _Class, closings: dict[str, Words]) -> Iterator[Condition]:
    for number, row in enumerate(small.conditions, start=1):
        closing, closing_en = closings[row.closing]
        yield Condition(
            id=f"{kind}-{small.code}-{number}",
            kind=kind,
            class_code=small.code,
            text=row.text,
            text_en=row.text_en,
            limit=limit_of(row.limit),
            closing=closing,
            closing_en=closing_en,
            remark=row.remark,
        )


def questions_of(small: _Class, head: CatalogueFile) -> list[Question]:
    asked = [head.questions[name] for name in small.ask]
    return [Question(text=each.text, text_en=each.text_en, choices=[(said, said_en) for said, said_en in each.choices]) for each in asked]


def check_classes(kind: Kind, head: CatalogueFile, classes: list[_Class], trades: dict[str, Words]) -> None:
    majors = head.components if kind is Kind.COMPONENT else head.events
    seen: set[str] = set()
    for small in classes:
        where = f"{kind} class {small.code}"
        demand(small.code not in seen, f"{where} is there twice")
        demand(small.code[:2] in {major.code for major in majors}, f"{where} belongs to no major class")
        demand(small.trade in trades, f"{where} names the unknown trade {small.trade}")
        demand(bool(small.conditions), f"{where} has no filing condition")
        for name in small.ask:
            demand(name in head.questions, f"{where} asks the unknown question {name}")
        for row in small.conditions:
            demand(row.closing in head.closings, f"{where} names the unknown closing {row.closing}")
            try:
                limit_of(row.limit)
            except ValueError as error:
                raise BadStandard(f"{where}: {error}") from error
        seen.add(small.code)
