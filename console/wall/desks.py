"""The first layout of each post, as data: `resources/desk/desks.toml`."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from console.hall.queues import FOLDER, Data, read
from console.wall.place import Place
from wire.codes import Role

Desk = Mapping[Place, list[str]]  # the panes of each place, the one in front first


class _File(Data, frozen=True, kw_only=True):
    desk: dict[Role, dict[Place, list[str]]]


@cache
def desks(folder: Path = FOLDER) -> Mapping[Role, Desk]:
    """In the order of the file; `BadDesk` when it cannot be used."""
    return read(folder / "desks.toml", _File).desk


def desk_of(roles: Iterable[Role]) -> Role | None:
    """The post whose desk somebody gets who has these; none gets everything, as it was added."""
    mine = set(roles)
    return next((post for post in desks() if post in mine), None)
