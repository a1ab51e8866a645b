"""Real tracks all the way: a day of T-Drive's taxis and of GeoLife's walkers is imported, cleaned with counts, played all at once, and exported.

What went out is read back by GDAL, with which QGIS reads, and by movingpandas where `tools/prepare.py peers` has put it. Left out without the files.
"""

import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from pytestqt.qtbot import QtBot

from backend.importers.run import run
from backend.rules import track_analysis
from console.hall.beside import besides
from console.hall.hall import Hall
from console.hall.track import Track
from tests.backends import Backend
from tests.console.map_page import MapPage
from tests.contract.conftest import ApiOf
from wire.codes import Role, TrackFault, TrackSpanKind, UnitKind
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.tracks import DROPPED

pytestmark = pytest.mark.gui
PEER = Path(__file__).parents[2] / "var" / "peers" / "bin" / "python"
READ = """
import sys, geopandas, movingpandas
print(len(movingpandas.Trajectory(geopandas.read_file(sys.argv[1]), 1, t="at").df))
"""
TAXIS, TAXI_DAY = ("tracks_tdrive_beijing", "tdrive_2008-02-04.csv"), datetime(2008, 2, 3, 16, tzinfo=UTC)
WALKERS = "tracks_geolife_beijing"


def cleaned(backend: Backend, unit_ids: list[str], start: datetime, end: datetime) -> Counter[TrackFault]:
    """What is not believed of all of them, by why; the periods are filled without a remainder."""
    dropped: Counter[TrackFault] = Counter()
    with backend.database.read() as work:
        for id in unit_ids:
            told = track_analysis.analysis(work, id, start, end)
            dropped.update({fault: len(at) for fault, at in told.dropped.items()})
            assert sum(((span.end - span.start) for span in told.spans), timedelta()) == end - start
            assert told.metres <= told.raw_m + 1
    return dropped


def exported(api_of: ApiOf, unit_id: str, start: datetime, end: datetime, folder: Path) -> Path:
    order = ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat.GPKG, unit_id=unit_id, start=start, end=end, track="cleaned")
    file = folder / f"{unit_id}.gpkg"
    file.write_bytes(api_of(Role.DISPATCHER).export(order))
    return file


def read_back(file: Path, track: Track) -> None:
    """As many points as are believed, where and when they were."""
    layers = [str(name) for name, kind in pyogrio.list_layers(file) if kind == "Point"]
    meta, _, shapes, _ = pyogrio.raw.read(file, layer=layers[0])
    assert (len(shapes), meta["crs"]) == (len(track.believed), "EPSG:4326")
    if PEER.exists():
        said = subprocess.run([PEER, "-c", READ, file], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        assert int(said[0]) == len(track.believed)
    else:
        print("movingpandas is not here: read back by GDAL alone")  # noqa: T201


def together(qtbot: QtBot, api_of: ApiOf, kind: UnitKind, unit_id: str, start: datetime, end: datetime) -> tuple[Track, int]:
    """One is played, all others beside it, on a real map; how many there are."""
    api = api_of(Role.DISPATCHER)
    hall = Hall(api.me())
    hall.units.put(api.units())
    page, playback = MapPage(qtbot, hall), hall.playback
    track = Track(unit_id, api.track(unit_id, start, end), api.track_analysis(unit_id, start, end), api.happenings(unit_id, start, end))
    beside = besides(api.tracks_together(start, end, kinds=[kind]), unit_id)
    playback.open(track)
    playback.set_beside(beside)
    page.until("yiping.layers.get('beside').size", len(beside))
    playback.seek(float(np.median(track.at)))
    page.until("yiping.state.playhead[3]", playback.at)
    there = sum(bool((each.at[each.flags & DROPPED == 0] <= playback.at).any()) for each in beside)
    page.until("((b, at) => Array.from({ length: b.size }, (_, unit) => b.where(unit, 1000 * (at - b.since))).filter(Boolean).length)"
               "(yiping.layers.get('beside'), yiping.state.playhead[3])", there)  # fmt: skip
    playback.set_speed(64.0)
    playback.play()
    before = playback.at
    qtbot.waitUntil(lambda: playback.at > before + 60, timeout=20_000)
    playback.pause()
    page.settle()
    return track, len(beside) + 1


def test_that_the_taxis_of_a_day_are_cleaned_played_at_once_and_read_back(
    qtbot: QtBot, backend: Backend, api_of: ApiOf, real_data: Path, tmp_path: Path
) -> None:
    report = run(backend.database, "tracks", real_data.joinpath(*TAXIS))
    start, end = TAXI_DAY, TAXI_DAY + timedelta(days=1)
    ids = [unit.id for unit in api_of(Role.DISPATCHER).units()]
    dropped = cleaned(backend, ids, start, end)
    rejected = Counter("0/0" if "0/0" in each.reason else "elsewhere" for each in report.rejects)
    print(f"T-Drive: {report.read:,} read, {report.stored:,} stored, {report.doubled:,} doubled, {dict(rejected)}; dropped {dict(dropped)}")  # noqa: T201
    assert rejected["0/0"] == 900
    assert dropped[TrackFault.JUMP] > 100
    track, count = together(qtbot, api_of, UnitKind.VEHICLE, ids[0], start, end)
    assert count > 290  # of 306 files some have no fix that can be
    read_back(exported(api_of, ids[0], start, end, tmp_path), track)


def test_that_walkers_with_times_of_greenwich_are_cleaned_played_at_once_and_read_back(
    qtbot: QtBot, backend: Backend, api_of: ApiOf, real_data: Path, tmp_path: Path
) -> None:
    report = run(backend.database, "tracks", real_data / WALKERS, "geolife_tracks")
    api = api_of(Role.DISPATCHER)
    ids = [unit.id for unit in api.units()]
    days = Counter(day.day for id in ids for day in api.track_days(id))
    day = days.most_common(1)[0][0]
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)  # of Shanghai
    dropped = cleaned(backend, ids, start, start + timedelta(days=1))
    told = f"{report.read:,} read, {report.stored:,} stored, {report.doubled:,} doubled, {len(report.rejects)} rejected"
    print(f"GeoLife: {told}; dropped {dict(dropped)}")  # noqa: T201
    walker = next(id for id in ids if any(each.day == day and each.fixes > 1000 for each in api.track_days(id)))
    track, count = together(qtbot, api_of, UnitKind.INSPECTOR, walker, start, start + timedelta(days=1))
    assert count == days[day]
    assert {span.kind for span in track.analysis.spans} >= {TrackSpanKind.TRIP, TrackSpanKind.STOP}
    read_back(exported(api_of, walker, start, start + timedelta(days=1), tmp_path), track)
