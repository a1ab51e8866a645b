"""Moments that people keep of the hall's past."""

import msgspec

from console.api.door import JSON, Door, matching, quoted
from wire.moments import Moment, MomentOrder


class MomentApi(Door):
    def moments(self) -> list[Moment]:
        """One's own."""
        return self._get(list[Moment], "/v1/moments")

    def moment(self, id: str) -> Moment:
        """Anybody's."""
        return self._get(Moment, f"/v1/moments/{quoted(id)}")

    def put_moment(self, order: MomentOrder, version: int | None = None) -> Moment:
        return self._send(Moment, "PUT", f"/v1/moments/{quoted(order.id)}", msgspec.json.encode(order), JSON | matching(version))

    def remove_moment(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/moments/{quoted(id)}", headers=matching(version))
