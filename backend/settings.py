"""What the backend is told when it starts."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")  # days of tracks, working hours and case numbers are counted in it


@dataclass(frozen=True)
class Settings:
    """`database` is a SQLAlchemy URL; `data` is the folder of the photos and of the default database."""

    data: Path = Path("var/backend")
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    mode: str = ""  # of organisation; empty: the one that transitions.toml names

    @property
    def url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'yiping.db'}"
