"""Who asks, and what is known of the key that he asks with."""

from geo.datum import Datum
from wire.people import User


class Caller(User, frozen=True, kw_only=True):
    """`key` is the id of a key, empty for a session. `datum` is what the key says of the places that it sends; a session's are WGS-84."""

    key: str = ""
    datum: Datum = Datum.WGS84

    def plain(self) -> User:
        """Without what is known of the key: the framework takes no other kind of user for one."""
        return User(**{name: getattr(self, name) for name in User.__struct_fields__})


def key_of(user: User) -> str:
    return user.key if isinstance(user, Caller) else ""


def datum_of(user: User) -> Datum:
    return user.datum if isinstance(user, Caller) else Datum.WGS84
