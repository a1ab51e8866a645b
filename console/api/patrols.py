"""The patrol log."""

from collections.abc import Iterator
from typing import Any

import msgspec

from console.api.door import JSON, Door
from wire.patrols import MOST_RECORDS, Watcher, WatchRecord, WatchReport


class PatrolApi(Door):
    def report_watches(self, report: WatchReport) -> None:
        self.connection.call("POST", "/v1/watches", body=msgspec.json.encode(report), headers=JSON)

    def watches(self, camera_id: str = "", by: str = "", during: str = "", after: str = "", limit: int = 200) -> list[WatchRecord]:
        """`during` is START/END; what is wanted stands behind the record `after`."""
        asked: dict[str, Any] = {"camera_id": camera_id, "by": by, "datetime": during, "after": after, "limit": limit}
        return self._get(list[WatchRecord], "/v1/watches", {name: value for name, value in asked.items() if value != ""})

    def all_watches(self, camera_id: str = "", by: str = "", during: str = "") -> Iterator[WatchRecord]:
        """Page by page, however many there are."""
        page, after = self.watches(camera_id, by, during, limit=MOST_RECORDS), ""
        while page:
            yield from page
            if len(page) < MOST_RECORDS:
                return
            after = page[-1].id
            page = self.watches(camera_id, by, during, after, MOST_RECORDS)

    def watchers(self, during: str = "") -> list[Watcher]:
        return self._get(list[Watcher], "/v1/watchers", {"datetime": during} if during else {})
