"""Reports as pages: whole in one file, whatever people have written in it."""

import dataclasses
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.exporters import report, words
from backend.exporters.export import export
from backend.exporters.report_page import CONTROL, POLICY
from backend.exporters.track_drawing import MOST_WAYS
from backend.photos import PhotoStore
from backend.refusals import TooLarge, TooManyFixes
from backend.rules import tracks
from backend.session import Database
from backend.tables.cases import CaseRow
from backend.tables.places import ComponentRow
from console.words.problems import PROBLEM
from geo.tracks.rules import TrackRules
from tests.backend.centre import ADMIN, CHIEF, Centre
from tests.backend.exported import BEGIN, END, LAT, LON, NEAR, SCORED, build, long_track, urgent
from wire.codes import ComponentState
from wire.exports import ExportFormat, ExportLayer, ExportOrder

BOX = (LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
NASTY = [
    "</script><script>evil()</script>",
    '"><img src=x onerror=evil()>',
    "{{ 7*7 }}{% raw %}",
    "\u202e\u2066abc",
    "\u2028\u2029",
    "]]>--><!--",
    "\\u003c\\",
    "\x01\x7f",
]


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#336699").save(body, "PNG")
    return body.getvalue()


class Page(HTMLParser):
    """What a browser makes of a page: its elements, their addresses, what stands in scripts, and the text."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        (self.scripts if self.tags[-1:] == ["script"] else self.text).append(data)

    def data(self) -> dict[str, Any]:
        (found,) = [script for script in self.scripts if script.startswith("{")]
        return dict(json.loads(found))


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos")


@pytest.fixture
def city(database: Database, store: PhotoStore) -> Centre:
    return build(database, store, picture())


def page(city: Centre, store: PhotoStore, *layers: ExportLayer, **more: Any) -> bytes:
    return export(city.database, store, CHIEF, ExportOrder(layers=list(layers), format=ExportFormat.HTML, **more)).body


def test_that_the_report_of_a_case_has_its_steps_and_photos(city: Centre, store: PhotoStore) -> None:
    found = Page(page(city, store, ExportLayer.CASES, ids={ExportLayer.CASES: ["pictured"]}, language="en"))
    text = " ".join(found.text)
    assert re.search(r"Case report \d{19}", text)
    assert ("张**" in text, "138****5678" in text, "张三丰" in text, "13812345678" in text) == (True, True, False, False)
    (image,) = [value for name, value in found.attributes if name == "src"]
    assert image.startswith("data:image/jpeg;base64,")
    assert len(image) < 40_000


def test_that_nothing_in_a_page_points_outside(city: Centre, store: PhotoStore) -> None:
    body = page(city, store, *(layer for layer in ExportLayer if layer is not ExportLayer.TRACK), box=BOX, near=NEAR, seen_at=END, scored=SCORED)
    found = Page(body)
    addresses = [value for name, value in found.attributes if name in ("src", "href", "srcset", "data", "action")]
    assert [address for address in addresses if not address.startswith("data:")] == []
    assert ("content", POLICY) in found.attributes
    assert "link" not in found.tags
    assert re.findall(rb"url\((?!none|#)[^)]*\)|@import", body) == []


def test_that_a_report_draws_what_the_layers_hold(city: Centre, store: PhotoStore) -> None:
    data = Page(page(city, store, ExportLayer.CASES, ExportLayer.DRAIN, ExportLayer.GRIDS, box=BOX)).data()
    assert sum(len(group["things"]) for group in data["groups"] if group["path"]) == 6
    assert data["asked"] == list(BOX)
    assert [piece["line"] for piece in data["ground"] if not piece["area"]][-1] == "#FFFFFF"  # main roads last
    assert {name[0] for name in data["names"]} == {"瑞祥0路", "瑞祥1路", "瑞祥2路"}


def test_that_a_supervised_case_flies_a_flag_in_a_report(city: Centre, store: PhotoStore) -> None:
    with city.writing(CHIEF) as work:
        work.session.execute(sa.update(CaseRow).where(CaseRow.id == "pictured").values(supervised=True))
    found = Page(page(city, store, ExportLayer.CASES, box=BOX, language="en"))
    signs = [thing[2] for group in found.data()["groups"] if group["path"] for thing in group["things"]]
    assert sorted(signs) == [0, 0, 0, 0, 0, 2]
    assert "Supervised" in found.text


def test_that_a_track_has_its_figures(city: Centre, store: PhotoStore) -> None:
    found = Page(page(city, store, ExportLayer.TRACK, unit_id="u1", start=BEGIN, end=END, language="en"))
    text = " ".join(found.text)
    assert ("Inspector one" in text, "54 km/h" in text, "2026-11-20 09:00 – 2026-11-20 10:59" in text) == (True, True, True)
    assert ("±" in text, "a gap from 180 s on; and 5 usual intervals" in text) == (True, True)
    assert len(found.data()["groups"]) == 8  # ways of six bands, a visit of a geofence, and that geofence
    replay = found.data()["replay"]
    assert len(replay["at"]) == len(replay["lon"]) == len(replay["unseen"]) > 5
    assert replay["unseen"].count(1) == 1
    assert (replay["offset"], replay["words"]["play"]) == (8 * 3600, "Play")


def test_that_a_long_track_is_whole_in_its_report(city: Centre, store: PhotoStore) -> None:
    """Every fix is in what plays, to the millisecond and the centimetre; what is drawn has no corner more than the eye can see."""
    span: dict[str, Any] = {"unit_id": "long", "start": BEGIN, "end": long_track(city.database, 100_000, 0.5), "language": "en"}
    body = page(city, store, ExportLayer.TRACK, **span)
    assert len(body) < 6_000_000  # of which most is drawn: no two ways after one another are of one speed
    found = Page(body)
    assert "100,000" in found.text
    with city.database.read() as work:
        table = tracks.track(work, "long", BEGIN, span["end"])
    replay = found.data()["replay"]
    assert np.array_equal(np.cumsum(replay["at"]), table.column("at").cast(pa.int64()).to_numpy())
    for name in ("lon", "lat"):
        assert np.allclose(np.cumsum(replay[name]) / 1e7, table.column(name).to_numpy(), rtol=0, atol=1e-7)
    assert len(replay["unseen"]) == 100_000
    ways = [group["things"] for group in found.data()["groups"] if not group["path"] and not group["area"] and group["things"][0][3]]
    assert sum(len(things) for things in ways) <= MOST_WAYS


def test_that_a_track_beyond_what_a_page_can_hold_is_refused_with_a_way_out(city: Centre, store: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_FIXES", 10)
    with pytest.raises(TooManyFixes, match="holds 10 fixes of a track, and these are 11: ask for a shorter period, or for CSV or GPX") as refused:
        page(city, store, ExportLayer.TRACK, unit_id="u1", start=BEGIN, end=END)
    assert (refused.value.status, refused.value.code) == (413, "too_many_fixes")


def test_that_the_console_says_the_same_limit() -> None:
    assert f"{report.MOST_FIXES:,}" in PROBLEM["too_many_fixes"][1]
    assert f"{report.MOST_FIXES // 10_000} 万" in PROBLEM["too_many_fixes"][0]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_every_rule_of_a_track_is_printed_in_words(language: str) -> None:
    said = [words.of("track_rule", rule.name, language) for rule in dataclasses.fields(TrackRules)]
    assert all("{x}" in each and "_" not in each for each in said), said
    assert len(set(said)) == len(said)


def test_that_an_empty_area_says_so(city: Centre, store: PhotoStore) -> None:
    assert "此范围内没有内容" in " ".join(Page(page(city, store, ExportLayer.CASES, box=(0, 0, 1, 1))).text)


def test_that_too_much_for_a_page_is_refused(city: Centre, store: PhotoStore) -> None:
    with city.database.write(ADMIN) as work:
        for number in range(20_001):
            values = {"class_code": "0101", "name": "", "state": ComponentState.INTACT, "lon": 1.0, "lat": 1.0, "note": ""}
            work.session.add(ComponentRow(number=100 + number, id=f"x{number}", version=1, **values))
    with pytest.raises(TooLarge, match="A report holds 20,000 things, and these are 20,006"):
        page(city, store, ExportLayer.COMPONENTS)


@given(texts=st.lists(st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=("Cs",)), max_size=80)), min_size=2, max_size=2))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_what_people_write_stays_text(city: Centre, store: PhotoStore, texts: list[str]) -> None:
    """The same elements, scripts and attributes, whatever is written; and what is written is read again, but for characters that steer."""
    description, title = (f"a{text}".replace("\0", "") for text in texts)
    plain = Page(report_with(city, store, "a plain word", "title"))
    found = Page(report_with(city, store, description, title))
    assert found.tags == plain.tags
    assert [name for name, _ in found.attributes] == [name for name, _ in plain.attributes]
    assert len(found.scripts) == len(plain.scripts)
    said = [CONTROL.sub("", line) for group in found.data()["groups"] for thing in group["things"] for line in thing[3]]
    assert CONTROL.sub("", description[:300]) in said


def report_with(city: Centre, store: PhotoStore, text: str, title: str) -> bytes:
    """Of one case whose words are `text`; the case is taken away again."""
    case_id = f"said-{abs(hash(text))}"
    urgent(city, case_id, text)
    return page(city, store, ExportLayer.CASES, ids={ExportLayer.CASES: [case_id]}, title=f"t{title[:100]}")
