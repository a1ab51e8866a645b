"""The types that every place on the map shares."""

from typing import Annotated

from msgspec import Meta

Lon = Annotated[float, Meta(ge=-180, le=180)]  # degrees, WGS-84
Lat = Annotated[float, Meta(ge=-90, le=90)]  # degrees, WGS-84
Id = Annotated[str, Meta(min_length=1, max_length=64)]
NewId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\w-][\w.:@-]*$")]  # it must be able to stand in an address
