"""Texts of a Shapefile are Chinese in whatever code page they are, told or not; of another one nothing is made Chinese that is not."""

from pathlib import Path

import numpy as np
import pytest

from geo.code_pages import mended
from geo.files import read
from tests.geo.dbf import GBK_MARK, shapefile

NAME, TEXT = "名称", "云泽市人民路12号 <b>"


@pytest.mark.parametrize(
    ("codec", "mark", "told"),
    [
        ("gbk", GBK_MARK, ""),
        ("gbk", 0, "GBK"),
        ("gb18030", 0, "GB18030"),
        ("gbk", 0, "936"),
        ("utf-8", 0, "UTF-8"),
        ("gbk", 0, ""),
        ("gbk", 0x57, ""),
        ("gbk", 0x57, "ANSI 1252"),
        ("gbk", 0, "UTF-8"),
        ("utf-8", 0, ""),
        ("utf-8", 0, "nonsense"),
    ],
)
def test_that_a_table_is_read_in_its_code_page_whatever_it_says(tmp_path: Path, codec: str, mark: int, told: str) -> None:
    file = shapefile(tmp_path / "site.shp", NAME.encode(codec), [TEXT.encode(codec), "二".encode(codec), b"plain"], mark, told)
    drawn = read(file)
    assert [drawn.feature(row).attributes for row in range(3)] == [[(NAME, TEXT)], [(NAME, "二")], [(NAME, "plain")]]


def as_latin(*texts: bytes) -> list[str]:
    return list(mended(["a"], [np.array([text.decode("latin-1") for text in texts], object)])[1][0])


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_that_a_text_that_was_cut_within_a_character_is_read_up_to_there(codec: str) -> None:
    cut = "人民路一号".encode(codec)[:-1]
    assert as_latin(cut, "No.路".encode(codec)[:-1], "繁华街".encode(codec)) == ["人民路一", "No.", "繁华街"]


def test_that_western_letters_stay() -> None:
    assert as_latin("café".encode("latin-1"), "Bénédicte".encode("latin-1"), b"plain") == ["café", "Bénédicte", "plain"]
    assert as_latin(b"\xff\xfe") == ["\xff\xfe"]


def test_that_what_was_read_rightly_is_left_alone() -> None:
    numbers, texts = np.arange(3), np.array(["名", None, "é"], object)
    names, (first, second) = mended(["数", "a"], [numbers, texts])
    assert (names, list(first), list(second)) == (["数", "a"], [0, 1, 2], ["名", None, "é"])
