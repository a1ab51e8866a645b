"""What each user likes to see: JSON by key, which the console alone understands."""

import msgspec

from backend.refusals import Malformed, TooLarge, Unknown
from backend.rules.answers import insert
from backend.session import Work
from backend.tables.maps import PreferenceRow

MOST_BYTES = 64 * 1024
LONGEST_KEY = 80


def one(work: Work, key: str) -> msgspec.Raw:
    row = work.session.get(PreferenceRow, (work.user.name, key))
    if row is None:
        raise Unknown("preference", key)
    return msgspec.Raw(row.body.encode())


def put(work: Work, key: str, body: bytes) -> msgspec.Raw:
    """Keeps any JSON; the last to write is right, for it is one person."""
    if len(key) > LONGEST_KEY:
        raise Malformed(f"A key has at most {LONGEST_KEY} characters.")
    if len(body) > MOST_BYTES:
        raise TooLarge(f"A preference has at most {MOST_BYTES} bytes.")
    text = _json(body)
    kept = insert(work, PreferenceRow).values(user_id=work.user.name, key=key, body=text)
    work.session.execute(kept.on_conflict_do_update(index_elements=["user_id", "key"], set_={"body": text}))
    return msgspec.Raw(body)


def _json(body: bytes) -> str:
    try:
        msgspec.json.decode(body)
        return body.decode()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("A preference is JSON.") from error
