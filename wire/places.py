"""The types that every place on the map shares."""

from typing import Annotated

from msgspec import Meta

Lon = Annotated[float, Meta(ge=-180, le=180)]  # degrees, WGS-84
Lat = Annotated[float, Meta(ge=-90, le=90)]  # degrees, WGS-84
IN_ADDRESS = r"^(?!\.{1,2}$)[^/\\?#\x00-\x1f\x7f]+$"  # what else there is can be written with %; these would end a part of an address
Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=IN_ADDRESS)]
NewId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\w-][\w.:@-]*$")]
