"""How often findings of a camera, a class and an hour of the day came to nothing."""

from wire.codes import Kind
from wire.message import Message


class VoidRate(Message, frozen=True, kw_only=True):
    """Of `total` reports that were decided, `voided` were refused or voided, and `merged` were of a problem that was known.

    `camera_id` is none for reports without a camera; `hour` is that of the city's clock, 0 to 23.
    """

    camera_id: str | None
    kind: Kind
    class_code: str
    hour: int
    total: int
    voided: int
    merged: int
