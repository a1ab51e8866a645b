"""Fixes of many units in one request: each batch stands for itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.rules import units
from backend.session import SYSTEM
from tests.backends import Backend, Client
from wire.codes import Role, UnitKind
from wire.units import UnitOrder

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def gateway(backend: Backend) -> Client:
    with backend.database.write(SYSTEM) as work:
        for number in range(3):
            units.put(work, UnitOrder(id=f"t{number}", code=f"86-{number}", kind=UnitKind.TRUCK, name=f"Truck {number}"))
    return backend.client(Role.DEVICE)


def batch(code: str, *seconds: float, **change: Any) -> dict[str, Any]:
    return {
        "code": code,
        "fixes": [{"at": (AT + timedelta(seconds=each)).isoformat(), "lon": 114.3 + each / 1e4, "lat": 22.7} | change for each in seconds],
    }


def test_that_batches_of_many_units_are_kept_and_those_that_are_wrong_are_named(backend: Backend, gateway: Client) -> None:
    said = [batch("86-0", 0, 5), batch("none", 1), batch("86-1", 3, 1), batch("86-2", 9, at="1999-01-01T00:00:00Z"), batch("86-0", 5, 10)]
    receipt = gateway.post("/v1/positions/many", json={"batches": said}).json()
    assert (receipt["stored"], receipt["doubled"]) == (5, 1)
    assert [(each["number"], each["code"], each["problem"]) for each in receipt["refused"]] == [(1, "none", "unknown_unit"), (3, "86-2", "bad_fix")]
    assert "before 2000" in receipt["refused"][1]["detail"]
    assert gateway.post("/v1/positions/many", json={"batches": said}).json()["stored"] == 0  # sent again
    hall = backend.client(Role.DISPATCHER)
    live = hall.get("/v1/positions?after=0&wait=5").json()
    assert {id: round((lon - 114.3) * 1e4) for id, lon in zip(live["unit_ids"], live["lon"], strict=True)} == {"t0": 10, "t1": 3}


def test_that_only_gateways_and_administrators_may(backend: Backend, gateway: Client) -> None:
    asked = {"batches": [batch("86-0", 0)]}
    assert backend.client(Role.ADMIN).post("/v1/positions/many", json=asked).status_code == 200
    assert backend.client(Role.INSPECTOR).post("/v1/positions/many", json=asked).status_code == 403
    assert gateway.post("/v1/positions/many", json={"batches": []}).status_code == 400
    too_many = {"batches": [batch("86-0", 0)] * 2001}
    assert gateway.post("/v1/positions/many", json=too_many).status_code == 400
