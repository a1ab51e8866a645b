"""Whether cameras are online, as their gateways say; of a gateway that cannot be asked nothing is known, and that is said."""

import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from backend.camera_logins import Logins
from backend.gateway.file import Gateway, read_gateways
from backend.gateway.http import Limits
from backend.gateway.wvp import Channel, Wvp
from backend.refusals import Outside, Setup
from backend.rules import gateway_cameras
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database

log = logging.getLogger("backend")
GATEWAYS_S = 30.0


class GatewayWatch:
    def __init__(self, folder: Path) -> None:
        self._folder, self._logins = folder, Logins(folder)
        self._troubles: dict[str, str] = {}  # by URL
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Who has very many devices is not asked to the end."""
        self._stopped.set()

    def look(self, database: Database) -> None:
        try:
            gateways = read_gateways(self._folder)
        except Setup as error:
            self._note("", str(error))
            return
        self._note("", "")
        for gateway in gateways:
            try:
                told = online(listed(database, gateway, self._logins, self._stopped))
                self._note(gateway.url, "")
            except Outside as error:
                if self._stopped.is_set():
                    return
                told = {}
                self._note(gateway.url, error.detail)
            with database.write(SYSTEM) as work:
                gateway_cameras.tell_online(work, dict.fromkeys(gateway_cameras.known_of(work, gateway)) | told)

    def _note(self, url: str, trouble: str) -> None:
        if trouble != self._troubles.get(url, ""):
            log.warning("gateway %s: %s", url, trouble or "answers again")
        self._troubles[url] = trouble


def online(channels: Iterable[Channel]) -> dict[str, bool | None]:
    """By code; of a camera that comes by two devices, whether it is online by either."""
    told: dict[str, bool | None] = {}
    for channel in channels:
        told[channel.code] = channel.online or told.get(channel.code, False)
    return told


def listed(database: Database, gateway: Gateway, logins: Logins, stopped: threading.Event | None = None) -> list[Channel]:
    """`Outside` where it cannot be asked."""
    with database.read() as work:
        rules = in_force(work).ptz
    return Wvp(gateway.url, Limits(rules.connect_s, rules.read_s), logins.of(gateway.host), stopped).channels()
