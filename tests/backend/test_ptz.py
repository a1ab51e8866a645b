"""Turning cameras: who may, who holds, what the simulator's real camera does, and what is said when it does not."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import requests
import sqlalchemy as sa

from backend import standards
from backend.refusals import RuleSaysNo
from backend.rules import audit, cameras, people, presence, ptz
from backend.session import SYSTEM, Database
from backend.standards.data import BadStandard
from backend.tables.cameras import CameraRow
from tests.backend.centre import DISPATCHER, LEADER, refused, user
from tests.backends import Backend, Client, until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.codes import Role
from wire.people import User, UserOrder
from wire.presence import Attendance
from wire.ptz import AnyPtzOrder, PtzControl, PtzMove, PtzReceipt, PtzRelease, PtzStop, PtzTake

WATCHER, CLERK = user("watcher", Role.VIDEO_PATROLLER), user("clerk", Role.ACCEPTOR)
ALL = {"number": 1, "name": "全景", "azimuth": None, "view_angle": None}
DEGREES = "?north=350&span=100&wide=60&tele=10"


def plant(database: Database, ptz_url: str = "sim://127.0.0.1:1/k1") -> None:
    with database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="k1", code="001", name="东门", lon=111, lat=35, azimuth=10, view_angle=60, ptz_url=ptz_url))
        cameras.put(work, CameraOrder(id="fixed", code="002", name="Fixed", lon=111, lat=35))
        for person in (WATCHER, CLERK, DISPATCHER, LEADER):
            people.put(work, UserOrder(name=person.name, full_name=person.full_name, roles=person.roles))


def hold(database: Database, by: User, order: AnyPtzOrder | None = None, ahead: float = 0) -> PtzReceipt:
    with database.write(by) as work:
        work.at += timedelta(seconds=ahead)
        return ptz.hold(work, "k1", order)[1]


def refusal(database: Database, by: User, order: AnyPtzOrder | None = None) -> str:
    with pytest.raises(RuleSaysNo) as caught:
        hold(database, by, order)
    return caught.value.code


def controls(database: Database, ahead: float = 0) -> list[PtzControl]:
    with database.read() as work:
        work.at += timedelta(seconds=ahead)
        return presence.attendance(work).controls


def test_that_who_turns_a_camera_holds_it_for_fifteen_seconds_after_each_order(database: Database) -> None:
    plant(database)
    first = hold(database, WATCHER, PtzMove(pan=1))
    assert first.control is not None
    assert first.until == first.control.at + timedelta(seconds=15)
    assert refusal(database, DISPATCHER, PtzStop()) == "ptz_held"
    assert hold(database, WATCHER, PtzStop(), ahead=10).control == first.control
    assert controls(database, ahead=24) == [first.control]
    assert controls(database, ahead=26) == []
    assert hold(database, DISPATCHER, PtzStop(), ahead=26).control == controls(database, ahead=27)[0]
    assert controls(database, ahead=27)[0].taken_from == ""


def test_that_only_a_higher_post_takes_over_and_all_see_from_whom(database: Database) -> None:
    plant(database)
    hold(database, WATCHER)
    assert refusal(database, DISPATCHER, PtzTake()) == "ptz_outranked"
    assert refusal(database, CLERK, PtzTake()) == "ptz_outranked"
    assert refusal(database, LEADER, PtzMove(tilt=1)) == "ptz_held"
    hold(database, LEADER, PtzTake())
    (control,) = controls(database)
    assert (control.user, control.taken_from, control.taken_from_name) == (LEADER.name, WATCHER.name, WATCHER.full_name)
    assert refusal(database, WATCHER, PtzRelease()) == "ptz_held"
    hold(database, LEADER, PtzRelease())
    assert controls(database) == []
    with database.read() as work:
        acts = [(entry.act, entry.user, entry.id) for entry in audit.page(work, 0, 1000).entries if entry.act.startswith("PTZ")]
    assert acts == [("PTZ.CONTROL", WATCHER.name, "k1"), ("PTZ.TAKE", LEADER.name, "k1"), ("PTZ.RELEASE", LEADER.name, "k1")]


def test_that_a_camera_that_cannot_be_turned_and_a_post_that_turns_none_are_refused(database: Database) -> None:
    plant(database)
    assert refusal(database, user("driver", Role.HANDLER)) == "ptz_not_your_post"
    with pytest.raises(RuleSaysNo, match="cannot be turned"), database.write(WATCHER) as work:
        ptz.hold(work, "fixed")
    with pytest.raises(RuleSaysNo, match="no password"), database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="k9", code="9", name="9", lon=0, lat=0, ptz_url="onvif://me:secret@10.0.0.1/p"))


def test_that_a_movement_ends_once(database: Database) -> None:
    plant(database)
    hold(database, WATCHER, PtzMove(pan=1, seconds=2))
    for ahead, due in ((1, []), (3, ["k1"]), (4, [])):
        with database.write(SYSTEM) as work:
            work.at += timedelta(seconds=ahead)
            assert ptz.take_overdue(work) == due


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('ranks = [["DUTY_LEADER"], ["DUTY_LEADER"]]', "stands twice"),
        ("ranks = []", "must name a post"),
        ('ranks = [["HANDLER"]]', "must be of the hall"),
        ("reservation_s = 0", "reservation_s"),
    ],
)
def test_that_rules_that_cannot_be_are_named(tmp_path: Path, line: str, says: str) -> None:
    text = (standards.FOLDER / "ptz.toml").read_text("utf-8").splitlines()
    name = line.partition(" ")[0]
    for file in standards.FOLDER.rglob("*.toml"):
        target = tmp_path / file.relative_to(standards.FOLDER)
        target.parent.mkdir(exist_ok=True, parents=True)
        target.write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "ptz.toml").write_text("\n".join(line if each.startswith(f"{name} =") else each for each in text), "utf-8")
    with pytest.raises(BadStandard, match=says):
        standards.read(tmp_path)


# --- the real camera


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips")), login="hall:open sesame") as process:
        yield process


@pytest.fixture
def mast(backend: Backend, server: CameraProcess, tmp_path: Path) -> str:
    """The address of the door of a camera that nobody has turned yet; the backend knows its login."""
    logins = backend.data / "camera-logins.toml"
    logins.parent.mkdir(exist_ok=True)
    logins.write_text(f'"127.0.0.1:{server.port}" = "hall:open sesame"\n')
    logins.chmod(0o600)
    camera = tmp_path.name
    plant(backend.database, f"sim://127.0.0.1:{server.port}/{camera}{DEGREES}")
    return server.http(f"ptz/{camera}")


def view(door: str) -> dict:
    return requests.get(door, timeout=5, auth=requests.auth.HTTPDigestAuth("hall", "open sesame")).json()


def holders(client: Client) -> list[str]:
    return [control.user for control in msgspec.json.decode(client.get("/v1/presence").content, type=Attendance).controls]


def turn(client: Client, key: str = "", **order: object) -> requests.Response:
    return client.post("/v1/cameras/k1/ptz", json=order, headers={"Idempotency-Key": key} if key else {})


def test_that_a_camera_moves_and_the_backend_stops_it(backend: Backend, mast: str) -> None:
    watcher, leader = backend.client(Role.VIDEO_PATROLLER), backend.client(Role.DUTY_LEADER)
    answer = turn(watcher, verb="MOVE", pan=0.5, seconds=0.3)
    assert answer.status_code == 200, answer.text
    assert watcher.user is not None
    assert answer.json()["control"]["user"] == watcher.user.name
    until(lambda: not view(mast)["moving"] and view(mast)["pan"] > 0)
    assert turn(leader, verb="STOP").json()["code"] == "ptz_held"
    assert until(lambda: holders(leader)) == [watcher.user.name]
    assert turn(leader, verb="TAKE").status_code == 200
    assert turn(watcher, verb="STOP").json()["code"] == "ptz_held"


def test_that_all_learn_where_it_looks_then(backend: Backend, mast: str) -> None:
    watcher = backend.client(Role.VIDEO_PATROLLER)
    assert turn(watcher, verb="ABSOLUTE", pan=0.2, tilt=0, zoom=1).status_code == 200
    camera = until(lambda: (found := watcher.get("/v1/cameras/k1").json())["view_angle"] == 10 and found)
    assert camera["azimuth"] == pytest.approx(10)  # 350 and a fifth of 100, past north
    assert turn(watcher, verb="AIM", x=1, y=0.5).status_code == 200
    assert until(lambda: watcher.get("/v1/cameras/k1").json()["azimuth"] > 11)


def test_that_a_key_turns_once(backend: Backend, mast: str) -> None:
    watcher = backend.client(Role.VIDEO_PATROLLER)
    first = turn(watcher, "key-number-1", verb="ABSOLUTE", pan=0.1, tilt=0, zoom=1)
    until(lambda: not view(mast)["moving"])
    assert turn(watcher, "key-number-2", verb="ABSOLUTE", pan=-0.1, tilt=0, zoom=1).status_code == 200
    assert turn(watcher, "key-number-1", verb="ABSOLUTE", pan=0.1, tilt=0, zoom=1).json() == first.json()
    until(lambda: not view(mast)["moving"])
    assert view(mast)["pan"] == pytest.approx(-0.1)


def test_that_presets_are_kept_gone_to_and_forgotten(backend: Backend, mast: str) -> None:
    watcher, other = backend.client(Role.VIDEO_PATROLLER), backend.client(Role.DISPATCHER)
    assert watcher.get("/v1/cameras/k1/presets").json() == [ALL]
    turn(watcher, verb="ABSOLUTE", pan=0.3, tilt=0, zoom=1)
    until(lambda: not view(mast)["moving"])
    kept = watcher.put("/v1/cameras/k1/presets/4", json={"name": "店外"}).json()
    assert (kept["number"], kept["name"]) == (4, "店外")
    assert other.put("/v1/cameras/k1/presets/4", json={"name": "x"}).json()["code"] == "ptz_held"
    turn(watcher, verb="PRESET", number=1)
    until(lambda: view(mast)["pan"] == 0)
    turn(watcher, verb="PRESET", number=4)
    until(lambda: view(mast)["pan"] == pytest.approx(0.3))
    assert watcher.delete("/v1/cameras/k1/presets/4").status_code == 204
    assert turn(watcher, verb="PRESET", number=4).json()["code"] == "ptz_refused"
    for number in ("0", "256", "00011234", "1" * 5000):
        assert watcher.put(f"/v1/cameras/k1/presets/{number}", json={"name": "x"}).status_code == 400, number


def test_that_an_onvif_camera_is_turned_through_the_backend(backend: Backend, mast: str, server: CameraProcess) -> None:
    plant(backend.database, f"onvif://127.0.0.1:{server.port}/{mast.rpartition('/')[2]}{DEGREES}")
    watcher = backend.client(Role.VIDEO_PATROLLER)
    answer = turn(watcher, verb="MOVE", pan=0.5, seconds=0.3)
    assert answer.status_code == 200, answer.text
    until(lambda: not view(mast)["moving"] and view(mast)["pan"] > 0)
    before = 10.0
    assert until(lambda: watcher.get("/v1/cameras/k1").json()["azimuth"] != before)
    assert watcher.get("/v1/cameras/k1/presets").json() == [ALL]
    assert turn(watcher, verb="PRESET", number=9).json()["code"] == "ptz_refused"


def test_that_each_failure_outside_has_its_name(backend: Backend, server: CameraProcess) -> None:
    watcher = backend.client(Role.VIDEO_PATROLLER)
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
        closed.close()
        cases = {
            f"sim://127.0.0.1:{dead}/k": "ptz_unreachable",
            f"sim://127.0.0.1:{silent.getsockname()[1]}/k": "ptz_silent",
            f"sim://127.0.0.1:{server.port}/k": "ptz_login",
            "pelco://127.0.0.1/k": "bad_ptz_url",
            "sim://127.0.0.1:1/k?north=up": "bad_ptz_url",
        }
        plant(backend.database)
        for url, code in cases.items():
            with backend.database.write(SYSTEM) as work:  # as it stood in an older database: today it is refused where it is written
                work.session.execute(sa.update(CameraRow).where(CameraRow.id == "k1").values(ptz_url=url))
            for _ in range(2):  # a failed order is not remembered as done
                answer = turn(watcher, f"the-same-key-{code}-{len(url)}", verb="STOP")
                assert (answer.status_code, answer.json()["code"]) == (502, code), url


@pytest.mark.parametrize("address", ["pelco://127.0.0.1/k", "sim://", "wvp://127.0.0.1:1/only-the-device", "not an address"])
def test_that_an_address_that_nothing_turns_at_is_not_kept(database: Database, address: str) -> None:
    with refused("bad_ptz_address"):
        plant(database, address)


def test_that_a_file_of_logins_that_others_can_read_is_refused(backend: Backend, mast: str) -> None:
    (backend.data / "camera-logins.toml").chmod(0o644)
    assert turn(backend.client(Role.VIDEO_PATROLLER), verb="STOP").json()["code"] == "ptz_logins"


def test_that_what_moves_is_stopped_when_the_backend_ends(backend: Backend, mast: str) -> None:
    assert turn(backend.client(Role.VIDEO_PATROLLER), verb="MOVE", pan=0.01, seconds=10).status_code == 200
    assert view(mast)["moving"]
    backend.stop()
    assert not view(mast)["moving"]
