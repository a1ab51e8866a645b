"""People on shift: their roster, sheets and cards."""

from datetime import date, datetime

import msgspec

from console.api.door import BULK_S, JSON, Door, keyed, quoted
from wire.bulletins import BulletinFormat
from wire.coverage import CoverageGaps
from wire.rotations import Rotation, RotationOrder
from wire.shifts import Shift, ShiftKind, ShiftOrder
from wire.staff import StaffCard, StaffSheet
from wire.tracks import DoubtfulTrack


class StaffApi(Door):
    def shifts(self, first: date, last: date, unit_id: str = "") -> list[Shift]:
        return self._get(list[Shift], "/v1/shifts", _days(first, last) | ({"unit_id": unit_id} if unit_id else {}))

    def shift_kinds(self) -> list[ShiftKind]:
        return self._get(list[ShiftKind], "/v1/shift-kinds")

    def put_shift(self, order: ShiftOrder, key: str = "", version: int | None = None) -> Shift:
        """`version` is the one that it replaces."""
        return self._send(Shift, "PUT", f"/v1/shifts/{quoted(order.id)}", msgspec.json.encode(order), JSON | keyed(key, version))

    def remove_shift(self, id: str, key: str, version: int) -> None:
        self.connection.call("DELETE", f"/v1/shifts/{quoted(id)}", headers=keyed(key, version))

    def rotation(self, month: str) -> Rotation:
        """What stands in the roster; `month` is YYYY-MM."""
        return self._get(Rotation, f"/v1/rotations/{quoted(month)}")

    def make_rotation(self, month: str, order: RotationOrder, key: str = "") -> Rotation:
        return self._send(Rotation, "POST", f"/v1/rotations/{quoted(month)}", msgspec.json.encode(order), JSON | keyed(key, None), read_s=BULK_S)

    def coverage_gaps(self, hours: float, at: datetime | None = None) -> CoverageGaps:
        """What no inspector has seen for so long."""
        return self._get(CoverageGaps, "/v1/coverage/gaps", {"hours": hours} | ({} if at is None else {"at": at.isoformat()}), read_s=BULK_S)

    def track_doubts(self, day: date) -> list[DoubtfulTrack]:
        """Whose tracks of a day should be looked at."""
        return self._get(list[DoubtfulTrack], "/v1/track-doubts", {"day": day.isoformat()}, read_s=BULK_S)

    def staff_card(self, unit_id: str) -> StaffCard:
        return self._get(StaffCard, f"/v1/staff/{quoted(unit_id)}")

    def staff_sheet(self, first: date, last: date) -> StaffSheet:
        """Of all inspectors, with the sums of their teams."""
        return self._get(StaffSheet, "/v1/staff", _days(first, last), read_s=BULK_S)

    def staff_file(self, first: date, last: date, form: BulletinFormat, language: str) -> bytes:
        params = _days(first, last) | {"format": str(form), "language": language}
        return bytes(self.connection.call("GET", "/v1/staff/file", params=params, headers={"Accept": "*/*"}, read_s=BULK_S).content)


def _days(first: date, last: date) -> dict[str, str]:
    return {"first": first.isoformat(), "last": last.isoformat()}
