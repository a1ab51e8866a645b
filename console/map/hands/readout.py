"""The line under the map that says where the pointer is, and what a copied or pasted coordinate was taken for."""

from console import words
from geo.coordinates import Reading, Writing, write, zone_of
from wire.search import Hit, HitKind

SHORT = {Writing.WGS84: "WGS-84", Writing.GCJ02: "GCJ-02", Writing.BD09: "BD-09", Writing.GAUSS_KRUGER: "CGCS2000"}


def name(writing: Writing, zone: int | None = None) -> str:
    if writing is not Writing.GAUSS_KRUGER or zone is None:
        return SHORT[writing]
    return words.choose(f"CGCS2000 3 度带 {zone} 带", f"CGCS2000 3° zone {zone}")


def taken(reading: Reading) -> str:
    """How a pasted coordinate was understood."""
    datum = name(reading.writing, reading.zone)
    if reading.named:
        return words.choose(f"按 {datum} 理解", f"read as {datum}")
    if reading.writing is Writing.GAUSS_KRUGER:
        return words.choose(f"按 {datum} 理解（未写带号，取地图所在带）", f"read as {datum} (no zone given: that of the map)")
    return words.choose(f"按 {datum} 理解（未注明坐标系）", f"read as {datum} (no datum named)")


def hit(reading: Reading) -> Hit:
    text = write(reading.lon, reading.lat, Writing.WGS84) or ""
    return Hit(kind=HitKind.POI, id="", title=text, detail=taken(reading), lon=reading.lon, lat=reading.lat)


def line(lon: float, lat: float, writing: str) -> str:
    """As it is shown: the datum, and the place in it; WGS-84 where that writing has none."""
    wanted = Writing(writing) if writing in set(Writing) else Writing.WGS84
    text = write(lon, lat, wanted)
    if text is None:
        wanted, text = Writing.WGS84, write(lon, lat, Writing.WGS84)
    return f"{name(wanted, zone_of(lon))}  {text}"
