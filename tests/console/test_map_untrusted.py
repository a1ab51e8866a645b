"""What citizens, devices and files say is text on the map, and nothing else: through the real page, whatever it holds."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pytestqt.qtbot import QtBot

from console import words
from tests.console.map_page import chinese
from tests.console.test_map_base import base
from tests.console.untrusted_town import HANDLERS, LAT, LEAKS, LON, SHAPE, TEXTS, UNSEEN, Log, Town, assert_text_in, fix, shown

__all__ = ["base", "chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    handler, logger = Log(), logging.getLogger("yiping.map")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)


def firsts(tips: dict[str, list[str]], text: str) -> list[str]:
    """The line of each tip that is what a thing is called; of a case its address, since the first has the last letters of its number."""
    number = shown(words.number_short(text))
    for name, lines in tips.items():
        if name.startswith("cases"):
            assert lines[0].startswith(number)
    return [lines[2] if name.startswith("cases") else lines[0] for name, lines in tips.items()]


def test_that_what_comes_from_outside_is_never_more_than_text(qtbot: QtBot, base: Path, tmp_path: Path, log: Log) -> None:
    town = Town(qtbot, base, tmp_path)
    page = town.page
    town.ask("云泽")
    town.select()
    town.tips()
    shape = page.ask(SHAPE)

    @settings(max_examples=40, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(TEXTS.map(lambda text: f"a{text}z"))
    def holds(text: str) -> None:
        log.lines.clear()
        page.ask("(drawn.clear(), 1)")
        town.say(text)
        town.name_base(text)
        town.lay(text)
        town.ask(text)
        town.select()
        tips = town.tips()
        assert page.ask("window.owned ?? 0") == 0
        assert page.ask(SHAPE) == shape, "elements came out of a text"
        assert page.ask(HANDLERS) == 0
        assert page.ask(LEAKS.replace("TEXT", json.dumps(shown(text)))) == []
        assert all(line.startswith(shown(text)[:20]) for line in firsts(tips, text))
        assert not any(UNSEEN.search(line) for lines in tips.values() for line in lines)
        assert not any(UNSEEN.search(line) for line in page.ask("[...drawn, document.body.innerText]"))
        assert not any(UNSEEN.search(line) for line in page.ask("[...document.querySelectorAll('[title]')].map((each) => each.title)"))
        assert page.ask("['a', 'pa'].every((letters) => [...drawn].some((line) => line.startsWith(letters)))"), "the names of things are written"
        assert page.ask("Math.max(...[...drawn].map((line) => line.length))") <= 60
        assert page.view.refused() == []
        assert log.lines == []
        in_page = page.ask("[document.querySelector('.source'), document.querySelector('.files .name')].map((each) => each.textContent)")
        assert [shown(text) in said for said in in_page] == [True, True]
        assert page.ask(f"document.querySelector('.bases').textContent.includes({json.dumps(shown(text))})")
        assert_text_in(town.list, text)

    holds()
    town.rest()


def test_that_a_batch_that_cannot_be_read_stops_nothing(qtbot: QtBot, base: Path, tmp_path: Path, log: Log) -> None:
    town = Town(qtbot, base, tmp_path)
    town.page.view._bridge.batch.emit("units", 0, '{"ids": 7}')
    town.page.qtbot.waitUntil(lambda: any("units" in line for line in log.lines), timeout=30_000)
    unit = next(iter(town.hall.units))
    town.hall.fixes.apply(fix(unit.id, 100, LON, LAT))
    town.page.until(f"Math.abs((yiping.layers.get('units').place('{unit.id}').x - 0.5) * 360 - {LON}) < 1e-9")
    town.rest()
