"""How the cameras do."""

import msgspec

from console.api.door import JSON, Door
from wire.camera_health import CameraHealth, LookReport


class CameraHealthApi(Door):
    def camera_health(self) -> list[CameraHealth]:
        return self._get(list[CameraHealth], "/v1/camera-health")

    def report_looks(self, report: LookReport) -> None:
        self.connection.call("POST", "/v1/camera-health", body=msgspec.json.encode(report), headers=JSON)
