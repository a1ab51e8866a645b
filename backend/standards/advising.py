"""What a report is advised on, and common phrases: `advice.toml`, `phrases.toml`."""

from typing import Annotated

import msgspec
from msgspec import field

from backend.standards.data import Data, Positive, Share, demand
from wire.codes import Kind, Verb
from wire.phrases import FIELDS, VARIABLES, Phrase, variables
from wire.standards import Catalogue


class DuplicateRules(Data, frozen=True, kw_only=True):
    """When a report may repeat another one."""

    metres: Positive
    hours: Positive
    caller_hours: Positive
    most: Annotated[int, msgspec.Meta(ge=1, le=50)]


class SuggesterRules(Data, frozen=True, kw_only=True):
    """How words weigh when they are asked which class they mean; what each figure does stands in the file."""

    saturation: Positive
    length: Share
    name: Positive
    spoken: Positive
    condition: Positive
    learned: Annotated[float, msgspec.Meta(ge=0)]
    near: Positive
    cases: Annotated[int, msgspec.Meta(ge=0)]
    hours: Positive
    most: Annotated[int, msgspec.Meta(ge=1, le=50)]
    sure: Annotated[float, msgspec.Meta(ge=1)]
    pair: Share
    alike: list[list[str]]
    idle: frozenset[str]


class Said(Data, frozen=True, kw_only=True):
    """What people call a class: `of` is its kind and code."""

    of: Annotated[str, msgspec.Meta(pattern=r"^(COMPONENT|EVENT)-\d{4}$")]
    words: Annotated[list[str], msgspec.Meta(min_length=1)]

    @property
    def key(self) -> tuple[Kind, str]:
        kind, _, code = self.of.partition("-")
        return Kind(kind), code


class Advising(Data, frozen=True, kw_only=True):
    """What the report form asks."""

    duplicates: DuplicateRules
    suggester: SuggesterRules
    say: list[Said]


class ShippedPhrase(Data, frozen=True, kw_only=True):
    id: str
    field: str
    verb: Verb | None = None
    short: str
    text: str


class PhraseFile(Data, frozen=True, kw_only=True):
    phrases: list[ShippedPhrase] = field(name="phrase")


def checked_advising(rules: Advising, catalogue: Catalogue) -> Advising:
    known, seen = {(small.kind, small.code) for small in catalogue.classes}, set[str]()
    for said in rules.say:
        demand(said.key in known, f"advice.toml says words of {said.of}, which is no class")
        demand(said.of not in seen, f"advice.toml says words of {said.of} twice")
        seen.add(said.of)
    return rules


def checked_phrases(shipped: list[ShippedPhrase]) -> list[Phrase]:
    demand(len({each.id for each in shipped}) == len(shipped), "phrases.toml has two phrases of one id")
    for each in shipped:
        demand(each.field in FIELDS, f"phrase {each.id} is for the unknown field {each.field}")
        unknown = [name for name in variables(each.text) if name not in VARIABLES]
        demand(not unknown, f"phrase {each.id} has the unknown variable {{{''.join(unknown[:1])}}}")
    return [Phrase(version=1, owner=None, **msgspec.structs.asdict(each)) for each in shipped]
