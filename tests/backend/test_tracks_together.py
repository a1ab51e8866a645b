"""Tracks of many units in one answer are those that each of them has alone."""

from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pyarrow as pa
import pytest

from backend.fixes import writing
from backend.fixes.scale import MOCK, joined
from backend.rules import tracks_together
from backend.session import SYSTEM
from tests.backend.tracked import add_units, trips
from tests.backends import Backend, Client
from wire.bulk import MEDIA_TYPE, from_bytes
from wire.codes import Role, TrackFault, TrackSpanKind, UnitKind
from wire.tracks import DEGREE, DROPPED, TOGETHER, TRACK, UNSEEN, TrackAnalysis

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
PERIOD = {"start": START.isoformat(), "end": (START + timedelta(hours=3)).isoformat()}


@pytest.fixture
def hall(backend: Backend) -> Client:
    numbers = add_units(backend.database, 7)
    fixes = trips(numbers[:6], int(START.timestamp() * 1000) - 3_600_000, 240, seed=4)  # the seventh has none
    told = fixes._replace(heading=fixes.heading + np.where((fixes.unit == numbers[1]) & (np.arange(len(fixes.at)) % 9 == 0), MOCK, 0))
    with backend.database.write(SYSTEM) as work:
        writing.keep(work, joined([told]))
    return backend.client(Role.DISPATCHER)


def tables(hall: Client, path: str, **asked: object) -> pa.Table:
    answer = hall.get(path, params=PERIOD | asked, headers={"Accept": MEDIA_TYPE})
    assert answer.status_code == 200
    return from_bytes(answer.content)


def rows(table: pa.Table) -> list[tuple[object, ...]]:
    """Times, and places in ten-millionths of a degree."""
    places = [table.column(name).to_numpy() for name in ("lon", "lat")]
    whole = [(np.rint(column * DEGREE) if table.schema == TRACK else column).tolist() for column in places]
    return list(zip(table.column("at").to_pylist(), *whole, strict=True))


def test_that_each_unit_has_the_track_that_it_has_alone(hall: Client) -> None:
    found = tables(hall, "/v1/tracks", unit=["u5", "u0", "u3", "u6"])
    assert found.schema == TOGETHER
    names = found.column("unit").to_pylist()
    assert names == sorted(names)
    assert set(names) == {"u0", "u3", "u5"}
    for id in ("u0", "u3", "u5"):
        alone = tables(hall, f"/v1/tracks/{id}")
        assert alone.schema == TRACK
        assert rows(found.filter(pa.compute.equal(found.column("unit"), id))) == rows(alone)


def test_that_each_fix_is_judged_as_the_analysis_of_its_unit_alone_does(hall: Client) -> None:
    found = tables(hall, "/v1/tracks", kind=list(UnitKind))
    seen: set[int] = set()
    for number in range(6):
        told = msgspec.json.decode(hall.get(f"/v1/tracks/u{number}/analysis", params=PERIOD).content, type=TrackAnalysis)
        mine = found.filter(pa.compute.equal(found.column("unit"), f"u{number}"))
        at = mine.column("at").cast(pa.int64()).to_pylist()
        gaps = [(span.start.timestamp() * 1000, span.end.timestamp() * 1000) for span in told.spans if span.kind is TrackSpanKind.GAP]
        first_after = {next((moment for moment in at if moment >= last), None) for _, last in gaps}
        dropped = {moment for moments in told.dropped.values() for moment in moments}
        unseen = [any(first < moment < last for first, last in gaps) or moment in first_after for moment in at]
        flags = [UNSEEN * hidden | DROPPED * (moment in dropped) for hidden, moment in zip(unseen, at, strict=True)]
        assert mine.column("flags").to_pylist() == flags
        assert (TrackFault.MOCK in told.dropped) == (number == 1)
        seen |= set(flags)
    assert seen == {0, UNSEEN, DROPPED, UNSEEN | DROPPED}


def test_that_all_of_a_kind_are_meant(hall: Client) -> None:
    found = tables(hall, "/v1/tracks", kind="TRUCK")
    assert set(found.column("unit").to_pylist()) == {"u1", "u4"}
    assert tables(hall, "/v1/tracks").num_rows == 0
    assert set(tables(hall, "/v1/tracks", kind=list(UnitKind)).column("unit").to_pylist()) == {f"u{number}" for number in range(6)}


def test_that_it_makes_no_difference_how_many_are_read_together(hall: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables(hall, "/v1/tracks", kind=list(UnitKind))
    monkeypatch.setattr(tracks_together, "AT_ONCE", 4)
    assert tables(hall, "/v1/tracks", kind=list(UnitKind)).equals(whole.combine_chunks())


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"unit": ["u0", "none"]}, 404, "none"),
        ({"end": (START + timedelta(hours=25)).isoformat()}, 400, "1 days"),
        ({"end": START.isoformat()}, 400, "before"),
        ({"kind": "BOAT"}, 400, "kind"),
    ],
)
def test_that_what_cannot_be_answered_is_refused(hall: Client, change: dict[str, object], status: int, told: str) -> None:
    refused = hall.get("/v1/tracks", params=PERIOD | change)
    assert (refused.status_code, told in refused.text) == (status, True)
