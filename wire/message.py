"""What every message is.

Message      frozen; a reader ignores fields it does not know, so that an older console can read a newer backend
├── Versioned    a thing that the backend keeps: an id, and a version that only grows
Order        frozen; unknown fields are refused, they are mistakes
"""

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What the backend answers."""


class Versioned(Message, frozen=True, kw_only=True):
    """A thing of the hall. `version` starts at 1 and grows by one with every change of this thing."""

    id: str
    version: int


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of the backend."""
