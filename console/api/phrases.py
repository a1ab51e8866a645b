"""Common phrases."""

import msgspec

from console.api.door import JSON, Door, keyed, quoted
from wire.phrases import Phrase, PhraseOrder


class PhraseApi(Door):
    def phrases(self) -> list[Phrase]:
        """The hall's, and one's own."""
        return self._get(list[Phrase], "/v1/phrases")

    def put_phrase(self, order: PhraseOrder, version: int | None = None) -> Phrase:
        """`version` is that of the one that it replaces."""
        return self._send(Phrase, "PUT", f"/v1/phrases/{quoted(order.id)}", msgspec.json.encode(order), JSON | keyed("", version))

    def remove_phrase(self, id: str, version: int | None = None) -> None:
        self.connection.call("DELETE", f"/v1/phrases/{quoted(id)}", headers=keyed("", version))
