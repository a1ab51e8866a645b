"""What trucks and permits have hauled in a time, with sums, and the same as a table; on both databases."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from backend.exporters import haul_trips_file
from backend.rules import units
from backend.session import SYSTEM
from backend.tables.hauls import HaulTripRow
from tests.backend.test_hauls import DOORS, PERMIT
from tests.backends import Backend, Client
from wire.codes import AlarmKind, HaulState, Role, UnitKind
from wire.units import UnitOrder

OCTOBER, NOVEMBER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
MONTH = {"datetime": "2026-10-01T00:00:00Z/2026-11-01T00:00:00Z"}


def trip(id: str, at: datetime, **changes: Any) -> HaulTripRow:
    known: dict[str, Any] = {"version": 1, "truck_id": "t1", "permit_id": "p1", "site_id": "s1", "ground_id": "g1", "state": HaulState.DONE}
    known |= {"started_at": at, "ended_at": at + timedelta(minutes=40), "length_m": 6200.0, "off_m": 0.0, "off_s": 0.0, "volume_m3": 18.0}
    return HaulTripRow(id=id, **known | {"faults": []} | changes)


@pytest.fixture
def leader(backend: Backend) -> Client:
    """Of two trucks and their permit, with trips before, in and after October."""
    with backend.database.write(SYSTEM) as work:
        for number in (1, 2):
            units.put(work, UnitOrder(id=f"t{number}", code=f"86123{number}", kind=UnitKind.TRUCK, name=f"渣土车{number}", plate=f"=浙F1234{number}"))
    leader = backend.client(Role.SHIFT_LEADER, name="li")
    for plural, order in (*DOORS[:-1], ("haul-trucks", {"id": "t2", "company_id": "c1", "volume_m3": 20.0})):
        assert leader.put(f"/v1/{plural}/{order['id']}", json=order).status_code == 200
    assert leader.put("/v1/haul-permits/p1", json=PERMIT | {"truck_ids": ["t1", "t2"]}).status_code == 200
    astray: dict[str, Any] = {"off_m": 420.0, "off_s": 300.0, "faults": [AlarmKind.DEVIATION, AlarmKind.UNCOVERED]}
    with backend.database.write(SYSTEM) as work:
        work.session.add_all(
            [
                trip("h0", OCTOBER - timedelta(seconds=1)),
                trip("h1", OCTOBER),
                trip("h2", OCTOBER + timedelta(days=9), **astray),
                trip("h3", OCTOBER + timedelta(days=9), truck_id="t2", volume_m3=20.0, length_m=5000.0),
                trip("h4", OCTOBER + timedelta(days=20), permit_id=None, ground_id=None, state=HaulState.DUMPED, volume_m3=0.0),
                trip("h5", NOVEMBER - timedelta(minutes=1), state=HaulState.RUNNING, ended_at=None, ground_id=None, volume_m3=0.0, length_m=100.0),
                trip("h6", NOVEMBER),
            ]
        )
    return leader


def test_that_trips_are_those_that_began_in_the_time_of_truck_or_permit_with_sums_of_all(leader: Client) -> None:
    def listed(**asked: Any) -> list[str]:
        return [each["id"] for each in leader.get("/v1/haul-trips", params=asked).json()]

    def sums(**asked: Any) -> Any:
        return leader.get("/v1/haul-trips/sums", params=asked).json()

    assert listed() == ["h6", "h5", "h4", "h2", "h3", "h1", "h0"]
    assert listed(**MONTH) == ["h5", "h4", "h2", "h3", "h1"]
    assert listed(truck_id="t1", **MONTH) == ["h5", "h4", "h2", "h1"]
    assert listed(permit_id="p1", **MONTH) == ["h5", "h2", "h3", "h1"]
    assert listed(truck_id="t2", permit_id="p1") == ["h3"]
    assert listed(datetime="../2026-10-01T00:00:00Z") == ["h0"]
    assert sums(permit_id="p1", limit=1, **MONTH) == {"trips": 4, "length_m": 17500.0, "volume_m3": 56.0}  # also of what no list shows
    assert sums(truck_id="nobody") == {"trips": 0, "length_m": 0.0, "volume_m3": 0.0}
    for path in ("", "/sums", "/file"):
        refused = leader.get(f"/v1/haul-trips{path}", params={"datetime": "2026-11-01T00:00:00Z/2026-10-01T00:00:00Z"})
        assert (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["path"]) == (400, "malformed", "datetime")


def test_that_the_list_is_a_table_in_words_and_is_in_the_trail(backend: Backend, leader: Client) -> None:
    file = leader.get("/v1/haul-trips/file", params={"permit_id": "p1", "format": "csv", "language": "en"} | MONTH)
    assert (file.headers["Content-Type"].split(";")[0], file.headers["Cache-Control"]) == ("text/csv", "no-store")
    heads, running, astray, *_ = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert heads[:7] == ["Started", "Ended", "Truck", "Permit", "Site", "Tipping ground", "State"]
    assert heads[7:] == ["Length (m)", "Farthest off the line (m)", "Off the line (s)", "Volume (m³)", "Faults", "Id"]
    assert running[:7] == ["2026-11-01T07:59:00+08:00", "", "'=浙F12341", "渣运0001", "东湖工地", "北山消纳场", "On its way"]
    assert astray[6:] == ["Tipped", "6200.0", "420.0", "300.0", "18.0", "Off the route, Uncovered load", "h2"]
    book = openpyxl.load_workbook(io.BytesIO(leader.get("/v1/haul-trips/file", params={"truck_id": "t1"} | MONTH).content))
    assert book.sheetnames == ["渣土运输趟次"]
    rows = list(book.active.values)
    assert (rows[0][0], [row[-1] for row in rows[1:]]) == ("起运时间", ["h5", "h4", "h2", "h1"])
    assert rows[2][2:8] == ("=浙F12341", None, "东湖工地", None, "异地倾倒", 6200)  # a text, and figures that can be added up
    assert rows[3][11] == "偏离路线、未密闭"
    trail = backend.client(Role.ADMIN).get("/v1/audit").json()["entries"]
    span = MONTH["datetime"]
    told = [(each["user"], each["detail"]) for each in trail if each["act"] == "HAUL_TRIP.EXPORT"]
    assert told == [("li", f"csv 4 p1 {span}"), ("li", f"xlsx 4 t1 {span}")]


def test_that_only_the_hall_takes_it_away_and_no_more_than_a_file_holds(backend: Backend, leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/v1/haul-trips/sums", "/v1/haul-trips/file"):
        assert backend.client(Role.DISPATCHER).get(path).status_code == 200
        assert backend.client(Role.INSPECTOR).get(path).json()["code"] == "not_your_role"
    assert leader.get("/v1/haul-trips/file", params={"format": "pdf"}).json()["code"] == "malformed"
    monkeypatch.setattr(haul_trips_file, "MOST_IN_FILE", 6)
    refused = leader.get("/v1/haul-trips/file")
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "6 trips" in refused.json()["detail"]
    assert leader.get("/v1/haul-trips/file", params=MONTH).status_code == 200
