"""When somebody else was faster: what I wanted beside what has become of the thing, field by field; and the order that is made of my choice.

Pure: nothing here asks anybody, and nothing is lost here. A clash stays until its author has sent something in its place, or has done with it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from wire.case_order import CaseOrder
from wire.cases import AnyCaseOrder, Case, CaseCard
from wire.flow import FlowRecord
from wire.geofences import Geofence, GeofenceOrder
from wire.message import Versioned
from wire.problem import Problem

GONE = "unknown_geofence"
CASE_FIELDS = ("kind", "class_code", "condition_id", "department_id", "handler", "duplicate_of")  # of orders that the case has too
SHAPE = ("kind", "places", "radius_m")  # of a geofence: they make sense together only
SHAPE_FIELD = "shape"


_case, _fence = msgspec.json.Decoder(Case).decode, msgspec.json.Decoder(Geofence).decode


class Side(StrEnum):
    MINE = "MINE"
    THEIRS = "THEIRS"


class Difference(NamedTuple):
    """One field in which mine and theirs are not the same. `advised` is the side of the one who has changed it; none when both have."""

    name: str
    mine: object
    theirs: object
    advised: Side | None


class Clash(Versioned, frozen=True, kw_only=True):
    """`id` is the key of the order that was refused. `base` is the thing as its author saw it, `now` as it is, none when it is gone.

    `steps`: how many flow records the author had seen, 0 when that is not known. `aside`: decided for theirs, and my text kept.
    """

    subject: str
    order: AnyCaseOrder | GeofenceOrder
    base: Case | Geofence | None = None
    now: Case | Geofence | None = None
    steps: int = 0
    aside: bool = False

    @property
    def text(self) -> str:
        """What its author has written."""
        return self.order.note


def clash_of(
    key: str, subject: str, order: AnyCaseOrder | GeofenceOrder, base: Case | Geofence | None, problem: Problem, steps: int = 0
) -> Clash | None:
    """None when the refusal says nothing that could be laid beside the order."""
    if problem.code == GONE and isinstance(order, GeofenceOrder):
        return Clash(id=key, version=1, subject=subject, order=order, base=base, steps=steps)
    if problem.code != "changed_meanwhile":
        return None
    try:
        body = bytes(problem.current)
        now = _case(body) if isinstance(order, CaseOrder) else _fence(body)
    except msgspec.DecodeError:
        return None
    return Clash(id=key, version=1, subject=subject, order=order, base=base, now=now, steps=steps)


def differences(clash: Clash) -> list[Difference]:
    """Every field that is to be decided, in the order in which one is asked."""
    mine, theirs, base = (_values(clash.order, thing) for thing in (clash.order, clash.now, clash.base))
    if theirs is None or mine is None:
        return []
    return [
        Difference(name, value, theirs[name], _advised(name, value, theirs[name], base)) for name, value in mine.items() if value != theirs.get(name)
    ]


def choices(clash: Clash) -> dict[str, Side]:
    """What decides itself: the side of the one who has changed a field, where the other has not."""
    return {each.name: each.advised for each in differences(clash) if each.advised is not None}


def settle(clash: Clash, chosen: Mapping[str, Side]) -> AnyCaseOrder | GeofenceOrder:
    """My order with theirs where that was chosen; `KeyError` when a field is not decided. What I have written stays in it."""
    taken: dict[str, object] = {}
    for each in differences(clash):
        if chosen[each.name] is Side.THEIRS:
            taken |= dict(zip(SHAPE, each.theirs, strict=True)) if each.name == SHAPE_FIELD else {each.name: each.theirs}  # type: ignore[call-overload]
    return msgspec.structs.replace(clash.order, **taken)


def news(clash: Clash, card: CaseCard | None) -> list[FlowRecord]:
    """What the others have done since the author looked: who, when, and what they wrote, which nobody can change."""
    if card is None:
        return []
    return [record for record in card.flow if record.seq > clash.steps] if clash.steps else list(card.flow[-1:])


def _advised(name: str, mine: object, theirs: object, base: Mapping[str, object] | None) -> Side | None:
    if base is None:
        return None
    if theirs == base.get(name):
        return Side.MINE
    return Side.THEIRS if mine == base.get(name) else None


def _values(order: AnyCaseOrder | GeofenceOrder, thing: object) -> dict[str, object] | None:
    """The fields of an order as a thing, or the order itself, has them."""
    if thing is None:
        return None
    if isinstance(order, GeofenceOrder):
        kind, places, radius_m = (getattr(thing, name) for name in SHAPE)
        shape = (kind, [tuple(place) for place in places], radius_m)
        return {"name": getattr(thing, "name", ""), SHAPE_FIELD: shape, "note": getattr(thing, "note", "")}
    return {name: getattr(thing, name) for name in CASE_FIELDS if name in order.__struct_fields__}
