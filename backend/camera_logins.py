"""Logins of cameras, gateways and what turns them: `camera-logins.toml` in the backend's data folder, which nobody else may read."""

from pathlib import Path

from backend.refusals import Outside
from media.logins import BadLogins, login_of, read_logins

NAME = "camera-logins.toml"


class Logins:
    """The file is read anew each time, so that a change needs no new start."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def of(self, host: str) -> str:
        """Empty when there is none; `Outside` when the file cannot be used."""
        try:
            return login_of(host, read_logins(self._path))
        except BadLogins as error:
            raise Outside("ptz_logins", f"At the backend, {error}.") from error
