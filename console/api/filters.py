"""Filters of the case queue that the hall shares, and what became of findings."""

from collections.abc import Collection

import msgspec

from console.api.door import JSON, Door, matching, quoted
from wire.codes import Source
from wire.filters import FilterOrder, SavedFilter
from wire.findings import VoidRate


class FilterApi(Door):
    def filters(self) -> list[SavedFilter]:
        return self._get(list[SavedFilter], "/v1/filters")

    def put_filter(self, order: FilterOrder, version: int | None = None) -> SavedFilter:
        """`version` is that of the one that it replaces."""
        return self._send(SavedFilter, "PUT", f"/v1/filters/{quoted(order.id)}", msgspec.json.encode(order), JSON | matching(version))

    def remove_filter(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/filters/{quoted(id)}", headers=matching(version))

    def void_rates(self, sources: Collection[Source], days: int = 90) -> list[VoidRate]:
        return self._get(list[VoidRate], "/v1/findings/rates", {"source": list(sources), "days": days})
