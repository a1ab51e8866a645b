"""Alarms of supervision, and the squads that are called out to them."""

from collections.abc import Iterable
from typing import Any

from console.api.door import Door, quoted
from wire.alarms import AcknowledgeOrder, Alarm
from wire.callouts import Callout, CalloutAnswer, CalloutOrder
from wire.codes import AlarmKind


class AlarmApi(Door):
    def alarms(
        self, during: str = "", unit_id: str = "", kinds: Iterable[AlarmKind] = (), is_open: bool | None = None, after: str = "", limit: int = 200
    ) -> list[Alarm]:
        """`during` is START/END; what is wanted stands behind the alarm `after`."""
        asked: dict[str, Any] = {"datetime": during, "unit_id": unit_id, "kind": list(kinds), "open": is_open, "after": after, "limit": limit}
        return self._get(list[Alarm], "/v1/alarms", {name: value for name, value in asked.items() if value not in ("", None, [])})

    def alarm(self, id: str) -> Alarm:
        return self._get(Alarm, f"/v1/alarms/{quoted(id)}")

    def acknowledge(self, id: str, order: AcknowledgeOrder, key: str, version: int | None = None) -> Alarm:
        """`version` is the one that was seen."""
        return self._post(Alarm, f"/v1/alarms/{quoted(id)}/acknowledgement", order, key, version)

    def callouts(self, unit_id: str = "", under_way: bool | None = None) -> list[Callout]:
        """The newest first; of a squad its own."""
        return self._get(list[Callout], "/v1/callouts", {"unit_id": unit_id or None, "under_way": under_way})

    def call_out(self, alarm_id: str, order: CalloutOrder, key: str) -> Callout:
        return self._post(Callout, f"/v1/alarms/{quoted(alarm_id)}/callouts", order, key)

    def answer_callout(self, id: str, answer: CalloutAnswer, key: str, version: int | None = None) -> Callout:
        """What the squad says."""
        return self._post(Callout, f"/v1/callouts/{quoted(id)}/answer", answer, key, version)

    def withdraw_callout(self, id: str, key: str, version: int | None = None) -> Callout:
        return self._post(Callout, f"/v1/callouts/{quoted(id)}/withdrawal", None, key, version)
