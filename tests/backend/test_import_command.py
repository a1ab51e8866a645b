"""`python -m backend import`, once in a process of its own."""

import json
from pathlib import Path

import pytest

from tests.backend.commanded import alone, called
from tests.backend.import_files import csv

CAMERAS = "code,name,lon,lat\nc1,North gate,116.1,40.1\nc2,no place,,\n"


def test_that_a_file_comes_in_and_its_rejects_go_out(url: str, tmp_path: Path) -> None:
    file = csv(tmp_path / "cameras.csv", CAMERAS)
    done = alone("import", "cameras", str(file), "--database", url, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "row 3: lon is missing" in done.stdout
    assert "2 read, 1 stored, 0 doubled, 1 rejected" in done.stdout
    assert (tmp_path / "cameras.rejects.csv").read_text("utf-8-sig").splitlines()[1] == ",3,lon is missing"


def test_that_a_city_comes_in_from_its_folder(url: str, tmp_path: Path) -> None:
    csv(
        tmp_path / "sensors.csv",
        "code,name,kind,level_1,level_2,level_3,level_4,lon,lat\ns1,Gauge,WATER_LEVEL,3,10,15,25,116.1,40.1\n,,WATER_LEVEL,,,,,,\n",
    )
    corners = [[116.1, 40.1], [116.2, 40.1], [116.2, 40.2], [116.1, 40.2], [116.1, 40.1]]
    names = {"kind": "DISTRICT", "code": "140802", "name": "盐湖区", "name_en": "", "parent": None}
    district = {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [corners]}}
    (tmp_path / "boundaries.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [district]}))
    done = called("import", "city", str(tmp_path), "--database", url, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("boundaries.geojson:") < done.stdout.index("sensors.csv:")
    assert "rejected rows: " in done.stdout
    assert "1 rejected" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["city", "."], "holds no city: none of boundaries.geojson"),
        (["city", ".", "--datum", "gcj02"], "say themselves what they are"),
        (["cameras", "nothing.csv"], "There is no file nothing.csv.\n"),
        (["cameras", "x" * 5000], "cannot be read: File name too long.\n"),
        (["cameras", "cameras.csv", "--mapping", "x" * 5000], "There is no mapping xxx"),
        (["cameras", "cameras.csv", "--mapping", "atlantis"], "There is no mapping atlantis; there are "),
        (["grids", "cameras.csv"], "cameras.csv has no geometry; its columns are code, name, lon, lat.\n"),
        (["cameras", "cameras.csv", "--rejects", "nowhere/rejects.csv"], "There is no folder nowhere for the rejected rows.\n"),
        (["cameras", "cameras.csv", "--datum", "mars"], "argument --datum: invalid choice: 'mars'"),
        (["planets", "cameras.csv"], "argument KIND: invalid choice: 'planets'"),
    ],
)
def test_that_bad_input_is_one_sentence_and_status_2(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    csv(tmp_path / "cameras.csv", CAMERAS)
    done = called("import", *arguments, "--database", f"sqlite:///{tmp_path / 'yiping.db'}", cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
