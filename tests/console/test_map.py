"""The map page as the operator meets it: real Chromium, real mouse, real Hall."""

import os
import random
import signal
from datetime import timedelta
from itertools import combinations
from math import hypot
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.failures import Wanted
from console.hall.playback import Shown
from console.map import tips
from console.map.layers.units import OVERLAYS
from console.map.life import DEATHS
from console.map.view import MapView
from tests.console.filled_hall import CENTRE, NOW, empty_hall, filled_hall, positions, track
from tests.console.map_page import WAIT_MS, MapPage, chinese, speak
from tests.console.tracks import track_of
from wire.cases import lamp
from wire.codes import Lamp, Noun, Status
from wire.problem import Problem
from wire.units import Positions

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LAMPS = [Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.GREY, Lamp.BLUE]


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    return MapPage(qtbot, filled_hall())


def close_up(page: MapPage, zoom: int = 17) -> None:
    """Over the middle; by default so near that every case stands alone."""
    page.view.go(*CENTRE, zoom)
    page.until("yiping.map.getZoom()", zoom)
    page.settle()


def test_that_everything_in_the_hall_is_on_the_map(page: MapPage) -> None:
    counts = {name: page.ask(f"yiping.layers.get('{name}').things.size") for name in ("cases", "units", "cameras", "grids")}
    assert counts == {"cases": 300, "units": 120, "cameras": 60, "grids": 36}
    close_up(page, 11)
    assert len(page.hits("units")) == 120


def test_that_the_page_complains_of_nothing(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "yiping.map")
    close_up(MapPage(qtbot, filled_hall()))
    assert caplog.text == ""


def test_that_clusters_count_every_open_case_once(page: MapPage) -> None:
    close_up(page, 11)
    shown = page.ask("yiping.layers.get('cases').hits.reduce((sum, hit) => sum + (hit.total ?? 1), 0)")
    assert shown == sum(lamp(case, NOW) != Lamp.BLUE for case in page.hall.cases)


def test_that_the_page_gives_each_case_the_lamp_of_the_wire(page: MapPage) -> None:
    page.hall.clock.set(NOW + timedelta(hours=3))
    page.hall.clock.ticked.emit(page.hall.clock.now())
    page.settle()
    seen = page.ask("Object.fromEntries([...yiping.layers.get('cases').things].map(([id, thing]) => [id, thing.lamp]))")
    assert {id: LAMPS[int(number)] for id, number in seen.items()} == {case.id: lamp(case, page.hall.clock.now()) for case in page.hall.cases}


def test_that_a_lamp_changes_as_time_passes_without_any_message(page: MapPage) -> None:
    case = next(case for case in page.hall.cases if lamp(case, NOW) == Lamp.GREEN)
    assert case.deadline_at is not None
    sent: list[str] = []
    page.view._bridge.batch.connect(lambda layer, serial, text: sent.append(layer))
    page.hall.clock.set(case.deadline_at + timedelta(seconds=5))
    page.hall.clock.ticked.emit(page.hall.clock.now())
    page.until(f"yiping.layers.get('cases').things.get('{case.id}').lamp", 3)
    assert sent == []


def test_that_a_click_on_a_case_selects_it_in_the_hall(page: MapPage) -> None:
    close_up(page)
    key, at = next((key, at) for key, at in page.hits("cases").items() if inside(at))
    with page.qtbot.waitSignal(page.hall.selection.changed, timeout=WAIT_MS):
        page.click(at)
    assert (page.hall.selection.noun, page.hall.selection.id) == (Noun.CASE, key)


def test_that_a_click_on_nothing_tells_the_place(page: MapPage) -> None:
    page.view.go(CENTRE[0] + 1, CENTRE[1], 17)
    page.until("yiping.map.getZoom()", 17)
    page.settle()
    with page.qtbot.waitSignal(page.view.clicked, timeout=WAIT_MS) as clicked:
        page.click(QPoint(500, 350))
    assert clicked.args == pytest.approx([CENTRE[0] + 1, CENTRE[1]], abs=1e-4)


def test_that_a_double_click_on_a_camera_opens_it(page: MapPage) -> None:
    for overlay in ("cases", *OVERLAYS.values()):
        page.view.show_overlay(overlay, False)
    close_up(page)
    key, at = next((key, at) for key, at in page.hits("cameras").items() if inside(at))
    with page.qtbot.waitSignal(page.view.opened, timeout=WAIT_MS) as opened:
        page.double_click(at)
    assert opened.args == [Noun.CAMERA, key]


def test_that_a_click_on_a_cluster_comes_nearer(page: MapPage) -> None:
    close_up(page, 13)
    clusters = page.ask("yiping.layers.get('cases').marks().filter((hit) => hit.cluster !== undefined)")
    page.click(next(at for at in (QPoint(round(hit["x"]), round(hit["y"])) for hit in clusters) if inside(at)))
    page.until("yiping.map.getZoom() > 13")


@pytest.mark.parametrize("count", [9, 90])
def test_that_cases_on_one_spot_can_each_be_clicked(qtbot: QtBot, count: int) -> None:
    hall = filled_hall(cases=count, units=0, cameras=0, components=0)
    hall.cases.replace([msgspec.structs.replace(case, lon=CENTRE[0], lat=CENTRE[1], status=Status.REPORTED, version=2) for case in hall.cases])
    page = MapPage(qtbot, hall)
    close_up(page)
    hits = page.hits("cases")
    assert len(hits) == count
    for one, other in combinations(hits.values(), 2):
        assert 15 < hypot(one.x() - other.x(), one.y() - other.y()) < 280, "none lies on another, and all of them are in view"
    for key, at in list(hits.items())[-9:]:
        page.click(at)
        qtbot.waitUntil(lambda key=key: page.hall.selection.id == key, timeout=WAIT_MS)


def test_that_a_component_is_known_by_its_row(page: MapPage) -> None:
    for overlay in ("cases", *OVERLAYS.values(), "cameras"):
        page.view.show_overlay(overlay, False)
    close_up(page)
    key, at = next((key, at) for key, at in page.hits("components").items() if inside(at))
    with page.qtbot.waitSignal(page.hall.selection.changed, timeout=WAIT_MS):
        page.click(at)
    assert page.hall.selection.id == page.hall.components.columns.id_at(int(key))


def test_that_a_selection_elsewhere_moves_the_map_only_when_it_is_out_of_view(page: MapPage) -> None:
    close_up(page)
    key, _ = next((key, at) for key, at in page.hits("units").items() if inside(at))
    before = page.ask("yiping.map.getCenter().lng")
    page.hall.selection.set(Noun.UNIT, key)
    page.settle()
    assert page.ask("yiping.map.getCenter().lng") == before
    far = next(unit.id for unit in page.hall.units if unit.id not in page.hits("units"))
    page.hall.selection.set(Noun.UNIT, far)
    place = page.hall.fixes.get(far)
    assert place is not None
    page.until(f"Math.abs(yiping.map.getCenter().lng - {place.lon}) < 1e-4")


def test_that_a_moving_unit_moves_its_mark(page: MapPage) -> None:
    page.hall.fixes.apply(one_fix("unit-3", CENTRE[0] + 0.001, CENTRE[1]))
    page.until(f"Math.abs((yiping.layers.get('units').things.get('unit-3').x - 0.5) * 360 - {CENTRE[0] + 0.001}) < 1e-9")


def test_that_many_changes_within_a_tick_cross_in_one_batch(page: MapPage) -> None:
    sent: list[str] = []
    page.view._bridge.batch.connect(lambda layer, serial, text: sent.append(layer))
    for seed in range(50):
        page.hall.fixes.apply(positions(random.Random(seed), 120))
    page.settle()
    page.qtbot.waitUntil(lambda: page.view._courier.idle() and bool(sent), timeout=WAIT_MS)
    assert sent == ["units"]


def test_that_what_changes_after_a_pause_waits_for_no_tick(page: MapPage) -> None:
    page.view._courier._ticked_at = 0.0
    page.hall.fixes.apply(one_fix("unit-3", CENTRE[0] + 0.001, CENTRE[1]))
    assert page.view._courier._timer.interval() == 0


def test_that_what_leaves_the_hall_leaves_the_map(page: MapPage) -> None:
    page.hall.cases.put([], gone=["case-1", "case-2"])
    page.until("yiping.layers.get('cases').things.size", 298)


def test_that_thousands_of_cases_come_whole(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall(cases=9000, components=0))
    assert page.ask("yiping.layers.get('cases').things.size") == 9000


def test_that_the_language_switches_live(page: MapPage) -> None:
    assert "已超时" in page.ask("document.querySelector('.legend').textContent")
    speak("en")
    page.until("document.querySelector('.legend').textContent.includes('Overdue')")
    assert page.ask("document.querySelector('.overlays').textContent").startswith("Layers")


def test_that_the_theme_switches_live(page: MapPage) -> None:
    page.view.set_theme("light")
    page.until("getComputedStyle(document.querySelector('.legend')).backgroundColor", "rgb(255, 255, 255)")


def test_that_text_from_outside_never_becomes_html(qtbot: QtBot) -> None:
    hall = filled_hall()
    evil = '<img src=x onerror="window.owned = 1"><b>路灯</b>'
    hall.units.replace([msgspec.structs.replace(unit, name=evil, version=2) for unit in hall.units])
    hall.cameras.replace([msgspec.structs.replace(camera, name=evil, version=2) for camera in hall.cameras])
    page = MapPage(qtbot, hall)
    page.view.show_overlay("cases", False)
    close_up(page)
    at = next(at for at in page.hits("units").values() if inside(at))
    page.hover(at)
    page.until("document.querySelector('.tip').firstChild?.textContent ?? ''", evil)
    assert page.ask("document.querySelectorAll('.tip img, .tip b, .leaflet-container img').length") == 0
    assert page.ask("window.owned ?? 0") == 0


def test_that_a_dead_renderer_is_replaced_with_its_state(page: MapPage) -> None:
    page.view.show_overlay("grids", True)
    close_up(page)
    page.hall.selection.set(Noun.CASE, "case-5")
    page.settle()
    place = page.ask("[yiping.map.getCenter().lng, yiping.map.getCenter().lat, yiping.map.getZoom()]")
    with page.qtbot.waitSignal(page.view.ready, timeout=WAIT_MS):
        os.kill(page.view.life.web.page().renderProcessPid(), signal.SIGKILL)
    page.settle()
    assert page.ask("[yiping.map.getCenter().lng, yiping.map.getCenter().lat, yiping.map.getZoom()]") == pytest.approx(place, abs=1e-4)
    assert page.ask("yiping.state.overlays.grids") is True
    assert page.ask("yiping.state.selection.key") == "case-5"
    assert page.ask("yiping.layers.get('cases').things.size") == 300


def kill_renderer(page: MapPage) -> None:
    os.kill(page.view.life.web.page().renderProcessPid(), signal.SIGKILL)


def test_that_a_renderer_that_dies_again_and_again_is_told_and_started_by_a_word(page: MapPage) -> None:
    for _ in range(DEATHS - 1):
        with page.qtbot.waitSignal(page.view.ready, timeout=WAIT_MS):
            kill_renderer(page)
    kill_renderer(page)
    page.qtbot.waitUntil(page.view.life.fallen.isVisible, timeout=WAIT_MS)
    assert not page.view.life.web.isVisible()
    assert page.view.life.fallen.text.isVisible()
    assert page.view.life.fallen.text.text()
    with page.qtbot.waitSignal(page.view.ready, timeout=WAIT_MS):
        QTest.mouseClick(page.view.life.fallen.start, Qt.MouseButton.LeftButton)
    page.settle()
    assert not page.view.life.fallen.isVisible()
    assert page.ask("yiping.layers.get('cases').things.size") == 300


def test_that_components_that_could_not_be_had_are_said_at_the_head_of_the_map(page: MapPage) -> None:
    said: list[str] = []
    page.view.told.connect(lambda scope, count, rows: said.append(scope))
    page.hall.failures.note(Wanted.COMPONENTS, "", Problem(status=0, code="timeout", title="", detail=""))
    assert said[-1].endswith("部件未取得，正在重试：应答超时")
    page.hall.failures.clear(Wanted.COMPONENTS, "")
    assert "未取得" not in said[-1]


def test_that_a_map_without_base_map_says_so(page: MapPage) -> None:
    assert page.ask("document.querySelector('.note').textContent") == "没有底图，仅显示数据"


def test_that_an_unreadable_base_map_is_left_out_and_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mbtiles"
    broken.write_bytes(b"not a database, not at all" * 100)
    page = MapPage(qtbot, empty_hall(), broken)
    assert page.ask("document.querySelector('.note').textContent") == "没有底图，仅显示数据"
    fault = page.ask("yiping.state.bases[0].fault")
    assert "broken.mbtiles" in fault
    assert page.ask("document.querySelector('.bases label').title") == fault


def test_that_a_track_is_drawn_once_and_its_playhead_follows(page: MapPage) -> None:
    page.hall.playback.open(track_of("unit-1", track()))
    page.until("yiping.layers.get('track').empty()", False)
    sent: list[str] = []
    page.view._bridge.batch.connect(lambda layer, serial, text: sent.append(layer))
    for step in range(20):
        page.hall.playback.seek(page.hall.playback.at + step * 10)
    lon, lat, _ = page.hall.playback.trace.place(page.hall.playback.at)
    page.until(f"Math.abs(yiping.state.playhead[0] - {lon}) + Math.abs(yiping.state.playhead[1] - {lat}) < 1e-9")
    assert sent == []
    (gap,) = page.hall.playback.track.gaps()
    for at, seen in ((gap.start, True), ((gap.start + (gap.end - gap.start) / 2), False)):
        page.hall.playback.seek(at.timestamp())
        page.until("yiping.state.playhead.slice(3)", [at.timestamp(), seen])
    page.hall.playback.show(Shown.RAW)
    page.settle()
    trace = page.hall.playback.trace
    page.hall.playback.follow(True)
    page.view.fit(0, 0, 0.01, 0.01)
    page.until("yiping.map.getBounds().contains([0, 0])")
    page.hall.playback.seek(float(trace.at[-1]))
    page.until(f"yiping.map.getBounds().contains([{trace.lat[-1]}, {trace.lon[-1]}])")
    page.settle()
    x, y = page.ask(f"(p => [p.x, p.y])(yiping.map.latLngToContainerPoint([{trace.lat[-5]}, {trace.lon[-5]}]))")
    page.click(QPoint(round(x), round(y)))
    page.qtbot.waitUntil(lambda: float(trace.at[-9]) <= page.hall.playback.at < float(trace.at[-1]))
    page.hover(QPoint(round(x), round(y)))
    page.until(
        "[...document.querySelectorAll('.tip > *')].map((line) => line.textContent)", tips.of_fix(page.hall, str(trace.row(page.hall.playback.at)))
    )
    assert page.ask("yiping.layers.get('track').stops.ends({ world: 2 ** 25 }).map((end) => end.text)") == ["起", "终"]
    assert page.ask("yiping.layers.get('track').stops.ends({ world: 256 }).map((end) => end.text)") == ["起 · 终"]
    page.hall.playback.show(Shown.BOTH)
    page.until("yiping.layers.get('track').beneath", len(page.hall.playback.track))
    assert page.ask("yiping.layers.get('track').size") == len(page.hall.playback.track.believed)
    page.settle()
    legend = page.ask("[...document.querySelectorAll('.legend .row')].map((row) => row.textContent)")
    assert {"轨迹缺失", "原始轨迹"} <= set(legend)
    assert "剔除的定位" not in legend  # nothing was
    page.hall.playback.open(None)
    page.until("yiping.layers.get('track').empty()")
    assert page.ask("yiping.layers.get('track').beneath") == 0


def test_that_a_map_starts_where_the_data_is(qtbot: QtBot) -> None:
    page = MapPage(qtbot, filled_hall())
    page.until(f"yiping.map.getBounds().contains([{CENTRE[1]}, {CENTRE[0]}]) && yiping.map.getZoom() > 10")


def test_that_a_map_goes_where_it_was_sent_before_its_page_was_there(qtbot: QtBot) -> None:
    view = MapView(filled_hall())
    qtbot.addWidget(view, before_close_func=lambda made: made.shut())
    view.go(*CENTRE, 17)
    view.show()
    qtbot.waitUntil(lambda: view.idle() and view.place() == (*map(pytest.approx, CENTRE), 17), timeout=WAIT_MS)


def inside(at: QPoint) -> bool:
    """Clear of the controls, which would take the click."""
    return 200 < at.x() < 900 and 60 < at.y() < 500


def one_fix(unit: str, lon: float, lat: float) -> Positions:
    at = int(NOW.timestamp() * 1000)
    return Positions(cursor=2, now=NOW, unit_ids=[unit], at=[at], lon=[lon], lat=[lat], speed=[1.0], heading=[90.0])


def test_that_several_maps_live_beside_each_other(qtbot: QtBot) -> None:
    first, second = MapPage(qtbot, filled_hall(cases=10)), MapPage(qtbot, filled_hall(cases=20))
    assert [page.ask("yiping.layers.get('cases').things.size") for page in (first, second)] == [10, 20]
    assert isinstance(first.view, MapView)
