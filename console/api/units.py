"""Units, where they are and were, and what sensors say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from console.api.door import BULK_S, SPARE_S, Door, quoted, table_of
from wire.codes import UnitKind
from wire.sensors import ReadingBatch, ReadingReceipt, Sensor, SensorOrder
from wire.tracks import TOGETHER, Happening, TrackAnalysis, TrackDay, TrackLikeness, TrackOnStreets
from wire.units import PhonesOrder, Positions, SignIn, Unit, UnitOrder, UnitPhone

MOST_IDS = 300  # that an address holds


class UnitApi(Door):
    def units(self) -> list[Unit]:
        return self._get(list[Unit], "/v1/units")

    def phones(self, unit_ids: Sequence[str]) -> list[UnitPhone]:
        """Whole; that somebody has seen them is written down there."""
        return self._post(list[UnitPhone], "/v1/units/phones", PhonesOrder(unit_ids=list(unit_ids)))

    def put_unit(self, order: UnitOrder) -> Unit:
        return self._put(Unit, f"/v1/units/{quoted(order.id)}", order)

    def sign_in(self, unit_id: str, sign_in: SignIn) -> Unit:
        return self._post(Unit, f"/v1/units/{quoted(unit_id)}/duty", sign_in)

    def positions(self, after: int, wait: float = 0.0) -> Positions:
        return self._get(Positions, "/v1/positions", {"after": after, "wait": wait}, read_s=wait + SPARE_S)

    def track(self, unit_id: str, start: datetime, end: datetime) -> pa.Table:
        """`wire.tracks.TRACK` in order of time; both ends aware."""
        return table_of(self._bulk(f"/v1/tracks/{quoted(unit_id)}", _period(start, end)).content)

    def tracks_together(self, start: datetime, end: datetime, unit_ids: Sequence[str] = (), kinds: Sequence[UnitKind] = ()) -> pa.Table:
        """`wire.tracks.TOGETHER` of these units, or of all of these kinds."""
        pages: list[dict[str, Any]] = [{"unit": list(unit_ids[first : first + MOST_IDS])} for first in range(0, len(unit_ids), MOST_IDS)]
        asked = [{"kind": list(kinds)}] if kinds else pages
        tables = [table_of(self._bulk("/v1/tracks", _period(start, end) | each).content) for each in asked]
        return pa.concat_tables(tables).unify_dictionaries() if tables else TOGETHER.empty_table()

    def track_analysis(self, unit_id: str, start: datetime, end: datetime) -> TrackAnalysis:
        return self._get(TrackAnalysis, f"/v1/tracks/{quoted(unit_id)}/analysis", _period(start, end))

    def track_likenesses(self, unit_id: str, start: datetime, end: datetime) -> list[TrackLikeness]:
        """Whose track this is again: that of an earlier day, or of another unit."""
        return self._get(list[TrackLikeness], f"/v1/tracks/{quoted(unit_id)}/likenesses", _period(start, end))

    def happenings(self, unit_id: str, start: datetime, end: datetime) -> list[Happening]:
        """What came to pass on its way, in order of time."""
        return self._get(list[Happening], f"/v1/tracks/{quoted(unit_id)}/happenings", _period(start, end))

    def track_days(self, unit_id: str) -> list[TrackDay]:
        return self._get(list[TrackDay], f"/v1/tracks/{quoted(unit_id)}/days")

    def track_on_streets(self, unit_id: str, start: datetime, end: datetime) -> TrackOnStreets:
        return self._get(TrackOnStreets, f"/v1/tracks/{quoted(unit_id)}/streets", _period(start, end), read_s=BULK_S)

    def sensors(self) -> list[Sensor]:
        return self._get(list[Sensor], "/v1/sensors")

    def put_sensor(self, order: SensorOrder) -> Sensor:
        return self._put(Sensor, f"/v1/sensors/{quoted(order.id)}", order)

    def read(self, batch: ReadingBatch) -> ReadingReceipt:
        """What sensors say; the newest of each is kept."""
        return self._post(ReadingReceipt, "/v1/readings", batch)


def _period(start: datetime, end: datetime) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}
