"""What the tests of overlays share: a page on a hall that has some of everything, with only these overlays, from so near."""

import pytest
from PySide6.QtCore import QPoint, QTimer
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.map.layers.all import layers_of
from tests.console.filled_hall import CENTRE, empty_hall
from tests.console.map_page import WAIT_MS, MapPage
from tests.console.rich_hall import add_register, entry, rich_hall
from wire.codes import RegisterKind


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    return MapPage(qtbot, rich_hall())


def show_only(page: MapPage, *overlays: str) -> None:
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, overlay in overlays)
    page.settle()


def close_up(page: MapPage, zoom: int = 17, lon: float = CENTRE[0], lat: float = CENTRE[1]) -> None:
    page.view.go(lon, lat, zoom)
    page.until(f"yiping.map.getZoom() === {zoom} && Math.abs(yiping.map.getCenter().lng - {lon}) < 1e-4")
    page.settle()


def let_density_rest(page: MapPage) -> None:
    """It waits a while after cases have changed, and a timer must not outlive its test."""
    density = layers_of(page.hall).by_name["density"]
    page.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in density.findChildren(QTimer)), timeout=WAIT_MS)


def seen(page: MapPage, layer: str) -> set[str]:
    return set(map(str, page.ask(f"[...yiping.layers.get('{layer}').seen]")))


def legend(page: MapPage) -> list[str]:
    return list(page.ask("[...document.querySelectorAll('.legend .row')].map((row) => row.textContent)"))


def inside(at: QPoint) -> bool:
    return 260 < at.x() < 900 and 80 < at.y() < 500


def shop_hall(*places: tuple[float, float]) -> Hall:
    hall = empty_hall()
    add_register(hall, RegisterKind.STREET_ENTITY, [entry(RegisterKind.STREET_ENTITY, number, lon, lat) for number, (lon, lat) in enumerate(places)])
    return hall
