"""The closed loop as a table: `transitions.toml`, in the mode of the city."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import field

from backend.standards.data import Data, demand
from wire.codes import Role, Source, Status, Verb


class Transition(Data, frozen=True, kw_only=True, rename={"sources": "from"}):
    """One row of the machine; the words of its columns are explained in the file."""

    id: str
    verb: Verb
    sources: list[Status]
    roles: list[Role]
    to: Status | None = None
    main: bool = False
    back: bool = False
    granted: bool = False
    resumes: bool = False
    asks: list[str] = []
    completes: list[str] = []
    guards: list[str] = []
    checks: list[str] = []
    effects: list[str] = []
    undoable: bool = False
    undoes: bool = False

    @property
    def entries(self) -> Sequence[Status | None]:
        """Where it begins; none is the beginning of a case."""
        return self.sources or (None,)


class Axis(Data, frozen=True, kw_only=True):
    """One of two centres: who belongs to it, and what only they may do."""

    roles: frozenset[Role]
    verbs: frozenset[Verb]


class Machine(Data, frozen=True, kw_only=True):
    mode: Literal["ONE_ONE", "TWO_AXIS", "TWO_LEVEL"]
    axis: dict[Literal["SUPERVISION", "COMMAND"], Axis] = {}
    rework_clock: Literal["BUNDLED", "RESTART"]
    reopen_days: int
    undo_minutes: Annotated[int, msgspec.Meta(ge=0)]
    photo_sources: frozenset[Source]
    recurring: frozenset[str]
    personal_roles: frozenset[Role]
    limits_min: dict[Status, int]
    transitions: list[Transition] = field(name="transition")

    def straddles(self, roles: Iterable[Role]) -> bool:
        """Whether somebody with these roles stands on both axes."""
        return len(self.axis) > 1 and all(not axis.roles.isdisjoint(roles) for axis in self.axis.values())


def checked_machine(machine: Machine) -> Machine:
    taken: dict[tuple[Verb, Status | None], str] = {}
    for row in machine.transitions:
        demand(bool(row.roles), f"transition {row.id} is nobody's")
        demand(bool(row.sources) or row.to is not None, f"transition {row.id} leads nowhere")
        for name, axis in machine.axis.items():
            demand(row.verb not in axis.verbs or axis.roles.issuperset(row.roles), f"transition {row.id}: {row.verb} is for the axis {name} alone")
        for status in row.entries:
            other = taken.setdefault((row.verb, status), row.id)
            demand(other == row.id, f"transitions {other} and {row.id} both take {row.verb} from {status or 'nothing'}")
    return machine
