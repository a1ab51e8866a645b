"""What cameras are watched for by the capture program."""

import msgspec

from console.api.door import JSON, Door, matching, quoted
from wire.analytics import CaptureZone, CaptureZoneOrder


class ZonesApi(Door):
    def capture_zones(self, camera_id: str) -> list[CaptureZone]:
        return self._get(list[CaptureZone], "/v1/capture-zones", {"camera_id": camera_id})

    def put_capture_zone(self, order: CaptureZoneOrder, version: int | None = None) -> CaptureZone:
        """`version` is that of the one that it replaces."""
        return self._send(CaptureZone, "PUT", f"/v1/capture-zones/{quoted(order.id)}", msgspec.json.encode(order), JSON | matching(version))

    def remove_capture_zone(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/capture-zones/{quoted(id)}", headers=matching(version))
