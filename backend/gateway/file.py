"""Which gateways the city has: `gateways.toml` in the backend's data folder. Their logins stand in `camera-logins.toml`, by host.

["wvp://10.0.0.5:18080"]
media = "rtsp://10.0.0.5:554/rtp/{device}_{channel}"  # where the pictures of a camera are
datum = "gcj02"                                       # of the places that it tells; WGS-84 where nothing is said
"""

import tomllib
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from backend.gateway.wvp import Channel
from backend.refusals import Setup
from geo.datum import Datum
from media.addresses import has_login

NAME = "gateways.toml"
SCHEMES = ("wvp", "wvps")
FIELDS = {"media", "datum"}


class Gateway(NamedTuple):
    url: str  # wvp://HOST:PORT
    media: str
    datum: Datum

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def picture_url(self, channel: Channel) -> str:
        return self.media.replace("{device}", channel.device).replace("{channel}", channel.code)

    def ptz_url(self, channel: Channel) -> str:
        return f"{self.url}/{channel.device}/{channel.code}" if channel.turned else ""


def read_gateways(folder: Path) -> list[Gateway]:
    """In the order of the file, none where there is no file; `Setup` says in a sentence what is wrong with it."""
    path = folder / NAME
    if not path.exists():
        return []
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Setup(f"{NAME} cannot be read.") from error
    except tomllib.TOMLDecodeError as error:
        raise Setup(f"{NAME} is no TOML: {error}.") from error
    return [_gateway(url, fields) for url, fields in told.items()]


def _gateway(url: str, fields: object) -> Gateway:
    split = urlsplit(url)
    if split.scheme not in SCHEMES or not split.netloc or split.path or has_login(url):
        raise Setup(f"{NAME}: a gateway is wvp://HOST:PORT or wvps://HOST:PORT, without a login; {split.hostname or 'another'} is none.")
    if not isinstance(fields, dict) or (strange := set(fields) - FIELDS):
        raise Setup(f"{NAME}: {url} takes media and datum" + (f", not {sorted(strange)[0]}." if isinstance(fields, dict) else "."))
    media, datum = fields.get("media", ""), fields.get("datum", Datum.WGS84)
    if not isinstance(media, str) or "{device}" not in media or "{channel}" not in media or has_login(media):
        raise Setup(f"{NAME}: media of {url} is the address of a camera's pictures, with {{device}} and {{channel}} in it, and without a login.")
    if datum not in list(Datum):
        raise Setup(f"{NAME}: datum of {url} is one of {', '.join(Datum)}.")
    return Gateway(url, media, Datum(datum))
