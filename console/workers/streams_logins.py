"""Logins of cameras and gateways, from a file that this user alone can read. They are put into an address when it is opened, nowhere else."""

import stat
import tomllib
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

from media.addresses import with_login


class BadLogins(Exception):
    """The file cannot be used; the message says why, without what stands in it."""


def read_logins(path: Path) -> dict[str, str]:
    """`"10.0.0.5:554" = "name:password"` in TOML: by `host:port` or by `host`. An empty dict where there is no file."""
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


def with_login_of(url: str, logins: Mapping[str, str]) -> str:
    """The address with the login of its host, where there is one and it has none of its own."""
    try:
        parts = urllib.parse.urlsplit(url)
        login = logins.get(f"{parts.hostname}:{parts.port}") or logins.get(parts.hostname or "", "")
    except ValueError:
        return url
    return with_login(url, login)
