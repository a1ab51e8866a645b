"""Powers that are lent for a while."""

import msgspec

from console.api.door import JSON, Door, keyed, quoted, read_as
from wire.authorisations import Authorisation, AuthorisationOrder, Authorisations


class AuthorisationApi(Door):
    def authorisations(self) -> Authorisations:
        return self._get(Authorisations, "/v1/authorisations")

    def authorise(self, order: AuthorisationOrder) -> Authorisation:
        """Keyed by its id."""
        path = f"/v1/authorisations/{quoted(order.id)}"
        return self._send(Authorisation, "PUT", path, msgspec.json.encode(order), JSON | keyed(order.id, None))

    def revoke_authorisation(self, id: str) -> Authorisation:
        path = f"/v1/authorisations/{quoted(id)}"
        return read_as(Authorisation, self.connection.call("DELETE", path, headers=keyed(f"revoke-{id}", None)).content)
