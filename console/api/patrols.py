"""The patrol log."""

import msgspec

from console.api.door import JSON, Door
from wire.patrols import WatchRecord, WatchReport


class PatrolApi(Door):
    def report_watches(self, report: WatchReport) -> None:
        self.connection.call("POST", "/v1/watches", body=msgspec.json.encode(report), headers=JSON)

    def watches(self, camera_id: str = "", by: str = "", limit: int = 200) -> list[WatchRecord]:
        return self._get(list[WatchRecord], "/v1/watches", {"camera_id": camera_id, "by": by, "limit": limit})
