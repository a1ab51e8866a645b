"""Attributes of files from anywhere are text on the map, and nothing else: in every format that is read, whatever they hold."""

import logging
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from tests.console.filled_hall import empty_hall
from tests.console.map_hand import Hand
from tests.console.map_page import WAIT_MS, chinese
from tests.console.test_map_base import base
from tests.console.test_map_files import lay, spot
from tests.console.untrusted_files import AT, FORMATS, HEAD
from tests.console.untrusted_town import HANDLERS, SCRIPTS, TEXTS, UNSEEN, Log, shown

__all__ = ["base", "chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese"), pytest.mark.timeout(600)]
ASIDE = cycle((-2, 2))  # px: a mouse that has not moved since the last tip moves nothing
# Elements that come out of a text, where one does.
COUNTS = "['script', 'img', 'svg', 'iframe', 'style', 'link', 'base', 'a', 'table', 'b', 'i'].map((tag) => document.querySelectorAll(tag).length)"
TAGS = "[...new Set([...document.querySelectorAll('.tip *, .files *')].map((each) => each.tagName))].sort()"
IN_SIGHT = """(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight)
  (document.querySelector('.tip').getBoundingClientRect())"""


@pytest.fixture
def log() -> Iterator[Log]:
    handler, logger = Log(), logging.getLogger("yiping.map")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def told(page: Hand, path: Path) -> list[str]:
    """The lines of the tip over its point, the file in the place of the last one."""
    for id in list(page.view.files.overlays):
        page.view.files.remove(id)
    id = lay(page, path)
    page.hover(spot(page, *AT) + QPoint(next(ASIDE), 0))
    page.until("document.querySelector('.tip').dataset.of ?? ''", f"file:{id} 0")
    return [str(line) for line in page.ask("[...document.querySelectorAll('.tip div')].map((each) => each.textContent)")]


def plain(text: str) -> str:
    """White space as a format may keep it."""
    return re.sub(r"\s+", " ", shown(text)).strip()


@pytest.mark.parametrize("format", FORMATS)
def test_that_what_a_file_says_is_never_more_than_text(qtbot: QtBot, base: Path, tmp_path: Path, log: Log, format: str) -> None:
    page = Hand(qtbot, empty_hall(), base)
    told(page, FORMATS[format](tmp_path, "a").path)
    counts = page.ask(COUNTS)

    @settings(max_examples=8, phases=[Phase.explicit, Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(TEXTS.map(lambda text: f"a{text}z"))
    @example(f"a{''.join(SCRIPTS[:19])}z")
    @example(f"a{''.join(SCRIPTS[19:-2])}z")
    def holds(text: str) -> None:
        said = FORMATS[format](tmp_path, text)
        lines = told(page, said.path)
        found = [plain(line) for line in lines]
        assert [line for line in said.lines if plain(line) not in found] == []
        assert any(line.startswith(plain(said.begins)) for line in found)
        assert not any(UNSEEN.search(line) for line in lines)
        assert page.ask("window.owned ?? 0") == 0
        assert page.ask(COUNTS) == counts, "elements came out of a text"
        assert set(page.ask(TAGS)) <= {"DIV", "SPAN", "BUTTON", "INPUT"}
        assert page.ask(HANDLERS) == 0
        assert page.ask(IN_SIGHT)
        assert page.view.refused() == []
        assert log.lines == []

    holds()


CONTROLS = f"{HEAD}<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>a\x01\x1b</name><Point><coordinates>116,40</coordinates></Point></Placemark></kml>"
TOLD = "<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'><wpt lat='40' lon='116'><name>a&#2;</name></wpt></gpx>"
ENTITIES = f"<!DOCTYPE kml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{CONTROLS.removeprefix(HEAD).replace(chr(1) + chr(27), '&x;')}"


@pytest.mark.parametrize(("name", "body"), [("a.kml", CONTROLS), ("a.gpx", TOLD), ("b.kml", ENTITIES)])
def test_that_a_file_that_breaks_its_own_format_is_refused_and_the_next_one_drawn(
    qtbot: QtBot, base: Path, tmp_path: Path, log: Log, name: str, body: str
) -> None:
    page = Hand(qtbot, empty_hall(), base)
    (tmp_path / name).write_text(body, "utf-8")
    with qtbot.waitSignal(page.view.files.refused, timeout=WAIT_MS) as refused:
        page.view.files.read(tmp_path / name)
    assert refused.args[1].code == "not_geographic"
    assert told(page, FORMATS["kml"](tmp_path, "a").path)[1] == "Name: a"
    assert log.lines == []
