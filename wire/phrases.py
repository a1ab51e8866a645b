"""Common phrases (常用语): standard texts with variables, of the hall and of one's own, that are put into fields of forms."""

import re
from typing import Annotated

from msgspec import Meta

from wire.codes import Verb
from wire.message import Order, Versioned
from wire.places import NewId

VARIABLE = re.compile(r"\{(\w*)\}")
# What can stand in braces: what the form or the case knows.
VARIABLES = ("address", "class", "condition", "limit", "deadline", "number", "department", "reporter", "operator", "date", "time")
FIELDS = ("matter", "course", "note", "reply", "text", "problem", "result")  # that phrases are made for

Short = Annotated[str, Meta(min_length=1, max_length=12, pattern=r"^[\w]+$")]


class Phrase(Versioned, frozen=True, kw_only=True):
    """`owner` is the user whose own it is, none for the hall's. `verb` none: for whatever the field is filled in for."""

    owner: str | None
    field: str
    verb: Verb | None
    short: str  # what is typed to get it
    text: str


class PhraseOrder(Order, frozen=True, kw_only=True):
    """Makes or replaces a phrase: of the hall, for which one is an administrator, or of one's own."""

    id: NewId
    of_hall: bool = False
    field: str
    verb: Verb | None = None
    short: Short
    text: Annotated[str, Meta(min_length=1, max_length=500)]


def variables(text: str) -> list[str]:
    """The names in braces, in their order."""
    return VARIABLE.findall(text)


def filled(text: str, known: dict[str, str]) -> str:
    """The text with what is known in place of its variables; the others stay as they are, to be seen."""
    return VARIABLE.sub(lambda found: known.get(found[1]) or found[0], text)
