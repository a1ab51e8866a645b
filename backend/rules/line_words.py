"""Lines of the standards library in the words of people and back: `resources/standards/lines.toml`."""

import re
from collections.abc import Mapping
from functools import cache

import msgspec

from backend import standards
from backend.rules import limits, question_lines
from backend.standards.data import FOLDER, Words
from wire.codes import StandardKind
from wire.standards import ConditionLine, DayLine

LANGUAGES = ("zh_CN", "en")
LINE: dict[StandardKind, type[ConditionLine] | type[DayLine]] = {StandardKind.CATALOGUE: ConditionLine, StandardKind.CALENDAR: DayLine}
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no table has a sign for
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(.+)", re.S)
ZEROS = {"major_code": 2, "code": 4}  # digits, which a spreadsheet takes for numbers


@cache
def _said() -> dict[str, dict[str, Words]]:
    return msgspec.toml.decode((FOLDER / "lines.toml").read_bytes(), type=dict[str, dict[str, Words]])


def headings(kind: StandardKind, language: str) -> list[str]:
    """In the order of the fields of its lines."""
    return [_said()[kind][field][LANGUAGES.index(language)] for field in LINE[kind].__struct_fields__]


def title(kind: StandardKind, language: str) -> str:
    return _said()["sheet"][kind][LANGUAGES.index(language)]


def field_of(kind: StandardKind, heading: str) -> str | None:
    """The field under a heading in either language, or by its own name."""
    heading = heading.strip()
    return next((field for field, words in _said()[kind].items() if heading in (field, *words)), None)


def cells(line: ConditionLine | DayLine, language: str) -> list[str]:
    """Codes in words; what is no code stays as it was typed."""
    at = LANGUAGES.index(language)
    values = msgspec.structs.asdict(line)
    for field, words in _coded().items():
        if field in values and values[field] in words:
            values[field] = words[values[field]][at]
    if values.get("limit") and (limit := limits.read(values["limit"])):
        unit = _said()["limit"][limit.type][at]
        values["limit"] = f"{limit.amount:.12g}{'' if at == 0 else ' '}{unit}"
    return [str(value) for value in values.values()]


def tidy(field: str, cell: str) -> str:
    """What was typed, with codes for words: 事件 is EVENT, 4工作时 is "4 WORK_HOUR", 101 is the class 0101."""
    cell = UNWRITABLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if field in ZEROS and cell.isascii() and cell.isdigit():
        return cell.zfill(ZEROS[field])
    if field == "limit":
        return _limit(cell)
    if field in ("ask", "ask_en"):
        return question_lines.tidy(cell)
    words = _coded().get(field, {})
    return next((code for code, said in words.items() if cell in said), cell)


def _limit(cell: str) -> str:
    found = AMOUNT.fullmatch(cell)
    code = next((code for code, said in _said()["limit"].items() if found and found[2].strip().lower() == said[1]), "")
    limit = limits.read(f"{found[1]} {code}" if found and code else cell)
    return limits.code_of(limit) if limit else cell


def _coded() -> dict[str, Mapping[str, Words]]:
    return {"kind": _said()["kind"], "meaning": _said()["meaning"], "urgent": _said()["urgent"], "trade": standards.in_force().trades}
