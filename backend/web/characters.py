"""U+0000 is a character in JSON, in addresses and to SQLite, but not to PostgreSQL: it stays at the door, whichever database is behind it."""

import re

from backend.refusals import Malformed

IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # the escape, and not a backslash before "u0000"


def check_address(path: str, query: bytes) -> None:
    if "\0" in path or _encoded(query):
        raise _refusal()


def check_body(body: bytes, form: bool) -> None:
    """`Malformed` when a text anywhere in a JSON message, or in a form, holds U+0000."""
    if _encoded(body) if form else b"\\u0000" in body and IN_JSON.search(body):
        raise _refusal()


def _encoded(text: bytes) -> bool:
    return b"%00" in text or b"\0" in text


def _refusal() -> Malformed:
    return Malformed("A text holds U+0000, which is no character.")
