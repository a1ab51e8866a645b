"""What headers say of raw bytes: their digest (RFC 9530), and which part of them is wanted (RFC 9110, 14)."""

import base64
import binascii
import re
from collections.abc import Mapping

from backend.refusals import Malformed, NoSuchRange
from wire.problem import FieldError

DIGEST = "Content-Digest"
SHA_256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def said_digest(headers: Mapping[str, str]) -> str | None:
    """The SHA-256 that the sender has computed, hexadecimal; none when none was sent."""
    said = headers.get(DIGEST)
    if said is None:
        return None
    found = SHA_256.search(said)
    try:
        digest = base64.b64decode(found[1], validate=True) if found else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        raise Malformed("Content-Digest must be sha-256=:BASE64:.", [FieldError(path=DIGEST, detail="is no sha-256")])
    return digest.hex()


def wanted_part(headers: Mapping[str, str], size: int) -> tuple[int, int] | None:
    """First and last byte that are wanted; none: all of them, also where several parts or other units are asked for, as the RFC allows."""
    found = RANGE.match(headers.get("Range", "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    if found[1] == "":
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2]) if found[2] else size - 1, size - 1)
    if first >= size or (found[1] == "" and int(found[2]) == 0):
        raise NoSuchRange(f"There are {size} bytes, and none of those that were asked for.")
    return (first, last) if first <= last else None
