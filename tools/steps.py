"""What every run of the whole house is made of: commands, a password, ports, a screen, and the console at the end."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from tools.household import Household, NotReady
from tools.xvfb import environment, screen

HERE = Path(__file__).resolve().parent.parent
SIZE = "1920x1080x24"
Surroundings = dict[str, str]


def keep_house(logs: Path, headless: bool, live: Callable[[Household, Surroundings], int], size: str = SIZE) -> int:
    """Run `live` with a household that ends with it, on a screen of its own when `headless`; the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background has it ignored
    with ExitStack() as ends:
        surroundings = environment(ends.enter_context(screen(size))) if headless else dict(os.environ)
        household = Household(logs)
        ends.callback(household.end)
        try:
            return live(household, surroundings)
        except NotReady as problem:
            print(problem, file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return 0


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def add_look(parser: argparse.ArgumentParser) -> None:
    """The options that every run has about its console."""
    parser.add_argument("--tour", type=Path, metavar="DIR", help="walk the panes, leave pictures in this folder, and end")
    parser.add_argument("--size", default=SIZE, help="of the screen, where there is none")
    parser.add_argument("--scale", default="1", help="how much larger everything is: 2 for a wall that is seen from 5 m")
    parser.add_argument("--language", default="zh_CN", choices=["zh_CN", "en"])
    parser.add_argument("--theme", default="dark", choices=["dark", "light"])


def console(server: str, state: Path, hall: str, basemap: Path | None, options: argparse.Namespace) -> list[str]:
    """The console of the dispatcher, by the options of `add_look`."""
    command = [sys.executable, str(HERE / "main.py"), "--server", server, "--user", "dispatcher", "--hall", hall]
    command += ["--state", str(state), "--language", options.language, "--theme", options.theme, "--scale", options.scale]
    return [*command, "--basemap", str(basemap)] if basemap else command


def password_of(state: Path) -> str:
    """The one password of a run's people, made at the first start."""
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


def add_user(database: str, password: str, name: str, full_name: str, roles: Iterable[str], department: str = "") -> None:
    """`department`: the id of the one that this person belongs to."""
    words = [word for role in roles for word in ("--role", role)]
    words += ["--department", department] if department else []
    call(python("backend", "user", "add", name, "--full-name", full_name, *words, "--database", database), text=password)


def python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", module, *words]


def call(command: list[str], text: str | None = None, env: dict[str, str] | None = None) -> str:
    """Run a command to its end and answer what it printed; `NotReady` with all of that when it fails."""
    done = subprocess.run(command, cwd=HERE, input=text, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise NotReady(f"{' '.join(command[1:])}\n{done.stdout}")
    return done.stdout
