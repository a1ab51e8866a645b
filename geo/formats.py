"""What a geographic file is by its own first bytes, and by what is within an archive.

GDAL goes by the content too, whatever the name says, and has formats that hold no places but orders: to read another file of this machine or of the
net (VRT, WFS), or to run a pipeline over one (GDALG). A file that came from somebody must not give any, so what GDAL is to open is looked at first.
"""

import re
import zipfile
import zlib
from pathlib import Path

HEAD = 65_536  # bytes: GDAL recognises nothing by what comes later
BLANK = rb"(?:\xef\xbb\xbf)?+\s*+"
# Never goes back over what it has passed: a file can be made to keep one busy that does.
PROLOG = BLANK + rb"(?>(?:<\?xml[^>]*>|<!DOCTYPE[^>\[]*+(?:\[[^\]]*\])?[^>]*>|<!--.*?-->)\s*+)*+"
JSON = re.compile(BLANK + rb"[{\[]")
SIGNS = {
    ".gpkg": re.compile(rb"SQLite format 3\x00"),
    ".shp": re.compile(rb"\x00\x00\x27\x0a"),
    ".geojson": JSON,
    ".json": JSON,
    ".kml": re.compile(PROLOG + rb"<(?:\w+:)?kml\b", re.DOTALL),
    ".gpx": re.compile(PROLOG + rb"<(?:\w+:)?gpx\b", re.DOTALL),
}
ARCHIVES = (".zip", ".kmz")
SUFFIXES = (*SIGNS, *ARCHIVES)
# Of no archive, or of one that is broken, or packed or locked in a way that is not read.
UNREADABLE_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
ORDERS = re.compile(rb"<\s*OGR|WFS_Capabilities|gdal_streamed_alg", re.IGNORECASE)  # by which GDAL knows a file that has it open others
TEXTS = (".geojson", ".json", ".kml", ".gpx")


def is_what_it_says(path: Path) -> bool:
    """Whether its content is of the format that its name ends in; `OSError` when it cannot be read."""
    suffix = path.suffix.lower()
    if suffix in ARCHIVES:
        return _is_archive(path)
    with path.open("rb") as file:
        return _is(suffix, file.read(HEAD))


def _is_archive(path: Path) -> bool:
    """All that it holds of geographic files is what it says, and there is some."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if Path(each.filename).suffix.lower() in SIGNS]
            return bool(members) and all(_is_member(archive, each) for each in members)
    except UNREADABLE_ARCHIVE:
        return False


def _is_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as file:
        return _is(Path(member.filename).suffix.lower(), file.read(HEAD))


def _is(suffix: str, head: bytes) -> bool:
    sign = SIGNS.get(suffix)
    return sign is not None and sign.match(head) is not None and not (suffix in TEXTS and ORDERS.search(head))
