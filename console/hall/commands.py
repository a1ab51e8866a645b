"""Steps as they are typed: `pq 3 bc` is the step whose word begins with these initials, for the third row, with what is meant by `bc`. No Qt."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from console.hall.queues import Words
from wire.codes import Verb

T = TypeVar("T")


class Command(NamedTuple):
    """`row` counts from 1; 0 is the row that is chosen. `rest` is what the step is given."""

    verbs: list[Verb]
    row: int
    rest: str


def parse(typed: str, known: Mapping[Verb, Words]) -> Command | None:
    """`typed` is a word or its initials, perhaps a row, perhaps more; none where no step is called so."""
    name, _, behind = typed.strip().partition(" ")
    verbs = meant(name, known.items())
    if not verbs:
        return None
    number, _, rest = behind.strip().partition(" ")
    return Command(verbs, int(number), rest.strip()) if number.isascii() and number.isdigit() else Command(verbs, 0, behind.strip())


def meant(typed: str, things: Iterable[tuple[T, Iterable[str]]]) -> list[T]:
    """What somebody means who types this, of things with their names: those of which it is all, else the beginning, else a part."""
    typed = typed.casefold()
    if not typed:
        return []
    spelt = [(thing, [form for name in names for form in (name.casefold(), initials(name))]) for thing, names in things]
    whole = [thing for thing, forms in spelt if typed in forms]
    begun = [thing for thing, forms in spelt if any(form.startswith(typed) for form in forms)]
    return whole or begun or [thing for thing, forms in spelt if any(typed in form for form in forms)]


@cache
def initials(text: str) -> str:
    """Of its Chinese characters; all else as it is."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes 0.4 s of every start

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).casefold()
