"""Tracks of many units in one answer are those that each of them has alone."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from backend.fixes import writing
from backend.fixes.scale import MOCK, joined
from backend.rules import tracks
from backend.session import SYSTEM
from tests.backend.tracked import add_units, trips
from tests.backends import Backend, Client
from wire.bulk import MEDIA_TYPE, from_bytes
from wire.codes import Role, UnitKind
from wire.tracks import DEGREE, TOGETHER, TRACK

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


def test_that_all_of_a_kind_are_meant_and_what_is_mocked_is_left_out(hall: Client) -> None:
    found = tables(hall, "/v1/tracks", kind="TRUCK")  # u1, u4
    assert set(found.column("unit").to_pylist()) == {"u1", "u4"}
    mine = found.filter(pa.compute.equal(found.column("unit"), "u1"))
    assert 0 < mine.num_rows < tables(hall, "/v1/tracks/u1").num_rows
    assert tables(hall, "/v1/tracks").num_rows == 0
    assert set(tables(hall, "/v1/tracks", kind=list(UnitKind)).column("unit").to_pylist()) == {f"u{number}" for number in range(6)}


def test_that_it_makes_no_difference_how_many_are_read_together(hall: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables(hall, "/v1/tracks", kind=list(UnitKind))
    monkeypatch.setattr(tracks, "AT_ONCE", 4)
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
