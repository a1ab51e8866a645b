"""Logins of cameras, gateways and what turns them: `camera-logins.toml` in the backend's data folder, which nobody else may read."""

import stat
import tomllib
from pathlib import Path

from backend.refusals import Outside

NAME = "camera-logins.toml"


class Logins:
    """`"HOST:PORT" = "NAME:PASSWORD"`; the file is read anew each time, so that a change needs no new start."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def of(self, host: str) -> str:
        """Empty when there is none; `Outside` when the file cannot be used."""
        try:
            if not self._path.exists():
                return ""
            if self._path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Outside("ptz_logins", f"Others can read {NAME} of the backend: chmod 600 it.")
            told = tomllib.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise Outside("ptz_logins", f"{NAME} of the backend cannot be read.") from error
        login = told.get(host, told.get(host.rpartition(":")[0], ""))
        if not isinstance(login, str) or (login and ":" not in login):
            raise Outside("ptz_logins", f'Each login in {NAME} of the backend is "NAME:PASSWORD".')
        return login
