"""The street graph of the city in memory: one per process, made anew only after the streets have changed."""

from collections import OrderedDict
from threading import Lock

import msgspec
import numpy as np
import sqlalchemy as sa

from backend.rules.catalogue import in_force
from backend.session import Database, Work
from backend.standards.recommending import StreetRules
from backend.tables.places import StreetHead, StreetRow
from geo.streets import Streets, streets_of

KEPT = 4  # graphs in memory: one per database, and tests open several

Key = tuple[str, str, bytes]  # database, mark of its streets, rules for them

_graphs: OrderedDict[Key, Streets | None] = OrderedDict()
_making = Lock()


def graph(work: Work) -> Streets | None:
    """The streets as this transaction sees them, the largest piece that hangs together; none where the city has none."""
    key = _key(work)
    with _making:
        if key not in _graphs:
            _graphs[key] = _make(work, in_force(work).recommending.streets)
            while len(_graphs) > KEPT:
                _graphs.popitem(last=False)
        return _graphs[key]


def graph_at_hand(work: Work) -> Streets | None:
    """The same where it has been made already: whoever writes must not keep all others waiting while it is made."""
    return _graphs.get(_key(work))


def names(work: Work) -> list[str]:
    """What the lines are called that the graph was made of, by `Streets.source`; empty where a line has no name."""
    rows = work.session.execute(sa.select(StreetRow.line, StreetRow.name).order_by(StreetRow.id))
    return [name for line, name in rows for part in line if len(part) > 1]


def warm(database: Database) -> None:
    """Make the graph before anybody asks for it."""
    with database.read() as work:
        made = graph(work)
    if made is not None:
        made.times([], made.spots([float(made.places[0, 0])], [float(made.places[0, 1])])[0])


def _key(work: Work) -> Key:
    database = work.session.get_bind().engine.url.render_as_string(hide_password=True)
    return database, work.session.scalar(sa.select(StreetHead.mark)) or "", msgspec.json.encode(in_force(work).recommending.streets)


def _make(work: Work, rules: StreetRules) -> Streets | None:
    lines, speeds, oneways = [], [], []
    columns = StreetRow.line, StreetRow.kind, StreetRow.speed_kmh, StreetRow.oneway
    for line, kind, kmh, oneway in work.session.execute(sa.select(*columns).order_by(StreetRow.id)):
        for part in line:
            lines.append(np.asarray(part, np.float64)[:, :2])
            speeds.append((kmh or rules.kmh_of.get(kind, rules.kmh)) / 3.6)
            oneways.append(oneway)
    lines = [line for line in lines if len(line) > 1]
    return streets_of(lines, speeds, oneways).largest() if lines else None
