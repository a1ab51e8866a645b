"""What stands on the line of time of a camera."""

from datetime import timedelta

import msgspec
import pytest

from console.rooms.playback_events import events_of
from tests.console import test_alarms
from tests.console.filled_hall import NOW
from wire.cameras import Camera
from wire.codes import AlarmKind, Source

pytestmark = pytest.mark.gui
EAST = 1 / 91_100  # degrees in a metre


def test_that_cases_and_alarms_before_a_camera_stand_on_its_line_and_others_do_not() -> None:
    hall = test_alarms.town()
    camera = Camera(id="k1", version=1, code="k1", name="k1", lon=111.0, lat=35.0)
    hall.cameras.put([camera])
    seen, told, other, *_ = hall.cases
    hall.cases.put([
        msgspec.structs.replace(seen, camera_id="k1", source=Source.AI, description="店外经营", reported_at=NOW - timedelta(minutes=3)),
        msgspec.structs.replace(told, camera_id="k1", source=Source.WECHAT, description="井盖", reported_at=NOW - timedelta(minutes=2)),
        msgspec.structs.replace(other, camera_id="k2"),
    ])  # fmt: skip
    at = {"lat": 35.0, "kind": AlarmKind.DEVIATION, "unit": "unit-2"}
    places = {"before it": 111.0 + 20 * EAST, "in the next street": 111.0 + 900 * EAST, "in another town": 112.0}
    hall.alarms.put([test_alarms.alarm(id, lon=lon, **at) for id, lon in places.items()])  # type: ignore[arg-type]
    unit = hall.units.get("unit-2")
    assert unit is not None
    events = {event.text: (event.alarm, event.shape) for event in events_of(hall, "k1")}
    assert events == {
        "09:57:00 店外经营": (True, "triangle"),
        "09:58:00 井盖": (False, "triangle"),
        f"09:50:00 {unit.plate or unit.name} 偏离路线": (True, "diamond"),
    }
    assert events_of(hall, "k3") == events_of(hall, "") == []
