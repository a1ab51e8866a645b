"""One city, one backend, one console: `make demo`. Everything it keeps is in `var/demo` and can be thrown away.

Without a display it runs on a screen of its own, walks the panes and leaves pictures in `out/screens`.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tools.household import Household, NotReady
from tools.xvfb import environment, screen

HERE = Path(__file__).resolve().parent.parent
PLACES = HERE / "resources" / "mappings"


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
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", default="zh_CN", choices=["zh_CN", "en"])
    parser.add_argument("--theme", default="dark", choices=["dark", "light"])
    return parser.parse_args()


def live(household: Household, options: argparse.Namespace, surroundings: dict[str, str], headless: bool) -> int:
    """The demo from its first process to the end of the console; its exit status."""
    began = time.monotonic()
    state: Path = options.state
    password = password_of(state)
    surroundings["YIPING_PASSWORD"] = password
    database = f"sqlite:///{state / 'backend' / 'yiping.db'}"
    city = found_city(state, database, options.seed, password)
    server = household.start(
        "backend", python("backend", "serve", "--database", database, "--data", str(state / "backend"), "--port", "0"), ready="ready"
    )
    say(f"backend at {server}")
    cameras = household.start("cameras", python("simulator", "cameras", str(state / "clips"), "--port", "0"), ready="ready")
    command = python("simulator", "run", "--server", server, "--city", str(city), "--cameras", cameras, "--speed", str(options.speed))
    household.start("simulator", [*command, "--seed", str(options.seed), "--admin", "admin"], ready="ready", env=surroundings)
    console = [sys.executable, str(HERE / "main.py"), "--server", server, "--user", "dispatcher", "--state", str(state / "console")]
    console += ["--language", options.language, "--theme", options.theme, "--basemap", str(city / "basemap.mbtiles")]
    if headless:
        console += ["--tour", str(options.tour or HERE / "out" / "screens")]
    household.start("console", console, ready="ready", env=surroundings)
    say(f"console usable after {time.monotonic() - began:.1f} s")
    if not headless:
        say("log in as dispatcher, shift_leader, acceptor or admin; the password is in " + str((state / "password").relative_to(HERE)))
    return household.wait("console")


def password_of(state: Path) -> str:
    """The one password of the demo's people, made at the first start."""
    file = state / "password"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(12))
    return file.read_text()


def found_city(state: Path, database: str, seed: int, password: str) -> Path:
    """The city's files, imported into the backend at the first start."""
    city = state / "city"
    done = city / ".imported"
    if done.exists():
        return city
    say("building the city (once)")
    call(python("simulator", "city", str(city), "--seed", str(seed)))
    (state / "backend").mkdir(parents=True, exist_ok=True)
    call(python("backend", "user", "add", "admin", "--role", "ADMIN", "--database", database), text=password)
    for noun, file, mapping in IMPORTS:
        say(f"importing {noun} from {file}")
        call(python("backend", "import", noun, str(city / file), "--mapping", str(PLACES / mapping), "--database", database))
    done.touch()
    return city


IMPORTS = [
    ("boundaries", "boundaries.geojson", "city_boundaries.toml"),
    ("grids", "grids.geojson", "city_grids.toml"),
    ("streets", "streets.geojson", "city_streets.toml"),
    ("components", "components.csv", "city_components.toml"),
]


def python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", module, *words]


def call(command: list[str], text: str | None = None) -> None:
    done = subprocess.run(command, cwd=HERE, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise NotReady(f"{' '.join(command[1:])}\n{done.stdout}")


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
