"""Who is where, and who has which case in hand."""

import msgspec

from console.api.door import JSON, SPARE_S, Door, quoted
from wire.presence import Attendance, Claim, ClaimOrder, PresenceReport


class PresenceApi(Door):
    def attendance(self, seen: str = "", wait: float = 0.0) -> Attendance:
        """The whole picture, as soon as it is another than the one that was `seen`; that one again after `wait` seconds."""
        return self._get(Attendance, "/v1/presence", {"seen": seen, "wait": wait}, read_s=wait + SPARE_S)

    def tell_presence(self, desk: str, report: PresenceReport) -> None:
        self.connection.call("PUT", f"/v1/presence/{quoted(desk)}", body=msgspec.json.encode(report), headers=JSON)

    def leave(self, desk: str, within_s: float) -> None:
        self.connection.call("DELETE", f"/v1/presence/{quoted(desk)}", within_s=within_s)

    def claim(self, case_id: str, reason: str = "") -> Claim:
        """Who has the case then: me, or whoever was asked for it."""
        return self._put(Claim, f"/v1/cases/{quoted(case_id)}/claim", ClaimOrder(reason=reason))

    def release(self, case_id: str) -> None:
        self.connection.call("DELETE", f"/v1/cases/{quoted(case_id)}/claim")
