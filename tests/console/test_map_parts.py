"""The parts of the map that need no page: tiles, columns, batches, words."""

import json
import random
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.map import columns, legend, tips
from console.map.bridge import Bridge
from console.map.courier import Courier
from console.map.figures import Figures
from console.map.layers.cases import Cases
from console.map.layers.components import Components
from console.map.layers.layer import INLINE, PAGE, Layer, Parcel
from console.map.layers.units import Units
from console.map.page import RESOURCES
from console.map.reader import Reader
from console.map.scheme import folder
from tests.console.filled_hall import empty_hall, filled_hall, positions
from wire.codes import DutyState, Noun, Status, UnitKind


def test_that_columns_are_written_as_they_are_read() -> None:
    given = {"ids": ["甲", "b"], "lon": np.array([1.5, np.nan]), "flags": np.array([1, 2], np.uint8)}
    body = columns.to_bytes(given)
    length = int.from_bytes(body[:4], "little")
    header = json.loads(body[4 : 4 + length])
    start = -(-(4 + length) // columns.ALIGN) * columns.ALIGN
    assert header["rest"] == {"ids": ["甲", "b"]}
    read = {name: np.frombuffer(body, kind, count, start + offset).tolist() for name, kind, offset, count in header["arrays"]}
    assert read == {"lon": [1.5, pytest.approx(np.nan, nan_ok=True)], "flags": [1, 2]}
    assert json.loads(columns.to_json(given)) == {"ids": ["甲", "b"], "lon": [1.5, None], "flags": [1, 2]}


def columns_of(parcel: Parcel | None) -> dict[str, Any]:
    """As the page reads them."""
    assert parcel is not None
    if parcel.text:
        return dict(json.loads(parcel.text))
    length = int.from_bytes(parcel.body[:4], "little")
    return dict(json.loads(parcel.body[4 : 4 + length])["rest"])


def reader_of(layer: Layer) -> Reader:
    reader = Reader(layer)
    reader.restart()
    return reader


def test_that_a_batch_says_what_is_new_and_what_is_gone() -> None:
    hall = filled_hall(cases=5)
    layer = Cases(hall)
    reader = reader_of(layer)
    first = columns_of(reader.take())
    assert (first["reset"], sorted(first["ids"]), first["gone"]) == (True, [f"case-{n}" for n in range(5)], [])
    hall.cases.put([], gone=["case-2"])
    second = columns_of(reader.take())
    assert (second["reset"], second["ids"], second["gone"]) == (False, [], ["case-2"])
    assert reader.take() is None


def test_that_a_batch_is_never_larger_than_a_page() -> None:
    layer = Cases(filled_hall(cases=2 * PAGE + 7, components=0))
    reader = reader_of(layer)
    sizes = []
    while (parcel := reader.take()) is not None:
        sizes.append(len(columns_of(parcel)["ids"]))
    assert sizes == [PAGE, PAGE, 7]


def test_that_a_second_map_takes_what_was_packed_for_the_first() -> None:
    hall = filled_hall(cases=PAGE + 500, components=3000)
    for layer in (Cases(hall), Components(hall)):
        one, other = reader_of(layer), reader_of(layer)
        while (parcel := one.take()) is not None:
            assert other.take() is parcel
        assert other.take() is None


def test_that_what_has_changed_is_packed_anew_and_once() -> None:
    hall = filled_hall(cases=40)
    layer = Cases(hall)
    one, other = reader_of(layer), reader_of(layer)
    before = one.take()
    assert other.take() is before
    case = next(iter(hall.cases))
    hall.cases.put([msgspec.structs.replace(case, version=2, urgent=not case.urgent)])
    after = one.take()
    assert columns_of(after)["ids"] == [case.id]
    assert other.take() is after
    late = reader_of(layer)
    fresh = columns_of(late.take())
    assert bool(fresh["flags"][fresh["ids"].index(case.id)] & 2) is not case.urgent


class Page:
    """A page that says when it has applied a batch, at the pace of the test."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge, self.batches = bridge, list[tuple[str, int, str]]()
        bridge.batch.connect(lambda layer, serial, text: self.batches.append((layer, serial, text)))

    def apply_last(self) -> None:
        layer, serial, _ = self.batches[-1]
        self.bridge.apply(layer, serial)


def test_that_a_slow_page_gets_one_fuller_batch_instead_of_a_queue(qtbot: QtBot) -> None:
    hall = filled_hall()
    bridge = Bridge()
    page = Page(bridge)
    courier = Courier([Units(hall)], bridge)
    courier.start()
    assert len(page.batches) == 1
    for seed in range(30):
        hall.fixes.apply(positions(random.Random(seed), 120))
    passed = time.monotonic()
    qtbot.waitUntil(lambda: time.monotonic() - passed > 0.3)  # three ticks, in which the page does not answer
    assert len(page.batches) == 1
    assert not courier.idle()
    page.apply_last()
    qtbot.waitUntil(lambda: len(page.batches) == 2)
    assert len(json.loads(page.batches[1][2])["ids"]) == 120
    page.apply_last()
    assert courier.idle()


def test_that_large_batches_are_fetched_and_given_once(qtbot: QtBot) -> None:
    bridge = Bridge()
    page = Page(bridge)
    courier = Courier([Cases(filled_hall(cases=INLINE + 1))], bridge)
    courier.start()
    layer, serial, text = page.batches[0]
    assert text == ""
    assert courier.door(f"{layer}/{serial}") is not None
    page.apply_last()
    assert courier.door(f"{layer}/{serial}") is None


def test_that_every_word_of_the_page_is_there_in_both_languages() -> None:
    words.speak("en")
    english = legend.page_words()
    words.speak("zh_CN")
    chinese = legend.page_words()
    assert english.keys() == chinese.keys()
    assert all(english[key] != chinese[key] for key in english)
    assert all(ord(letter) < 0x2E80 for letter in json.dumps(english, ensure_ascii=False))


def test_that_a_tip_says_what_and_how_long() -> None:
    hall = filled_hall()
    case = next(case for case in hall.cases if case.deadline_at and not case.closed_at)
    first, second, address = tips.lines(hall, Noun.CASE, case.id)
    assert first.startswith(words.number_short(case.number))
    assert words.of(case.status) in second
    assert address == case.address
    assert tips.lines(hall, Noun.UNIT, "unit-1")[0] == "监督员001"
    assert tips.lines(hall, Noun.COMPONENT, f"{3:016}")[0] == "雨水箅子"


@pytest.mark.parametrize("noun", list(Noun))
def test_that_a_tip_for_what_the_hall_does_not_know_is_empty(noun: Noun) -> None:
    assert tips.lines(empty_hall(), noun, "nobody") == []


def test_that_a_unit_of_unknown_kind_of_movement_has_no_heading() -> None:
    hall = filled_hall()
    ids = [id for id, _ in hall.fixes.items()]
    batch = Units(hall).columns(ids)
    headings = dict(zip(batch["ids"], batch["heading"], strict=True))
    for id, place in hall.fixes.items():
        assert np.isnan(headings[id]) if place.heading is None else headings[id] == place.heading
    assert msgspec.json.decode(columns.to_json(batch))["ids"] == batch["ids"]


def test_that_only_inspectors_can_be_off_duty() -> None:
    """Nobody signs in with a truck: where it is is known as long as its fix is young."""
    hall = filled_hall(units=3)
    kinds = (UnitKind.INSPECTOR, UnitKind.TRUCK, UnitKind.VEHICLE)
    hall.units.replace(
        [msgspec.structs.replace(unit, kind=kind, duty=DutyState.OFF_DUTY, version=2) for unit, kind in zip(hall.units, kinds, strict=True)]
    )
    batch = Units(hall).columns([unit.id for unit in hall.units])
    assert batch["on_duty"].tolist() == [0, 1, 1]


def test_that_a_folder_door_serves_files_and_nothing_above(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.js").write_text("1")
    (tmp_path / "secret").write_text("2")
    door = folder(tmp_path / "inside")
    reply = door("a.js")
    assert reply is not None
    assert reply.media_type.endswith("javascript")
    assert [door(rest) for rest in ("../secret", "", "b.js", "/etc/passwd")] == [None] * 4


def test_that_the_lock_of_the_page_names_no_registry() -> None:
    lock = json.loads((RESOURCES / "package-lock.json").read_text("utf-8"))
    assert not any("resolved" in package for package in lock["packages"].values())
    assert all("integrity" in package for path, package in lock["packages"].items() if path)
    assert "registry" not in (RESOURCES / "package-lock.json").read_text("utf-8")


def test_that_the_map_counts_what_is_open_and_where_it_can_be_seen() -> None:
    hall = filled_hall(cases=30, units=4, cameras=3)
    figures = Figures(hall)
    open_cases = [case for case in hall.cases if case.status not in (Status.CLOSED, Status.VOIDED)]
    assert figures.counts() == {"cases": len(open_cases), "closed": 30 - len(open_cases), "inspectors": 3, "trucks": 1, "cameras": 3}
    hall.cases.put([msgspec.structs.replace(open_cases[0], status=Status.CLOSED, version=open_cases[0].version + 1)])
    assert figures.counts()["cases"] == len(open_cases) - 1
