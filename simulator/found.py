"""Founding: departments, units, users and cameras of the city, through the routes for administrators. Doing it again changes nothing."""

import csv
import json
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from simulator import fences
from simulator.clips.library import MAIN
from simulator.clips.masts import NARROWEST, WIDEST
from simulator.clips.scenes.catalogue import SCENES
from simulator.clips.stories import TOLD
from simulator.doors import Doors
from simulator.haul_papers import papers
from simulator.ways import NoCity, Ways
from simulator.world import ZONE
from wire.codes import CaptureKind, Kind, Role

ATONCE = 4
PAPERS = ("haul-companies", "haul-places", "haul-trucks", "haul-permits")
WATCHER = "sim.capture"
FIXED = 3  # of so many cameras one cannot be turned
CLOCKS = {5: -93, 11: 3_600}  # cameras, by their place in the list, whose clocks are wrong, and by how many seconds
OFFLINE = frozenset(range(61, 347, 41))  # likewise, of which no picture comes
HALL = {
    "sim.acceptor": ("受理员", Role.ACCEPTOR),
    "sim.leader": ("值班长", Role.SHIFT_LEADER),
    "sim.dispatcher": ("派遣员", Role.DISPATCHER),
    "sim.chief": ("值班领导", Role.DUTY_LEADER),
    "sim.patroller": ("视频巡查员", Role.VIDEO_PATROLLER),
}
SEATS = {f"sim.seat{number}": (f"{number}号坐席", Role.ACCEPTOR) for number in range(1, 7)}
KEYS = {"sim.citizens": ("公众服务网关", Role.GATEWAY), "sim.devices": ("定位设备网关", Role.DEVICE)}
KEYS |= {"sim.telephone": ("热线电话交换机", Role.TELEPHONE), WATCHER: ("智能抓拍服务", Role.GATEWAY)}
STORIES = dict(zip((4, 12, 20, 28), TOLD, strict=True))  # what the cameras of these numbers see
CLASSES = {  # what a story is filed as, and what its zone is called
    CaptureKind.VEHICLE_STOPPED: ("0409", "禁停路段"),
    CaptureKind.OBJECT_LEFT: ("0136", "步道"),
    CaptureKind.GOODS_OUT: ("0405", "店铺线外"),
    CaptureKind.FLOOD: ("0506", "积水警戒线"),
}
HOLD_S = 15
HANDS = ("王师傅", "李师傅", "张师傅", "赵师傅", "刘师傅")  # of every department, beside its users


class BadCredentials(ValueError):
    """There is no file of credentials, or it is broken; the text says which."""


class Done(NamedTuple):
    written: int
    known: int


def found(doors: Doors, admin: str, folder: Path, people: dict[str, int], cameras: str) -> dict[str, Done]:
    """What was written and what stood already, by noun. `people`: how many of each kind of unit; `cameras` is the address of the camera server,
    empty for none."""
    units = _roster(folder, people)
    departments = [each | {"hands": list(HANDS)} for each in _json(folder / "departments.json")]
    done = {
        "departments": _put_all(doors, admin, "departments", departments),
        "units": _put_all(doors, admin, "units", units),
        "cameras": _put_all(doors, admin, "cameras", list(_cameras(folder / "cameras.csv", cameras))),
    }
    if cameras:
        done["zones"] = _draw_zones(doors, admin, folder / "cameras.csv")
    ways = cache(partial(Ways, folder))  # read only when something is missing that needs the streets
    done["papers of trucks"] = _put_papers(doors, admin, ways, [unit for unit in units if unit["kind"] == "TRUCK"])
    done["geofences"] = _draw_fences(doors, admin, ways)
    credentials = _known(folder)
    users = _users(departments, [unit for unit in units if unit["kind"] != "TRUCK"])
    standing = {each["name"]: each for each in doors.get(admin, "/v1/users").json()}
    fresh = [user for user in users if user["name"] not in credentials or not _same(user, standing.get(user["name"]))]
    for user in fresh:
        user["password"] = credentials.setdefault(user["name"], secrets.token_urlsafe(16))
    _keep(folder, credentials)  # before the users: what was written can then be used
    _each(fresh, lambda user: doors.put(admin, f"/v1/users/{user['name']}", user))
    return done | {"users": Done(len(fresh), len(users) - len(fresh))}


def _draw_fences(doors: Doors, admin: str, ways: Callable[[], Ways]) -> Done:
    """A fence that stands already stays as people have made it, and one that they have deleted comes back."""
    standing = {each["id"] for each in doors.get(admin, "/v1/geofences").json()}
    wanted = fences.planned()
    fresh = [fences.drawn(each, ways()) for each in wanted if each.id not in standing]
    _each(fresh, lambda order: doors.put(admin, f"/v1/geofences/{order['id']}", order))
    return Done(len(fresh), len(wanted) - len(fresh))


def _put_papers(doors: Doors, admin: str, ways: Callable[[], Ways], trucks: list[dict[str, Any]]) -> Done:
    """What stands already stays as people have made it; the streets are read only when papers are missing."""
    known = {each["id"] for each in doors.get(admin, "/v1/haul-trucks").json()}
    if all(unit["id"] in known for unit in trucks):
        return Done(0, len(trucks))
    standing = {plural: {each["id"] for each in doors.get(admin, f"/v1/{plural}").json()} for plural in PAPERS}
    orders = list(papers(ways(), trucks, datetime.now(ZONE).date()))
    fresh = [(plural, order) for plural, order in orders if order["id"] not in standing[plural]]
    for plural, order in fresh:  # one after the other: each names those before it
        doors.put(admin, f"/v1/{plural}/{order['id']}", order)
    return Done(len(fresh), len(orders) - len(fresh))


def credentials(folder: Path) -> dict[str, str]:
    """Passwords by user."""
    known = _known(folder)
    if not known:
        raise BadCredentials(f"{_path(folder)} holds no credentials: run `python -m simulator found` first")
    return known


def _roster(folder: Path, wanted: dict[str, int]) -> list[dict[str, Any]]:
    units = _json(folder / "units.json")
    return [unit for kind, count in wanted.items() for unit in [each for each in units if each["kind"] == kind][:count]]


def _users(departments: list[dict[str, Any]], terminals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    users = [{"name": name, "full_name": title, "roles": [role]} for name, (title, role) in (HALL | SEATS | KEYS).items()]
    for each in departments:
        users.append({"name": f"dept.{each['id']}", "full_name": f"{each['name']}值班", "roles": [Role.DEPARTMENT], "department_id": each["id"]})
        users.append({"name": f"handler.{each['id']}", "full_name": f"{each['name']}处置组", "roles": [Role.HANDLER], "department_id": each["id"]})
    return users + [{"name": each["id"], "full_name": each["name"], "roles": [Role.INSPECTOR], "unit_id": each["id"]} for each in terminals]


def _cameras(path: Path, server: str) -> Any:
    scenes = list(SCENES) if server else []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            numbers = {name: float(row[name]) for name in ("lon", "lat", "azimuth", "view_angle", "reach")}
            urls = {}
            if scenes:
                code, told = row["code"], STORIES.get(number)
                scene = told or scenes[number % len(scenes)]
                main = f"{scene}/{code}/main" if told else f"{scene}{MAIN}/{code}"
                wrong = "?fault=404" if number in OFFLINE else f"?clock={CLOCKS[number]}" if number in CLOCKS else ""
                urls = {"sub_url": f"{server}/{scene}/{code}{wrong}", "main_url": f"{server}/{main}{wrong}", "online": number not in OFFLINE}
                urls |= {"ptz_url": _mast(server, code, numbers["azimuth"], numbers["view_angle"])} if number % FIXED else {}
            yield {"id": row["code"], "code": row["code"], "name": row["name"], **numbers, **urls}


def _draw_zones(doors: Doors, admin: str, path: Path) -> Done:
    """Where the stories are told. A zone that stands already stays as people have made it."""
    standing = {each["id"] for each in doors.get(admin, "/v1/capture-zones").json()}
    with path.open(encoding="utf-8", newline="") as file:
        codes = {number: row["code"] for number, row in enumerate(csv.DictReader(file)) if number in STORIES}
    fresh = [order for number, code in codes.items() if (order := _zone(code, STORIES[number]))["id"] not in standing]
    _each(fresh, lambda order: doors.put(admin, f"/v1/capture-zones/{order['id']}", order))
    return Done(len(fresh), len(codes) - len(fresh))


def _zone(camera: str, name: str) -> dict[str, Any]:
    story = TOLD[name]
    class_code, title = CLASSES[story.kind]
    shape = {"kind": story.kind, "points": story.outline, "least": story.least, "hold_s": HOLD_S}
    return {"id": f"zone.{name}", "camera_id": camera, "name": title, "case_kind": Kind.EVENT, "class_code": class_code, **shape}


def _mast(server: str, code: str, azimuth: float, angle: float) -> str:
    """Where a camera is turned. Its film is as wide as the camera sees; the middle of the film is where it looks at first."""
    degrees = {"north": azimuth, "span": angle / 2, "wide": angle * WIDEST, "tele": angle * NARROWEST}
    return f"sim://{server.partition('://')[2]}/{code}?{urlencode({name: round(value, 2) for name, value in degrees.items()})}"


def _put_all(doors: Doors, admin: str, plural: str, orders: list[dict[str, Any]]) -> Done:
    standing = {each["id"]: each for each in doors.get(admin, f"/v1/{plural}").json()}
    fresh = [order for order in orders if not _same(order, standing.get(order["id"]))]
    _each(fresh, lambda order: doors.put(admin, f"/v1/{plural}/{order['id']}", order))
    return Done(len(fresh), len(orders) - len(fresh))


def _each(orders: list[dict[str, Any]], put: Any) -> None:
    with ThreadPoolExecutor(ATONCE) as hands:
        list(hands.map(put, orders))


def _same(order: dict[str, Any], standing: dict[str, Any] | None) -> bool:
    """What is masked in answers is not compared."""
    return standing is not None and all(standing.get(key) == value for key, value in order.items() if key not in ("phone", "password"))


def _path(folder: Path) -> Path:
    return folder / "var" / "credentials.json"


def _known(folder: Path) -> dict[str, str]:
    path = _path(folder)
    if not path.is_file():
        return {}
    try:
        return {str(name): str(password) for name, password in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError) as error:
        raise BadCredentials(f"{path} is broken: {error}") from error


def _keep(folder: Path, credentials: dict[str, str]) -> None:
    path = _path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(credentials, file, indent=1)
    fresh.replace(path)


def _json(path: Path) -> list[dict[str, Any]]:
    """`NoCity` when the file is not as `simulator city` makes it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoCity(f"{path} is broken: {error}") from error
