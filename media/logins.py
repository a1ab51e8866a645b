"""Logins of cameras, gateways and what turns them, by host: a file in TOML that its owner alone can read."""

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path


class BadLogins(Exception):
    """The file cannot be used; the message says why, without what stands in it."""


def read_logins(path: Path) -> dict[str, str]:
    """`"10.0.0.5:554" = "name:password"`: by `host:port` or by `host`. An empty dict where there is no file."""
    try:
        if not path.exists():
            return {}
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadLogins(f"others can read {path.name}: chmod 600 it")
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadLogins(f"{path.name} cannot be read") from error
    except tomllib.TOMLDecodeError as error:
        raise BadLogins(f"{path.name} is no TOML") from error
    if not all(isinstance(login, str) and ":" in login for login in told.values()):
        raise BadLogins(f'{path.name}: each login is "name:password"')
    return told


def login_of(host: str, logins: Mapping[str, str]) -> str:
    """That of `HOST:PORT` or, where there is none, of its host; empty where there is none either."""
    name, _, port = host.rpartition(":")
    return logins.get(host) or logins.get(name if port.isdecimal() else host, "")
