"""`python -m backend export`, once in a process of its own."""

import zipfile
from pathlib import Path

import pytest

from backend.photos import PhotoStore
from backend.session import Database
from tests.backend.commanded import alone, called
from tests.backend.exported import build
from tests.backend.test_exports import PNG


def test_that_the_suffix_says_the_format(database: Database, url: str, tmp_path: Path) -> None:
    build(database, PhotoStore(tmp_path / "data" / "photos"), PNG)
    (tmp_path / "ids.txt").write_text("case-closed\n\npictured\n", "utf-8")
    own = ("--database", url, "--data", str(tmp_path / "data"))
    done = alone("export", "all", "city.qgz", *own, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("city.qgz: cases 6, units 3, cameras 3, ")
    assert zipfile.is_zipfile(tmp_path / "city.qgz")
    done = called("export", "cases", "some.csv", "--ids", "ids.txt", "--status", "CLOSED", "--language", "en", *own, cwd=tmp_path)
    assert (done.returncode, len((tmp_path / "some.csv").read_text("utf-8-sig").splitlines())) == (0, 2)
    times = ("--unit", "u1", "--from", "2026-11-20T09:00:00+08:00", "--to", "2026-11-20T11:00:00+08:00")
    done = called("export", "track", "day.gpx", *times, *own, cwd=tmp_path)
    assert (done.returncode, (tmp_path / "day.gpx").read_text().count("<trkpt")) == (0, 11)
    done = called("export", "registers", "lists.xlsx", "--bbox", "110,34,112,36", *own, cwd=tmp_path)
    assert done.stdout.startswith("lists.xlsx: street_entity 1, bicycle 1, ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["cases", "out.pdf"],
            "A file that ends in .pdf cannot be written; there are .csv, .xlsx, .geojson, .gpkg, .qgz, .gpx, .kml, .html, .csv-metadata.json.\n",
        ),
        (["planets", "out.csv"], "There is no layer planets; there are cases, units, "),
        (["cases", "nowhere/out.csv"], "There is no folder nowhere.\n"),
        (["cases,units", "out.csv"], "CSV holds one layer; ask for one, or for GeoPackage or a workbook.\n"),
        (["cases", "out.csv", "--bbox", "1,2,x"], "--bbox is four numbers: west,south,east,north.\n"),
        (["cases", "out.csv", "--bbox", "1,2,3"], "This cannot be exported: Expected `array` of length 4, got 3 - at `$.box`.\n"),
        (["cases", "out.csv", "--since", "yesterday"], "This cannot be exported: Invalid RFC3339 encoded datetime - at `$.since`.\n"),
        (["cases", "out.csv", "--ids", "nothing.txt"], "nothing.txt cannot be read as a list of ids: "),
        (["track", "out.gpx"], "A track is that of one unit from one time to another; name all three.\n"),
        (["cases", "out.html", "--ground", "no.mbtiles"], "There is no file no.mbtiles.\n"),
    ],
)
def test_that_bad_input_is_one_sentence_and_status_2(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    done = called("export", *arguments, "--database", f"sqlite:///{tmp_path / 'yiping.db'}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.glob("out*")) == []
