"""Turning a camera: what is asked of it, who has it in hand, and where it looks."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.message import Message, Order

Speed = Annotated[float, Meta(ge=-1, le=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
LAST_PRESET = 255
Number = Annotated[int, Meta(ge=1, le=LAST_PRESET)]
LONGEST_S = 10.0


class PtzOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Each one takes the camera in hand, or keeps it there, for the reservation of `ptz.toml`."""


class PtzMove(PtzOrder, frozen=True, kw_only=True, tag="MOVE"):
    """Turn right, up and nearer with these shares of the full speed; the backend stops it after `seconds`, whatever becomes of the console."""

    pan: Speed = 0.0
    tilt: Speed = 0.0
    zoom: Speed = 0.0
    seconds: Annotated[float, Meta(gt=0, le=LONGEST_S)] = 1.0


class PtzStop(PtzOrder, frozen=True, kw_only=True, tag="STOP"):
    """Stand still."""


class PtzAbsolute(PtzOrder, frozen=True, kw_only=True, tag="ABSOLUTE"):
    """Look there: `pan` and `tilt` from one end to the other, `zoom` from wide to near."""

    pan: Speed
    tilt: Speed
    zoom: Share


class PtzGoTo(PtzOrder, frozen=True, kw_only=True, tag="PRESET"):
    """Look where the preset of this number looks."""

    number: Number


class PtzPatrol(PtzOrder, frozen=True, kw_only=True, tag="PATROL"):
    """Go round by the patrol (巡航) of this number until another order comes. It goes on when the camera is let go, and when the reservation ends."""

    number: Number


class PtzAim(PtzOrder, frozen=True, kw_only=True, tag="AIM"):
    """Fill the picture with this box of it, in shares of width and height from the upper left; of a whole width and height: centre it there."""

    x: Share  # of its middle
    y: Share
    width: Annotated[float, Meta(gt=0, le=1)] = 1.0
    height: Annotated[float, Meta(gt=0, le=1)] = 1.0


class PtzTake(PtzOrder, frozen=True, kw_only=True, tag="TAKE"):
    """Take the camera in hand, also out of the hand of a lower post."""


class PtzRelease(PtzOrder, frozen=True, kw_only=True, tag="RELEASE"):
    """Let it go before the reservation ends."""


AnyPtzOrder = PtzMove | PtzStop | PtzAbsolute | PtzGoTo | PtzPatrol | PtzAim | PtzTake | PtzRelease


class PtzControl(Message, frozen=True, kw_only=True):
    """Who has a camera in hand since `at`; `taken_from` is the user out of whose hand it was taken, `taken_from_name` what they are called."""

    camera_id: str
    user: str
    full_name: str
    at: datetime
    taken_from: str = ""
    taken_from_name: str = ""


class PtzRound(Message, frozen=True, kw_only=True):
    """A camera goes round by its patrol of this number since `at`; `full_name` is who has sent it."""

    camera_id: str
    number: int
    full_name: str
    at: datetime


class PtzReceipt(Message, frozen=True, kw_only=True):
    """Who has the camera in hand now, and until when unless another order comes; none after it was let go."""

    camera_id: str
    control: PtzControl | None = None
    until: datetime | None = None


class Preset(Message, frozen=True, kw_only=True):
    """A view that the camera keeps. `azimuth` and `view_angle` as in `wire.cameras.Camera`; none where nobody has learnt or typed them."""

    number: int
    name: str
    azimuth: float | None = None
    view_angle: float | None = None


class PresetOrder(Order, frozen=True, kw_only=True):
    """Keep the view of now under this name."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]


class PresetViewOrder(Order, frozen=True, kw_only=True):
    """Where a preset looks, for a camera that does not tell it by itself."""

    azimuth: Annotated[float, Meta(ge=0, le=360)]
    view_angle: Annotated[float, Meta(gt=0, le=360)] | None = None


class Patrol(Message, frozen=True, kw_only=True):
    """A round of presets that the camera keeps; a gateway that tells none has none here, and starts them all the same."""

    number: int
    name: str


class PatrolOrder(Order, frozen=True, kw_only=True):
    """Go round by these presets, in this order, and stay `dwell_s` seconds at each."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    presets: Annotated[list[Number], Meta(min_length=2, max_length=32)]
    dwell_s: Annotated[int, Meta(ge=1, le=600)] = 15
