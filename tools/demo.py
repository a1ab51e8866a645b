"""One city, one backend, one console: `make demo`. Everything it keeps is in `var/demo` and can be thrown away.

Without a display it runs on a screen of its own, walks the panes and leaves pictures in `out/screens`.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tools.household import Household, NotReady
from tools.xvfb import environment, screen

HERE = Path(__file__).resolve().parent.parent
IMPORTS = (
    ("boundaries", "boundaries.geojson"),
    ("grids", "grids.geojson"),
    ("grids", "duty_grids.geojson"),
    ("streets", "streets.geojson"),
    ("components", "components.geojson"),
)
POSTS = ("DISPATCHER", "SHIFT_LEADER", "ACCEPTOR")


def main() -> int:
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as ends:
        headless = options.tour is not None or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
        surroundings = environment(ends.enter_context(screen(options.size))) if headless else dict(os.environ)
        household = Household(options.state / "log")
        ends.callback(household.end)
        try:
            return live(household, options, surroundings, headless)
        except NotReady as problem:
            print(problem, file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--state", type=Path, default=HERE / "var" / "demo", help="where the demo keeps its city and its database")
    parser.add_argument("--tour", type=Path, help="walk the panes, leave pictures in this folder, and end")
    parser.add_argument("--size", default="1920x1080x24", help="of the screen, where there is none")
    parser.add_argument("--speed", type=float, default=1.0, help="of the simulated people, 1 to 60")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city")
    parser.add_argument("--hands-off", action="append", default=[], metavar="ROLE", help="a post that you fill yourself; repeatable")
    parser.add_argument("--language", default="zh_CN", choices=["zh_CN", "en"])
    parser.add_argument("--theme", default="dark", choices=["dark", "light"])
    return parser.parse_args()


def live(household: Household, options: argparse.Namespace, surroundings: dict[str, str], headless: bool) -> int:
    """The demo from its first process to the end of the console; its exit status."""
    began = time.monotonic()
    state: Path = options.state
    surroundings["YIPING_PASSWORD"] = password = password_of(state)
    database, city = f"sqlite:///{state / 'backend' / 'yiping.db'}", state / "city"
    first = not (city / ".imported").exists()
    if first:
        found_city(city, state / "backend", database, options.seed, password)
    backend = python("backend", "serve", "--database", database, "--data", str(state / "backend"), "--port", str(port_of(state, "backend")))
    server = household.start("backend", backend, ready="ready")
    cameras = python("simulator", "cameras", "--cache", str(state / "clips"), "--port", str(port_of(state, "cameras")))
    household.start("cameras", cameras, ready="ready")
    found = python(
        "simulator", "found", str(city), "--server", server, "--admin", "admin", "--cameras", f"rtsp://127.0.0.1:{port_of(state, 'cameras')}"
    )
    run = python("simulator", "run", "--server", server, "--city", str(city), "--speed", str(options.speed), "--warm", "240")
    run += [word for role in options.hands_off for word in ("--hands-off", role)]
    console = [sys.executable, str(HERE / "main.py"), "--server", server, "--user", "dispatcher", "--hall", "demo"]
    console += ["--state", str(state / "console"), "--language", options.language, "--theme", options.theme]
    console += ["--basemap", str(city / "basemap.mbtiles")]
    console += ["--tour", str(options.tour or HERE / "out" / "screens")] if headless else []
    if first:
        say("settling the people, and their first cases (once)")
        call(found, env=surroundings)
        household.start("simulator", run, ready="ready", env=surroundings)
    household.start("console", console, ready="ready", env=surroundings)
    say(f"the console is usable after {time.monotonic() - began:.1f} s")
    if not first:
        call(found, env=surroundings)
        household.start("simulator", run, env=surroundings)
    if not headless:
        say(f"others may log in at {server} as admin or dispatcher; the password is in {os.path.relpath(state / 'password')}")
    return household.wait("console")


def password_of(state: Path) -> str:
    """The one password of the demo's people, made at the first start."""
    file = state / "password"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(12))
    return file.read_text()


def port_of(state: Path, name: str) -> int:
    """A port of its own, the same at every start as long as nobody else has it: addresses of cameras are kept in the backend."""
    file = state / f"{name}.port"
    kept = int(file.read_text()) if file.exists() else 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", kept))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    file.write_text(str(port))
    return port


def found_city(city: Path, data: Path, database: str, seed: int, password: str) -> None:
    """The city's files, imported into a new database."""
    say("building the city (once)")
    call(python("simulator", "city", str(city), "--seed", str(seed)))
    data.mkdir(parents=True, exist_ok=True)
    for name, full_name, roles in (("admin", "系统管理员", ["ADMIN"]), ("dispatcher", "王敏", POSTS)):
        words = [word for role in roles for word in ("--role", role)]
        call(python("backend", "user", "add", name, "--full-name", full_name, *words, "--database", database), text=password)
    for noun, file in IMPORTS:
        say(f"importing {file}")
        call(python("backend", "import", noun, str(city / file), "--database", database))
    (city / ".imported").touch()


def python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", module, *words]


def call(command: list[str], text: str | None = None, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=HERE, input=text, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise NotReady(f"{' '.join(command[1:])}\n{done.stdout}")


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
