"""Who is there, what is new, and what users keep."""

from console.api.door import JSON, SPARE_S, Cursor, Door, quoted, read_as
from console.connection import ApiError
from wire.audit import AuditPage
from wire.changes import Health, RawChanges
from wire.people import Login, LoginOrder, User, UserOrder
from wire.standards import Catalogue


class SessionApi(Door):
    def login(self, name: str, password: str) -> Login:
        """From here on the calls carry the token."""
        login = self._post(Login, "/v1/login", LoginOrder(name=name, password=password))
        self.connection.token = login.token
        return login

    def logout(self) -> None:
        self.connection.call("DELETE", "/v1/login")
        self.connection.token = ""

    def me(self) -> User:
        return self._get(User, "/v1/me")

    def health(self, within: float | None = None) -> Health:
        """Also of a backend that is up but not well: `ok` is false then. `within`: seconds, connecting included."""
        return read_as(Health, self.connection.call("GET", "/v1/health", within_s=within, also=503).content)

    def changes(self, after: Cursor, wait: float = 0.0) -> RawChanges:
        """What came after a place in the feed; when there is nothing, an answer after `wait` seconds."""
        params = {"after": after.seq, "wait": wait, "epoch": after.epoch}
        return self._get(RawChanges, "/v1/changes", params, read_s=wait + SPARE_S)

    def catalogue(self) -> Catalogue:
        return self._get(Catalogue, "/v1/catalogue")

    def preference(self, key: str) -> bytes | None:
        """The JSON that this user has kept under a key; none when there is none."""
        try:
            return bytes(self.connection.call("GET", f"/v1/me/preferences/{quoted(key)}").content)
        except ApiError as error:
            if error.problem.status == 404:
                return None
            raise

    def put_preference(self, key: str, body: bytes) -> None:
        self.connection.call("PUT", f"/v1/me/preferences/{quoted(key)}", body=body, headers=JSON)

    def users(self) -> list[User]:
        return self._get(list[User], "/v1/users")

    def put_user(self, order: UserOrder) -> User:
        return self._put(User, f"/v1/users/{quoted(order.name)}", order)

    def audit(self, after: int = 0, limit: int = 200) -> AuditPage:
        return self._get(AuditPage, "/v1/audit", {"after": after, "limit": limit})
