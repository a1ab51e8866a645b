"""Geographic files of every format whose attributes say a text: each with what of it the format can hold."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import shapely

from tests.geo.dbf import GBK_MARK, NAME, WIDTH, shapefile
from tests.geo.test_files import write

AT = (116.4, 39.9)
MOST_NAME, MOST_LETTERS = 80, 500  # as they are told
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
HEAD = "<?xml version='1.0' encoding='UTF-8'?>"


class Said(NamedTuple):
    """`lines` are to be told of the one point of the file, whole; `begins` is how one of them begins, where not all of the text can be kept."""

    path: Path
    lines: tuple[str, ...]
    begins: str = ""


def geojson(folder: Path, text: str) -> Said:
    held = text.split("\0")[0]
    point = {"type": "Point", "coordinates": list(AT)}
    features = [{"type": "Feature", "properties": {"name": text, f"n{text}": text}, "geometry": point}]
    path = folder / "site.geojson"
    # Not escaped: json-c, which GDAL reads with, loses a letter of some pairs of surrogates.
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return Said(path, (line("name", held), line(f"n{held}", held)))


def kml(folder: Path, text: str) -> Said:
    held = ILLEGAL.sub("", text)
    html = f"<table><tr><td>{escape(held)}</td></tr></table><div>{held}</div>".replace("]]>", "]]]]><![CDATA[>")
    more = f"<ExtendedData><Data name={quoteattr(held)}><displayName>{escape(held)}</displayName><value>{escape(held)}</value></Data></ExtendedData>"
    style = f"<Style><BalloonStyle><text>{escape(held)}</text></BalloonStyle></Style>"
    place = f"<Point><coordinates>{AT[0]},{AT[1]}</coordinates></Point>"
    mark = f"<Placemark><name>{escape(held)}</name>{style}<description><![CDATA[{html}]]></description>{more}{place}</Placemark>"
    path = folder / "site.kml"
    body = f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Folder><name>{escape(held)}</name>{mark}</Folder></Document></kml>"
    path.write_text(HEAD + body, "utf-8")
    return Said(path, (line("Name", held),), line("description", held))


def gpx(folder: Path, text: str) -> Said:
    held = ILLEGAL.sub("", text)
    told = "".join(f"<{tag}>{escape(held)}</{tag}>" for tag in ("name", "cmt", "desc", "src"))
    link = f"<link href={quoteattr(held)}><text>{escape(held)}</text></link>"
    own = f"<extensions><x:own xmlns:x='urn:x'>{escape(held)}</x:own></extensions>"
    path = folder / "site.gpx"
    mark = f"<wpt lat='{AT[1]}' lon='{AT[0]}'>{told}{link}{own}</wpt>"
    path.write_text(f"{HEAD}<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'>{mark}</gpx>", "utf-8")
    return Said(path, (line("name", held), line("cmt", held), line("desc", held)))


def geopackage(folder: Path, text: str) -> Said:
    held = text.split("\0")[0]
    path = folder / "site.gpkg"
    path.unlink(missing_ok=True)
    write(path, [shapely.Point(*AT)], "Point", **{"name": [text], f"n{held}": [text]})
    return Said(path, (line("name", held), line(f"n{held}", held)))


def table(codec: str, mark: int = 0, told: str = "", first: str = "") -> Callable[[Path, str], Said]:
    """A Shapefile, in a code page."""

    def made(folder: Path, text: str) -> Said:
        held = (first + text).split("\0")[0]
        name = "<b>路"
        cell = held.encode(codec, "replace")[:WIDTH]
        path = shapefile(folder / "site.shp", name.encode(codec)[:NAME], [cell], mark, told, AT)
        return Said(path, (), f"{name}: {first}a")

    return made


def line(name: str, text: str) -> str:
    return f"{name[:MOST_NAME]}: {text[:MOST_LETTERS]}"


FORMATS: dict[str, Callable[[Path, str], Said]] = {
    "geojson": geojson,
    "kml": kml,
    "gpx": gpx,
    "gpkg": geopackage,
    "shp in utf-8": table("utf-8", told="UTF-8"),
    "shp in gbk": table("gbk", GBK_MARK),
    "shp in gb18030": table("gb18030", told="GB18030"),
    "shp in untold utf-8": table("utf-8", first="繁华街人民路"),
    "shp in untold gbk": table("gbk", first="繁华街人民路"),
    "shp in gbk told as utf-8": table("gbk", told="UTF-8", first="繁华街人民路"),
}
