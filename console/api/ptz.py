"""Turning cameras."""

import msgspec

from console.api.door import JSON, Door, keyed, quoted
from wire.ptz import AnyPtzOrder, Patrol, PatrolOrder, Preset, PresetOrder, PresetViewOrder, PtzReceipt

DEVICE_S = 15.0  # the backend waits for a device, and for the orders before this one


class PtzApi(Door):
    def turn(self, camera_id: str, order: AnyPtzOrder, key: str) -> PtzReceipt:
        """Who has the camera in hand then, and until when."""
        headers = JSON | keyed(key, None)
        return self._send(PtzReceipt, "POST", f"/v1/cameras/{quoted(camera_id)}/ptz", msgspec.json.encode(order), headers, read_s=DEVICE_S)

    def presets(self, camera_id: str) -> list[Preset]:
        return self._get(list[Preset], f"/v1/cameras/{quoted(camera_id)}/presets", read_s=DEVICE_S)

    def put_preset(self, camera_id: str, number: int, name: str) -> Preset:
        """Keep the view of now."""
        return self._put(Preset, f"/v1/cameras/{quoted(camera_id)}/presets/{number}", PresetOrder(name=name))

    def put_preset_view(self, camera_id: str, number: int, order: PresetViewOrder) -> Preset:
        """Where a preset looks."""
        return self._put(Preset, f"/v1/cameras/{quoted(camera_id)}/presets/{number}/view", order)

    def patrols(self, camera_id: str) -> list[Patrol]:
        return self._get(list[Patrol], f"/v1/cameras/{quoted(camera_id)}/patrols", read_s=DEVICE_S)

    def put_patrol(self, camera_id: str, number: int, order: PatrolOrder) -> Patrol:
        return self._put(Patrol, f"/v1/cameras/{quoted(camera_id)}/patrols/{number}", order)

    def drop_preset(self, camera_id: str, number: int) -> None:
        self.connection.call("DELETE", f"/v1/cameras/{quoted(camera_id)}/presets/{number}")
