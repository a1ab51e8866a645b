"""The form of a file for the map: what it holds, what the hall thinks of its datum, and one sentence when it cannot be drawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.widgets.file_form import FileForm, fault
from geo.datum import Datum, named_crs, to_metres
from geo.files import Unreadable, read
from geo.misfit import UNTOLD, Slip, Verdict
from tests.geo.test_files import geojson, write

POINT = {"type": "Point", "coordinates": [116.4, 39.9]}
LINE = {"type": "LineString", "coordinates": [[116.4, 39.9], [116.5, 39.9]]}
pytestmark = pytest.mark.gui


@pytest.fixture
def form(show: Callable[..., QWidget]) -> FileForm:
    made = FileForm()
    show(made, 420, 260)
    return made


def test_that_it_says_what_it_thinks_and_chooses_the_likely_datum(qtbot: QtBot, form: FileForm, tmp_path: Path) -> None:
    drawn = read(geojson(tmp_path / "site.geojson", [POINT, LINE, None]))
    form.take(drawn, Verdict(Slip.GCJ02_TAKEN_FOR_WGS84, True, 800, 3.0, 12.0, 300.0, 400.0))
    assert form.holds.text() == "site：3 个要素，1 个点、1 条线。其中 1 个没有可读的几何（首个：图层 site 第 3 个），不予绘制。"
    assert "偏移约 500 米；看来是 GCJ-02" in form.thinks.text()
    assert form.datums[Datum.GCJ02].isChecked()
    assert form.fences.isVisible()
    with qtbot.waitSignal(form.draw_wanted) as asked:
        form.draw.click()
    assert asked.args == [drawn, Datum.GCJ02, "site"]


def test_that_it_says_when_it_cannot_tell(form: FileForm, tmp_path: Path) -> None:
    form.take(read(geojson(tmp_path / "site.geojson", [POINT])), UNTOLD)
    assert (form.thinks.text(), form.thinks.property("tone")) == ("已知数据不足以判断坐标系，请自行确认。", "warn")
    assert (form.datums[Datum.WGS84].isChecked(), form.fences.isVisible()) == (True, False)


def test_that_metres_without_a_zone_are_not_drawn_before_one_is_chosen(qtbot: QtBot, form: FileForm, tmp_path: Path) -> None:
    easting, northing = to_metres(111.02, 35.03, named_crs("gk111"))
    survey = geojson(tmp_path / "survey.geojson", [{"type": "Point", "coordinates": [float(northing), float(easting)]}])
    drawn = read(survey)
    form.take(drawn, UNTOLD)
    assert "纵横坐标写反了" in form.holds.text()
    assert form.thinks.text() == "文件为米制坐标，未说明投影带；已知数据不足以判断，请选择。"
    assert (form.zones.isVisible(), form.datums[Datum.WGS84].isVisible(), form.draw.isEnabled()) == (True, False, False)
    assert [form.zones.itemText(row) for row in range(form.zones.count())][12] == "中央经线 111°E（37 带）"
    form.zones.setCurrentIndex(12)
    assert form.draw.isEnabled()
    with qtbot.waitSignal(form.draw_wanted) as asked:
        form.draw.click()
    assert asked.args == [drawn, "gk111", "survey"]
    form.take(drawn, Verdict(None, True, 800, 12.0, 12.0, system="gk114"))
    assert form.thinks.text() == "文件为米制坐标，未说明投影带；看来是中央经线 114°E 的三度带，已为您选好。"
    assert form.system() == "gk114"


def test_that_a_zone_that_the_file_names_may_be_wrong(form: FileForm, tmp_path: Path) -> None:
    place = shapely.Point(*(float(each) for each in to_metres(111.02, 35.03, named_crs("gk111"))))
    drawn = read(write(tmp_path / "site.shp", [place], "Point", named_crs("gk114")))
    form.take(drawn, UNTOLD)
    assert (form.zones.currentText(), form.system()) == ("按文件所说：EPSG:4547", Datum.WGS84)
    form.take(drawn, Verdict(Slip.ANOTHER_ZONE, True, 800, 0.0, 12.0, 273_000.0, 0.0, "gk111"))
    assert form.thinks.text() == "按文件所说的投影带会偏移约 273 公里；看来是中央经线 111°E 的三度带，已为您选好。"
    assert form.system() == "gk111"


@pytest.mark.parametrize("code", ["no_file", "not_geographic", "encoding", "nothing", "not_degrees", "too_large"])
def test_that_a_bad_file_is_one_sentence_in_both_languages(form: FileForm, code: str) -> None:
    form.refuse("site.shp", Unreadable(code, "roads", 7, "447000.0, 4428000.0"))
    assert form.holds.text().startswith(("site.shp", "没有文件 site.shp"))
    assert not form.draw.isVisible()
    if code == "not_degrees":
        assert "图层 roads 第 7 个要素位于 447000.0, 4428000.0" in form.holds.text()
    if code == "not_geographic":
        form.refuse("site.gpkg", Unreadable(code, detail="its content is not that of a .gpkg file", reason="misnamed", of=".gpkg"))
        assert form.holds.text() == "site.gpkg 不是可读取的地理文件：内容与扩展名 .gpkg 不符。"
    words.speak("en")
    assert "site.shp" in fault("site.shp", Unreadable(code, "roads", 7))
    words.speak("zh_CN")


@pytest.mark.parametrize(
    ("declared", "line", "chinese", "english"),
    [
        ("GBK", 4, "a.kml 声明文字编码为 GBK，第 4 行却不是。", "a.kml says that its text is GBK, which line 4 is not."),
        ("", 2, "a.kml 未声明文字编码，第 2 行不是 UTF-8。", "a.kml does not say its encoding, and line 2 is no UTF-8."),
        ("base64", 0, "a.kml 声明的文字编码 base64 无法识别。", "a.kml says that its text is base64, which is no known encoding."),
    ],
)
def test_that_a_wrong_encoding_is_one_sentence(form: FileForm, declared: str, line: int, chinese: str, english: str) -> None:
    form.refuse("a.kml", Unreadable("encoding", feature=line, detail=declared))
    assert form.holds.text() == chinese
    words.speak("en")
    assert fault("a.kml", Unreadable("encoding", feature=line, detail=declared)) == english
    words.speak("zh_CN")
