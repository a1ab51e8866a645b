"""Tours of cameras that the hall shares."""

import msgspec

from console.api.door import JSON, Door, matching, quoted
from wire.tours import SavedTour, TourOrder


class TourApi(Door):
    def tours(self) -> list[SavedTour]:
        return self._get(list[SavedTour], "/v1/tours")

    def put_tour(self, order: TourOrder, version: int | None = None) -> SavedTour:
        """`version` is that of the one that it replaces."""
        return self._send(SavedTour, "PUT", f"/v1/tours/{quoted(order.id)}", msgspec.json.encode(order), JSON | matching(version))

    def remove_tour(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/tours/{quoted(id)}", headers=matching(version))
