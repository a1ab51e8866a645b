"""A file that came from somebody is what its name says, or is not opened: none has another file read, here or on the net."""

import json
import zipfile
from pathlib import Path

import pytest

from geo.files import Unreadable, read
from geo.formats import is_what_it_says
from tests.geo.test_files import SHAPES, write

FEATURES = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"word": "SECRET"}, "geometry": None}]}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """What lies beside, and is nobody's business."""
    (tmp_path / "beside").mkdir()
    features = [each | {"geometry": {"type": "Point", "coordinates": [116, 40]}} for each in FEATURES["features"] if isinstance(each, dict)]
    path = tmp_path / "beside" / "secret.geojson"
    path.write_text(json.dumps(FEATURES | {"features": features}))
    return path


def orders(secret: Path) -> list[bytes]:
    """To open it, as GDAL takes them."""
    table = f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    pipeline = {"type": "gdal_streamed_alg", "command_line": f"gdal vector convert {secret} --output-format stream streamed_dataset"}
    net = "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>"
    return [table.encode(), json.dumps(pipeline).encode(), net.encode(), b"<!-- <kml><gpx> -->" + table.encode(), b"<kml><!-- -->" + table.encode()]


@pytest.mark.parametrize("name", ["a.json", "a.geojson", "a.gdalg.json", "a.kml", "a.gpx", "a.shp", "a.gpkg"])
def test_that_no_file_has_another_one_read(tmp_path: Path, secret: Path, name: str) -> None:
    assert read(secret).feature(0).attributes == [("word", "SECRET")]
    for body in orders(secret):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(Unreadable, match="not_geographic"):
            read(tmp_path / name)


@pytest.mark.parametrize("name", ["a.zip", "a.kmz"])
@pytest.mark.parametrize("member", ["a.vrt", "a.gdalg.json", "doc.kml", "a.shp"])
def test_that_no_archive_has_another_file_read(tmp_path: Path, secret: Path, name: str, member: str) -> None:
    for body in orders(secret):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, body)
        with pytest.raises(Unreadable, match="not_geographic"):
            read(tmp_path / name)


@pytest.mark.parametrize("name", ["a.zip", "a.kmz", "a.kml", "a.gpx", "a.json", "a.shp", "a.gpkg", "a.txt", "a"])
def test_that_rubbish_is_refused_with_one_sentence(tmp_path: Path, name: str) -> None:
    for body in (b"", b"\x00\x01rubbish", b"PK\x03\x04broken", b"<html>", b" " * 70_000, b"<!-- " * 14_000):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(Unreadable, match="not_geographic") as caught:
            read(tmp_path / name)
        assert caught.value.detail


def test_that_archives_are_read(tmp_path: Path) -> None:
    write(tmp_path / "doc.kml", SHAPES)
    write(tmp_path / "site.shp", SHAPES[:1], "Point")
    for name, members in (("a.kmz", ["doc.kml"]), ("a.zip", ["site.shp", "site.shx", "site.dbf", "site.prj"])):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("readme.txt", "read me") if name == "a.zip" else None
            for member in members:
                archive.write(tmp_path / member, member)
        assert read(tmp_path / name).count == (4 if name == "a.kmz" else 1)


def test_that_the_beginnings_of_sound_files_are_known(tmp_path: Path) -> None:
    kml = "<?xml version='1.0'?>\n<!DOCTYPE kml [<!ENTITY a 'b'>]>\n<!-- a --><!-- b -->\n<kml:kml xmlns:kml='http://www.opengis.net/kml/2.2'>"
    for name, text in (("a.kml", kml), ("b.gpx", "\ufeff<gpx>"), ("c.geojson", "\ufeff \n{"), ("d.KML", "<kml>")):
        (tmp_path / name).write_text(text, "utf-8")
        assert is_what_it_says(tmp_path / name), name
