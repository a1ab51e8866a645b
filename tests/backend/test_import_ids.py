"""Imported ids: what cannot stand in an address is refused with its row, and what comes in is reachable by every route."""

from pathlib import Path
from urllib.parse import quote

import pytest

from backend.importers.run import run
from backend.session import Database
from tests.backend.import_files import csv, geojson, point, square
from tests.backends import Backend
from wire.codes import HALL, Role

ODD = "南门 1%2f;&+:@=é…"
UNFIT = ["a/b", "a\\b", "a?b", "a#b", "a\nb", ".", ".."]


def files(folder: Path, id: str) -> dict[str, Path]:
    """A file of one row for each kind whose ids come from it; the id stands in row 2 of a table, 1 of a layer."""
    cell = f'"{id}"'
    case = f"id,source,problem,reported_at,lon,lat\n{cell},INSPECTOR,EVENT-0101,2026-03-02T04:00:00Z,116,40\n"
    lamp = {"code": id, "class_code": "0137", "name": "Lamp"}
    return {
        "cameras": csv(folder / "cameras.csv", f"code,name,lon,lat\n{cell},Gate,116,40\n"),
        "tracks": csv(folder / "tracks.csv", f"unit,at,lon,lat\n{cell},2026-03-02T04:00:00Z,116,40\n"),
        "cases": csv(folder / "cases.csv", case),
        "components": geojson(folder / "lamps.geojson", [(point(116, 40), lamp)]),
        "grids": geojson(folder / "grids.geojson", [(square(), {"kind": "DUTY", "code": id, "name": ""})]),
    }


@pytest.mark.parametrize("id", UNFIT)
def test_that_an_id_that_cannot_stand_in_an_address_is_told_with_its_row(database: Database, tmp_path: Path, id: str) -> None:
    for kind, file in files(tmp_path, id).items():
        (reject,) = run(database, kind, file).rejects
        assert reject.row == (2 if file.suffix == ".csv" else 1) + id.count("\n") * (file.suffix == ".csv")
        assert reject.reason.endswith(f" says {id!r}, which cannot stand in an address: an id has no / \\ ? # and no line breaks")


def test_that_a_cell_with_what_is_no_character_is_told_with_its_row(database: Database, tmp_path: Path) -> None:
    report = run(database, "cameras", csv(tmp_path / "cameras.csv", "code,name,lon,lat\nc1,Ga\0te,116,40\nc2,Gate,116,40\n"))
    assert [str(reject) for reject in report.rejects] == ["row 2: name holds U+0000, which is no character"]
    assert report.stored == 1


def test_that_every_other_id_is_reachable_by_every_route(backend: Backend, tmp_path: Path) -> None:
    for kind, file in files(tmp_path, ODD).items():
        report = run(backend.database, kind, file)
        assert (report.stored, report.rejects) == (1, [])
    everybody = backend.client(*sorted(HALL), Role.GATEWAY)
    inspector = backend.client(Role.INSPECTOR, unit_id=ODD)
    id = quote(ODD, safe="")
    for address in (
        f"/v1/cases/{id}",
        f"/v1/units/{id}",
        f"/v1/cameras/{id}",
        f"/v1/components/{id}",
        f"/v1/tracks/{id}/days",
        f"/v1/tracks/{id}?start=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z",
        f"/v1/tasks?unit_id={id}",
        f"/ogc/collections/cases/items/{id}",
        f"/ogc/collections/components/items/{id}",
    ):
        answer = everybody.get(address)
        assert answer.status_code == 200, (address, answer.text)
    assert everybody.get(f"/v1/cases/{id}").json()["case"]["id"] == ODD
    camera = {"id": ODD, "code": ODD, "name": "East gate", "lon": 116, "lat": 40}
    assert everybody.put(f"/v1/cameras/{id}", json=camera).json()["version"] == 2
    assert inspector.post(f"/v1/units/{id}/duty", json={"duty": "ON_DUTY"}).json()["duty"] == "ON_DUTY"
    order = {"verb": "ACCEPT", "kind": "EVENT", "class_code": "0101", "condition_id": "none"}
    headers = {"If-Match": '"1"', "Idempotency-Key": "accept-odd"}
    assert everybody.post(f"/v1/cases/{id}/orders", json=order, headers=headers).json()["code"] == "wrong_condition"


def test_that_no_order_makes_what_no_address_can_name(backend: Backend) -> None:
    refused = backend.client(Role.ADMIN).put("/v1/units/a%3Fb", json={"id": "a?b", "code": "c", "kind": "TRUCK", "name": "Truck"})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "id")
