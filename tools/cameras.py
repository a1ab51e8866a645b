"""A video wall of sixteen cameras of which some fail, each in its own way: `python -m tools.cameras`.

The project's own camera server, a new backend that knows nothing but these cameras, and one console. Everything is in `var/cameras`; without a
display it walks the layouts and leaves pictures in `out/screens`.
"""

import argparse
import os
import shutil
from functools import partial
from pathlib import Path

from simulator.clips.library import MAIN
from simulator.doors import Doors
from tools import steps
from tools.household import Household
from tools.steps import HERE, Surroundings, add_user, password_of, python
from wire.cameras import CameraOrder

STATE = HERE / "var" / "cameras"
PEOPLE = (("admin", "系统管理员", ["ADMIN"]), ("dispatcher", "王敏", ["VIDEO_PATROLLER", "DISPATCHER"]))
CAMERAS = (  # name, and what the camera server is asked for; what stands behind the ? is a fault
    ("滨河大道深汕路口 东侧球机", "rtsp avenue/1"),
    ("农贸市场东门", "rtsp market/2"),
    ("沙河桥下", "rtsp river/3?stall_after=6"),
    ("工地 17 号门", "rtsp site_gate/4?fault=404"),
    ("体育中心南广场", "rtsp avenue_rain/5"),
    ("老街夜市", "rtsp lane_night/6?fault=hang"),
    ("建设路小学门口", "http avenue/7.flv?close_after=9"),
    ("人民医院急诊入口", "rtsp crossing_dusk/8?fault=401"),
    ("城西客运站", "rtsp avenue_night/9"),
    ("垃圾转运站", ""),
    ("污水处理厂排口", "http river/11.ts"),
    ("科技园停车场", "rtsp site_gate/12?fault=nocodec"),
    ("火车站站前广场", "rtsp crossing_dusk/13"),
    ("湿地公园", "rtsp river/14?fault=garbage"),
    ("北环立交", "http avenue_rain/15.m3u8"),
    ("市民广场", "rtsp market/16"),
)
PLACE = 114.35, 22.69  # degrees


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.cameras", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, default=HERE / "var" / "demo" / "clips", help="where the clips are, or are made at the first start")
    parser.add_argument("--plan", default="video", choices=["video", "governor"], help="what the tour shows")
    steps.add_look(parser)
    options = parser.parse_args()
    headless = options.tour is not None or not steps.has_display()
    for old in ("backend", "console"):
        shutil.rmtree(STATE / old, ignore_errors=True)
    return steps.keep_house(STATE / "log", headless, partial(live, options=options, headless=headless), options.size)


def live(household: Household, surroundings: Surroundings, options: argparse.Namespace, headless: bool) -> int:
    """From the first process to the end of the console; its exit status."""
    surroundings["YIPING_PASSWORD"] = password = password_of(STATE)
    port = household.start("cameras", python("simulator", "cameras", "--cache", str(options.clips), "--port", "0"), ready="ready")
    folder = STATE / "backend"
    folder.mkdir(parents=True)
    database = f"sqlite:///{folder / 'yiping.db'}"
    for name, full_name, roles in PEOPLE:
        add_user(database, password, name, full_name, roles)
    server = household.start("backend", python("backend", "serve", "--database", database, "--data", str(folder), "--port", "0"), ready="ready")
    enter(Doors(server, {"admin": password}), int(port))
    console = steps.console(server, STATE / "console", "cameras", None, options)
    console += ["--tour", str(options.tour or HERE / "out" / "screens"), "--plan", options.plan] if headless else []
    household.start("console", console, ready="ready", env=surroundings)
    if not headless:
        print(f"cameras: others may log in at {server} as dispatcher; the password is in {os.path.relpath(STATE / 'password')}", flush=True)
    return household.wait("console")


def enter(doors: Doors, port: int) -> None:
    """The cameras into the register, as an administrator does it."""
    for number, (name, asked) in enumerate(CAMERAS, 1):
        scheme, _, path = asked.partition(" ")
        sub, main = (f"{scheme}://127.0.0.1:{port}/{each}" if asked else "" for each in (path, large(path)))
        lon, lat = PLACE[0] + number % 4 * 0.002, PLACE[1] + number // 4 * 0.002
        order = CameraOrder(id=f"k{number}", code=f"{number:03}", name=name, lon=lon, lat=lat, sub_url=sub, main_url=main)
        doors.put("admin", f"/v1/cameras/k{number}", order)


def large(path: str) -> str:
    """What the camera server is asked for, for the large stream of the same scene."""
    scene, _, camera = path.partition("/")
    return f"{scene}{MAIN}/{camera}"


if __name__ == "__main__":
    raise SystemExit(main())
