"""Footage that the police ask for."""

from typing import Any

import msgspec

from console.api.door import BULK_S, JSON, Door, keyed, matching, quoted
from wire.footage import MOST_REQUESTS, AnyFootageStep, FootageFigures, FootageOrder, FootageRequest, FootageState


class FootageApi(Door):
    """`during` is START/END."""

    def footage(
        self, during: str = "", state: FootageState | None = None, text: str = "", after: str = "", limit: int = MOST_REQUESTS
    ) -> list[FootageRequest]:
        """The newest first; what is wanted stands behind the request `after`."""
        return self._get(list[FootageRequest], "/v1/footage", _asked(during, state, text) | {"after": after or None, "limit": limit})

    def footage_figures(self, during: str = "") -> FootageFigures:
        return self._get(FootageFigures, "/v1/footage/figures", {"datetime": during or None})

    def footage_file(self, during: str, state: FootageState | None, text: str, suffix: str, language: str) -> bytes:
        """The requests as a table, "csv" or "xlsx"."""
        params = _asked(during, state, text) | {"format": suffix, "language": language}
        return bytes(self.connection.call("GET", "/v1/footage/file", params=params, headers={"Accept": "*/*"}, read_s=BULK_S).content)

    def put_footage(self, order: FootageOrder, key: str, version: int | None = None) -> FootageRequest:
        """`version` is that of the request that it corrects."""
        headers = JSON | keyed(key, None) | matching(version)
        return self._send(FootageRequest, "PUT", f"/v1/footage/{quoted(order.id)}", msgspec.json.encode(order), headers)

    def step_footage(self, id: str, step: AnyFootageStep, key: str, version: int) -> FootageRequest:
        return self._post(FootageRequest, f"/v1/footage/{quoted(id)}/steps", step, key, version)


def _asked(during: str, state: FootageState | None, text: str) -> dict[str, Any]:
    return {"datetime": during or None, "state": state, "text": text or None}
