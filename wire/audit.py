"""The audit trail: who did what, append-only, each entry sealed over the one before it."""

from datetime import datetime

from wire.message import Message


class AuditEntry(Message, frozen=True, kw_only=True):
    """`hash` is SHA-256 over `previous` and the entry's canonical JSON without these two fields."""

    seq: int
    at: datetime
    user: str
    act: str  # "CASE.DISPATCH", "LOGIN", "IMPORT.CASES"
    noun: str = ""
    id: str = ""
    detail: str = ""
    previous: str = ""
    hash: str = ""


class AuditPage(Message, frozen=True, kw_only=True):
    """`whole` is false when the chain from `verified_after` up to here does not verify; `broken_at` is the first bad seq then.

    The last entry's seq and hash are the anchor from which the next page may be verified; `verified_after` is 0 without one.
    """

    entries: list[AuditEntry]
    whole: bool
    broken_at: int | None = None
    verified_after: int = 0
