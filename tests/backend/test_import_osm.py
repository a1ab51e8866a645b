"""OpenStreetMap extracts: streets with their speeds and directions, registers, and a base map; what is no extract is refused."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.importers import osm_tags, osm_tiles
from backend.importers.report import ImportRefused
from backend.importers.run import run
from backend.rules import registers, street_graph
from backend.session import Database
from backend.tables.places import StreetRow
from bench import osm_city
from tests.backend import osm_town
from tests.backend.commanded import called
from tests.backend.import_files import counts
from wire.codes import RegisterKind


@pytest.fixture(params=["town.osm.pbf", "town.osm"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return osm_town.write(tmp_path / str(request.param))


def test_that_streets_come_with_class_speed_and_direction(database: Database, town: Path) -> None:
    report = run(database, "streets", town)
    assert counts(report) == (8, 7, 0, 1)
    assert "way/10: some of its places are not in the extract" in str(report.rejects[0])
    with database.read() as work:
        found = {row.id: row for row in work.session.execute(sa.select(StreetRow.__table__))}
    assert {id: (row.kind, row.name, row.speed_kmh, row.oneway) for id, row in found.items()} == {
        "way/1": ("primary", "人民路", 60.0, False),
        "way/2": ("residential", "瑞祥路", None, True),
        "way/3": ("tertiary", "", None, True),
        "way/4": ("motorway", "G4", None, True),
        "way/5": ("motorway", "", 40.0, True),
        "way/6": ("footway", "", None, False),
        "way/9": ("unclassified", "英里路", 48.3, True),
    }
    ((first, *_),) = found["way/2"].line  # -1: driven from the end that was drawn last
    assert first[1] == pytest.approx(osm_town.SOUTH + 5 * osm_town.STEP)
    assert counts(run(database, "streets", town)) == (8, 0, 7, 1)


def test_that_buildings_gates_and_places_become_registers(database: Database, town: Path) -> None:
    run(database, "registers", town)
    with database.read() as work:
        buildings, gates, pois = (registers.entries(work, kind) for kind in (RegisterKind.BUILDING, RegisterKind.GATE, RegisterKind.POI))
    assert {(each.id, each.name, each.category, each.value, each.address) for each in buildings} == {
        ("osm-way-11", "瑞祥大厦", "apartments", 18.0, "瑞祥路11号"),
        ("osm-relation-1", "", "yes", 21.5, ""),
    }
    assert {(each.code, each.name) for each in gates} == {("11", "瑞祥路11号"), ("4b", "4b Main Street")}
    assert {(each.name, each.category) for each in pois} == {("市人民医院", "hospital"), ("湖滨公园", "park")}
    assert all(len(each.lines[0]) == 5 for each in buildings)


def test_that_a_base_map_is_made_of_it(town: Path, tmp_path: Path) -> None:
    target = tmp_path / "town.mbtiles"
    said = osm_tiles.make(town, target)
    assert "7 roads" in said
    with closing(sqlite3.connect(target)) as db:
        facts = dict(db.execute("SELECT name, value FROM metadata"))
        bodies = [gzip.decompress(body) for (body,) in db.execute("SELECT tile_data FROM tiles WHERE zoom_level = 15")]
        low = b"".join(gzip.decompress(body) for (body,) in db.execute("SELECT tile_data FROM tiles WHERE zoom_level = 8"))
    assert facts["attribution"] == "OpenStreetMap contributors"
    assert [float(edge) for edge in facts["bounds"].split(",")] == pytest.approx([116.30, 39.90, 116.32, 39.92])
    for layer in ("water", "green", "farmland", "parcels", "buildings", "rail", "roads", "places", "boundary"):
        assert f'"id":"{layer}"'.encode() in facts["json"].replace(" ", "").encode(), layer
        assert any(layer.encode() in body for body in bodies), layer
    whole = b"".join(bodies)
    assert all(name.encode() in whole for name in ("人民路", "Renmin Road", "市人民医院", "镜湖", "清河", "京张线"))
    assert "城外路".encode() not in whole
    assert "云泽市".encode() in low  # names from the small zooms on


@pytest.mark.parametrize("body", [b"", b"no extract", b"<osm", b"\x00\x00\x00\x0d\x0a\x09OSMHeader"])
def test_that_what_is_no_extract_is_refused_in_a_sentence(database: Database, tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "city.osm.pbf"
    path.write_bytes(body)
    with pytest.raises(ImportRefused, match=r"^city\.osm\.pbf .*\.$"):
        run(database, "streets", path)


def test_that_one_command_makes_streets_registers_and_base_map(url: str, tmp_path: Path) -> None:
    town = osm_town.write(tmp_path / "town.osm.pbf")
    done = called("import", "streets", str(town), "--database", url, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "streets: 8 read, 7 stored" in done.stdout
    assert "registers: 6 read, 6 stored" in done.stdout
    assert (tmp_path / "town.mbtiles").stat().st_size > 10_000
    elsewhere = tmp_path / "base.mbtiles"
    assert called("import", "streets", str(town), "--tiles", str(elsewhere), "--database", url, cwd=tmp_path).returncode == 0
    assert elsewhere.stat().st_size > 10_000


def test_that_a_city_of_the_bench_comes_whole(url: str, tmp_path: Path) -> None:
    """Every street, house, gate and shop, and a graph that hangs together."""
    size = osm_city.Size(side=12, houses=150, gates=40, shops=20)
    written = osm_city.write(tmp_path / "city.osm.pbf", size)
    done = called("import", "streets", str(tmp_path / "city.osm.pbf"), "--database", url, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"streets: {written.streets} read, {written.streets} stored" in done.stdout
    database = Database(url)
    with database.read() as work:
        found = {kind: len(registers.entries(work, kind)) for kind in (RegisterKind.BUILDING, RegisterKind.GATE, RegisterKind.POI)}
        graph = street_graph.graph(work)
    database.close()
    assert graph is not None
    assert len(graph.places) >= size.side**2
    assert found[RegisterKind.BUILDING] == size.houses
    assert found[RegisterKind.GATE] == size.gates + size.houses // 2
    assert found[RegisterKind.POI] >= size.shops
    assert (tmp_path / "city.mbtiles").stat().st_size > 10_000


def test_that_streets_alone_can_be_had(url: str, tmp_path: Path) -> None:
    town = osm_town.write(tmp_path / "town.osm.pbf")
    done = called("import", "streets", str(town), "--streets-only", "--database", url, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "streets: 8 read, 7 stored" in done.stdout
    assert "registers" not in done.stdout
    assert not (tmp_path / "town.mbtiles").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["streets", "town.geojson", "--tiles", "town.mbtiles"], "go with streets of an OpenStreetMap extract"),
        (["streets", "town.geojson", "--streets-only"], "go with streets of an OpenStreetMap extract"),
        (["streets", "town.osm.pbf", "--streets-only", "--tiles", "town.mbtiles"], "leave one of"),
        (["streets", "town.osm.pbf", "--tiles", "nowhere/town.mbtiles"], "in a folder that exists"),
        (["streets", "town.osm.pbf", "--tiles", "town.tiff"], "NAME.mbtiles"),
        (["streets", "none.osm.pbf"], "There is no file"),
    ],
)
def test_that_what_cannot_be_done_is_refused_before_anything_is(url: str, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    osm_town.write(tmp_path / "town.osm.pbf")
    done = called("import", *arguments, "--database", url, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"maxspeed": "50"}, 50.0),
        ({"maxspeed": "30 mph"}, 48.3),
        ({"maxspeed": "60;40"}, 60.0),
        ({"maxspeed": "walk"}, 5.0),
        ({"maxspeed": "CN:urban"}, None),
        ({"maxspeed": "0"}, None),
        ({"highway": "trunk_link"}, 40.0),
        ({}, None),
    ],
)
def test_what_a_speed_limit_means(tags: dict[str, str], kmh: float | None) -> None:
    assert osm_tags.speed_kmh(tags) == kmh


@pytest.mark.parametrize(
    ("tags", "direction"),
    [
        ({"oneway": "yes"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "no", "highway": "motorway"}, 0),
        ({"highway": "motorway_link"}, 1),
        ({"junction": "roundabout"}, 1),
        ({"oneway": "reversible"}, 0),
        ({}, 0),
    ],
)
def test_which_way_a_street_may_be_driven(tags: dict[str, str], direction: int) -> None:
    assert osm_tags.direction(tags) == direction
