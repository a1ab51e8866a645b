"""The standards library."""

from datetime import date

import msgspec

from console.api.door import BULK_S, JSON, Door, keyed, quoted, read_as
from wire.codes import StandardKind
from wire.standards import ConditionVersion, DraftOrder, Lines, PublicationOrder, Standard, StandardChanges, WholeStandard


class StandardsApi(Door):
    def standards(self) -> list[Standard]:
        return self._get(list[Standard], "/v1/standards")

    def standard(self, id: str) -> WholeStandard:
        return self._get(WholeStandard, f"/v1/standards/{quoted(id)}", read_s=BULK_S)

    def standard_changes(self, id: str, against: str = "") -> StandardChanges:
        """What a version changes of `against`, by default of the one before it."""
        return self._get(StandardChanges, f"/v1/standards/{quoted(id)}/changes", {"against": against or None}, read_s=BULK_S)

    def standard_file(self, id: str, suffix: str, language: str) -> bytes:
        """Its lines as a table, "csv" or "xlsx"."""
        params = {"format": suffix, "language": language}
        path = f"/v1/standards/{quoted(id)}/file"
        return bytes(self.connection.call("GET", path, params=params, headers={"Accept": "*/*"}, read_s=BULK_S).content)

    def standard_lines(self, body: bytes, name: str, kind: StandardKind) -> Lines:
        """What a table says; nothing is kept."""
        headers = {"Content-Type": "application/octet-stream"}
        path, params = "/v1/standard-files", {"name": name, "kind": kind}
        return read_as(Lines, self.connection.call("POST", path, params=params, body=body, headers=headers, read_s=BULK_S).content)

    def put_draft(self, id: str, order: DraftOrder, key: str, version: int | None = None) -> WholeStandard:
        """`version` is that of the draft that it replaces."""
        path = f"/v1/standards/{quoted(id)}"
        return self._send(WholeStandard, "PUT", path, msgspec.json.encode(order), JSON | keyed(key, version), BULK_S)

    def withdraw_draft(self, id: str, key: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/standards/{quoted(id)}", headers=keyed(key, version))

    def publish_draft(self, id: str, valid_from: date, key: str, version: int | None = None) -> WholeStandard:
        return self._post(WholeStandard, f"/v1/standards/{quoted(id)}/publication", PublicationOrder(valid_from=valid_from), key, version)

    def condition_history(self, id: str) -> list[ConditionVersion]:
        return self._get(list[ConditionVersion], f"/v1/conditions/{quoted(id)}/history")
