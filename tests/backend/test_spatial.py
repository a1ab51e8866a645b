"""Where things are: boxes, nearest components, grids at a place. The same answers on R*Tree and PostGIS, and as a full scan."""

from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from backend import spatial
from backend.importers.run import run
from backend.migrations import upgrade
from backend.refusals import Setup
from backend.session import SYSTEM, Database
from backend.tables.places import ComponentRow
from geo.tracks import metres
from tests.backend.import_files import components, geojson, square
from tests.washed import Washed
from wire.codes import GridKind

BOX = (116.0005, 40.0005, 116.0025, 40.0015)


@pytest.fixture
def lamps(database: Database, tmp_path: Path) -> Database:
    run(database, "components", components(tmp_path / "lamps.geojson", 2000))
    return database


@pytest.fixture
def grids(database: Database, tmp_path: Path) -> Database:
    """Two duty grids beside each other, a basic grid in the western one."""
    features = [
        (square(116.0), {"kind": "DUTY", "code": "west", "name": "West"}),
        (square(116.002), {"kind": "DUTY", "code": "east", "name": "East"}),
        (square(116.0), {"kind": "BASIC", "code": "110105001001001", "name": ""}),
    ]
    run(database, "grids", geojson(tmp_path / "grids.geojson", features))
    return database


def test_that_a_box_finds_what_a_full_scan_finds(lamps: Database) -> None:
    west, south, east, north = BOX
    with lamps.read() as work:
        found = set(work.session.scalars(sa.select(ComponentRow.id).where(spatial.within_box(work.session, BOX))))
        rows = work.session.execute(sa.select(ComponentRow.id, ComponentRow.lon, ComponentRow.lat)).all()
    assert found == {id for id, lon, lat in rows if west <= lon <= east and south <= lat <= north}
    assert len(found) == 231


def test_that_a_component_that_moved_is_found_where_it_is(lamps: Database) -> None:
    with lamps.write(SYSTEM) as work:
        work.session.execute(sa.update(ComponentRow).where(ComponentRow.id == "1101050137000000").values(lon=117.0, lat=41.0))
        work.session.execute(sa.delete(ComponentRow).where(ComponentRow.id == "1101050137000001"))
    with lamps.read() as work:
        ids = sa.select(ComponentRow.id).order_by(ComponentRow.id)
        assert work.session.scalars(ids.where(spatial.within_box(work.session, (117, 41, 117, 41)))).all() == ["1101050137000000"]
        assert work.session.scalars(ids.where(spatial.within_box(work.session, (116, 40, 116.0001, 40)))).all() == []


def test_that_the_nearest_come_first(lamps: Database) -> None:
    with lamps.read() as work:
        found = spatial.nearest(work.session, 116.00331, 40.00042, limit=5)
        rows = work.session.scalars(sa.select(ComponentRow)).all()
        away = metres(116.00331, 40.00042, [row.lon for row in rows], [row.lat for row in rows])
        assert [far for _, far in found] == pytest.approx(sorted(away)[:5])
        assert found[0][0].id == rows[int(np.argmin(away))].id


def test_that_nothing_is_nearest_where_nothing_is(lamps: Database) -> None:
    with lamps.read() as work:
        assert spatial.nearest(work.session, 10, 10, limit=5) == []


def test_that_grids_at_a_place_go_from_small_to_large(grids: Database) -> None:
    with grids.read() as work:
        here = spatial.grids_at(work.session, 116.001, 40.001)
        assert [grid.id for grid in here] == ["BASIC-110105001001001", "DUTY-west"]
        assert [grid.id for grid in spatial.grids_at(work.session, 116.003, 40.001)] == ["DUTY-east"]
        assert spatial.grids_at(work.session, 116.01, 40.001) == []


def test_that_a_border_belongs_to_one_grid_of_a_kind(grids: Database) -> None:
    with grids.read() as work:
        index = spatial.grid_index(work.session)
        found = index.of_kind(GridKind.DUTY, [116.001, 116.002, 116.003, 117], [40.001, 40.001, 40.001, 40])
    assert [grid and grid.code for grid in found] == ["west", "east", "east", None]


def test_that_a_new_grid_is_seen_at_once(grids: Database, tmp_path: Path) -> None:
    with grids.read() as work:
        assert spatial.grids_at(work.session, 116.011, 40.001) == []
    run(grids, "grids", geojson(tmp_path / "more.geojson", [(square(116.01), {"kind": "DUTY", "code": "new", "name": ""})]))
    with grids.read() as work:
        assert [grid.code for grid in spatial.grids_at(work.session, 116.011, 40.001)] == ["new"]


def test_that_postgresql_without_postgis_is_told_in_a_sentence(postgres: Washed) -> None:
    cluster = postgres.cluster
    name = cluster.create("template0")
    owner = Database(cluster.url(name))
    with owner.engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE plain LOGIN")
        connection.exec_driver_sql("GRANT ALL ON SCHEMA public TO plain")
    owner.close()
    plain = Database(cluster.url(name).replace("postgres@", "plain@"))
    with pytest.raises(Setup, match="has no PostGIS"):
        upgrade(plain.engine)
    plain.close()
    cluster.drop(name)
