"""What one run of the console is told: by the command line, else by YIPING_… in the environment, else by a file, else by these defaults."""

import argparse
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import platformdirs

from wire.moments import id_in, link_of

LANGUAGES, THEMES = ("zh_CN", "en"), ("dark", "light")
PLANS = ("hall", "desk", "cases", "track", "map", "rewind", "video", "governor", "watching", "trucks", "walk")
STANDS = ("desk", "wall")
SCALE = 0.5, 4.0  # least and most


@dataclass(frozen=True, kw_only=True)
class Settings:
    server: str = "http://127.0.0.1:8000"
    user: str = ""
    password: str = field(default="", repr=False)  # by the environment only: the command line can be read by everybody
    language: str = "zh_CN"
    theme: str = "dark"
    surface: str = "desk"  # on a wall no personal data is ever shown whole, whoever is logged in
    scale: float = 1.0  # of everything that is shown: a wall is looked at from 5 m
    state: Path = field(default_factory=lambda: platformdirs.user_state_path("yiping"))
    hall: str = ""  # the hall's name on this machine, where its address is not always the same
    basemap: Path | None = None  # MBTiles or PMTiles
    tour: Path | None = None  # walk the panes, leave pictures there, and end
    plan: str = "hall"  # what a tour shows
    unit: str = ""  # whose day a tour plays
    moment: str = ""  # link of a moment of the past that is opened after the login

    def home(self, user: str) -> Path:
        """The folder of one user at one hall: an order must never reach another hall or go under another name."""
        address = urlsplit(self.server)
        hall = self.hall or f"{address.hostname}-{address.port or address.scheme}"
        return self.state / f"hall-{quote(hall, safe='')}" / f"user-{quote(user, safe='')}"

    @property
    def base_maps(self) -> Path:
        """What all users of this machine share: fetched tiles, and files that the hall's base maps name."""
        return self.state / "base-maps"

    @property
    def camera_logins(self) -> Path:
        """Names and passwords of cameras and gateways that want them, by host: see `media.logins`."""
        return self.state / "camera-logins.toml"

    @property
    def log(self) -> Path:
        return self.state / "log" / "console.log"


def read(words: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings; one sentence on stderr and exit status 2 when something is wrong with them."""
    parser = _parser()
    given = {name: value for name, value in vars(parser.parse_args(words)).items() if value is not None}
    file = given.pop("settings", environment.get("YIPING_SETTINGS"))
    try:
        told = _file(Path(file) if file else None) | _environment(environment) | given
        return _checked(told)
    except SettingsError as error:
        parser.error(str(error))


class SettingsError(Exception): ...


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yiping", description="The console of a command hall.")
    parser.add_argument("--server", metavar="URL", help="the hall's backend")
    parser.add_argument("--user", metavar="NAME", help="who logs in")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument(
        "--scale", metavar="N", help=f"how much larger everything is, {SCALE[0]:g} to {SCALE[1]:g}: a wall that is seen from 5 m needs 2"
    )
    parser.add_argument("--surface", choices=STANDS, help="where the console is seen: on a wall no personal data is ever shown whole")
    parser.add_argument("--state", metavar="DIR", help="where the console keeps what it must remember")
    parser.add_argument("--hall", metavar="NAME", help="name of the hall, where its address is not always the same")
    parser.add_argument("--basemap", metavar="FILE", help="tiles of the city, MBTiles or PMTiles")
    parser.add_argument("--tour", metavar="DIR", help="walk the panes, leave pictures in this folder, and end")
    parser.add_argument("--plan", choices=PLANS, help="what the tour shows")
    parser.add_argument("--unit", metavar="ID", help="whose day the tour plays")
    parser.add_argument("--moment", metavar="LINK", help="the link of a moment of the past, yiping://moment?id=…, to be opened after the login")
    parser.add_argument("--settings", metavar="FILE", help="TOML, instead of the one in the user's folder")
    return parser


NAMES = frozenset(Settings.__dataclass_fields__)


def _environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return {name: environment[key] for name in NAMES if environment.get(key := f"YIPING_{name.upper()}")}


def _file(path: Path | None) -> dict[str, Any]:
    usual = platformdirs.user_config_path("yiping") / "console.toml"
    if path is None and not usual.exists():
        return {}
    path = path or usual
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"the settings in {path} cannot be read: {error}") from error
    for name, value in told.items():
        if name not in NAMES - {"password", "tour", "plan", "unit", "moment"} or not isinstance(value, str):
            raise SettingsError(f"{path} sets {name!r}, which is none of the settings that a file can hold as text")
    return told


def _checked(told: dict[str, Any]) -> Settings:
    paths: dict[str, Any] = {name: Path(told[name]) for name in ("state", "basemap", "tour") if name in told}
    settings = Settings(**(told | paths | _scale(told.get("scale", "1"))))
    _check_server(settings.server)
    for name, choices in (("language", LANGUAGES), ("theme", THEMES), ("surface", STANDS), ("plan", PLANS)):
        if getattr(settings, name) not in choices:
            raise SettingsError(f"{name} is {getattr(settings, name)!r}, but may be {' or '.join(choices)}")
    if settings.moment and not id_in(settings.moment):
        raise SettingsError(f"moment is {settings.moment!r}, but may be a link like {link_of('…')}")
    if settings.basemap is not None and not os.path.isfile(settings.basemap):  # the same of Path raises for a name too long
        raise SettingsError(f"there is no base map {settings.basemap}")
    return settings


def _scale(text: str) -> dict[str, float]:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not SCALE[0] <= scale <= SCALE[1]:  # which "nan" is not either
        raise SettingsError(f"scale is {text!r}, but may be a number from {SCALE[0]:g} to {SCALE[1]:g}")
    return {"scale": scale}


def _check_server(server: str) -> None:
    try:
        address = urlsplit(server)
        sound = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise SettingsError(f"the server {server!r} is no address like https://hall.example:8443")
    if address.username or address.password:
        raise SettingsError("the server's address must carry no name and no password")
