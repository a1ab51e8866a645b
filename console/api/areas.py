"""What is drawn over the city, and under it."""

import msgspec

from console.api.door import JSON, Door, keyed, quoted
from wire.basemaps import BaseMap, BaseMapOrder
from wire.geofences import Geofence, GeofenceOrder


class AreaApi(Door):
    def geofences(self) -> list[Geofence]:
        return self._get(list[Geofence], "/v1/geofences")

    def put_geofence(self, order: GeofenceOrder, key: str, version: int | None = None) -> Geofence:
        """`version` is that of the one that it replaces."""
        path = f"/v1/geofences/{quoted(order.id)}"
        return self._send(Geofence, "PUT", path, msgspec.json.encode(order), JSON | keyed(key, version))

    def remove_geofence(self, id: str, key: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/geofences/{quoted(id)}", headers=keyed(key, version))

    def base_maps(self) -> list[BaseMap]:
        return self._get(list[BaseMap], "/v1/basemaps")

    def put_base_map(self, order: BaseMapOrder, version: int | None = None) -> BaseMap:
        """`version` is that of the one that it replaces."""
        headers = JSON | ({"If-Match": f'"{version}"'} if version is not None else {})
        return self._send(BaseMap, "PUT", f"/v1/basemaps/{quoted(order.id)}", msgspec.json.encode(order), headers)

    def remove_base_map(self, id: str) -> None:
        self.connection.call("DELETE", f"/v1/basemaps/{quoted(id)}")
