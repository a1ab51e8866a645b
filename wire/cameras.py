"""Cameras of the city."""

from typing import Annotated

from msgspec import Meta

from wire.message import Order, Versioned
from wire.places import Id, Lat, Lon


class Camera(Versioned, frozen=True, kw_only=True):
    """`azimuth` and `view_angle` in degrees (from north, and the width of the cone), `reach` in metres; none where nobody measured.

    A URL carries no password. `sub_url` is the small stream for small panes, `main_url` the large one; `ptz_url` is where it is turned, empty for
    a camera that cannot be: `onvif://HOST:PORT/PROFILE`, `wvp://HOST:PORT/DEVICE/CHANNEL`, `sim://HOST:PORT/CAMERA`. Its query tells what the
    device does not: `north` is the azimuth at pan 0, `span` the degrees from there to pan 1, `wide` and `tele` the view angles at both ends of zoom.
    `preset` is the name of the preset that it was turned to last, empty when it was moved since, or nobody has turned it to one.
    `playback_url` is where a recorder that is not ours plays the past: {start} and {end} in it are the times, see `wire.recordings.playback_address`.
    """

    code: str
    name: str
    lon: float
    lat: float
    azimuth: float | None = None
    view_angle: float | None = None
    reach: float | None = None
    sub_url: str = ""
    main_url: str = ""
    ptz_url: str = ""
    playback_url: str = ""
    preset: str = ""
    online: bool | None = None  # as the media gateway says; none: unknown


class CameraOrder(Order, frozen=True, kw_only=True):
    id: Id
    code: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    lon: Lon
    lat: Lat
    azimuth: Annotated[float, Meta(ge=0, le=360)] | None = None
    view_angle: Annotated[float, Meta(gt=0, le=360)] | None = None
    reach: Annotated[float, Meta(gt=0)] | None = None
    sub_url: str = ""
    main_url: str = ""
    ptz_url: str = ""
    playback_url: str = ""
    online: bool | None = None
