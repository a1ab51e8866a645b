"""Layouts of the video wall that the hall shares."""

import msgspec

from console.api.door import JSON, Door, matching, quoted
from wire.video_layouts import LayoutOrder, SavedLayout


class VideoLayoutApi(Door):
    def video_layouts(self) -> list[SavedLayout]:
        return self._get(list[SavedLayout], "/v1/video-layouts")

    def put_video_layout(self, order: LayoutOrder, version: int | None = None) -> SavedLayout:
        """`version` is that of the one that it replaces."""
        return self._send(SavedLayout, "PUT", f"/v1/video-layouts/{quoted(order.id)}", msgspec.json.encode(order), JSON | matching(version))

    def remove_video_layout(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/video-layouts/{quoted(id)}", headers=matching(version))
