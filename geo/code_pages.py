"""Texts whose code page is not told, or wrongly: what was taken for Latin letters is Chinese, far more often than not."""

import codecs
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_OF_THREE = "\u0800"  # from here on a character has three bytes of UTF-8: two may as well be one of GBK
PAIR = re.compile(rb"[\x81-\xfe]([\x40-\xfe])")
GB2312_FROM = 0xA1  # the second byte of nearly all that is written in Chinese
Column = NDArray[Any]


def mended(names: Sequence[str], columns: Sequence[Column]) -> tuple[list[str], list[Column]]:
    """Names and cells as they were meant, where all of them are letters of Latin-1 that are UTF-8 or GB18030; else as they are.

    A text that was cut within a character, as fields of a fixed width are, loses what is left of that.
    """
    cells = [cell for column in columns if column.dtype == object for cell in column if isinstance(cell, str)]
    found = [_bytes(text) for text in (*names, *cells) if not text.isascii()]
    codec = "" if None in found else guessed([each for each in found if each is not None])
    if not codec:
        return list(names), list(columns)
    return [_told(name, codec) for name in names], [_column(column, codec) if column.dtype == object else column for column in columns]


def guessed(raw: Sequence[bytes]) -> str:
    """The codec of texts that are not plain: UTF-8 or GB18030; empty when nothing speaks for either."""
    if not raw:
        return ""
    as_utf8, as_gb = _fits(raw, "utf-8"), _fits(raw, "gb18030")
    if as_utf8 and (not as_gb or any(letter >= FIRST_OF_THREE for each in raw for letter in _decoded(each, "utf-8"))):
        return "utf-8"
    return "gb18030" if as_gb and _is_chinese(raw) else ""


def _is_chinese(raw: Sequence[bytes]) -> bool:
    """And not Western letters, each of which makes a rare character with the plain letter behind it."""
    seconds = [pair[0] for each in raw for pair in PAIR.findall(each)]
    usual = sum(second >= GB2312_FROM for second in seconds)
    return bool(seconds) and usual * 2 >= len(seconds)


def _fits(raw: Sequence[bytes], codec: str) -> bool:
    try:
        told = [_decoded(each, codec) for each in raw]
    except UnicodeDecodeError:
        return False
    return sum(text.isascii() for text in told) * 2 < len(told)  # a text that is only cut short is rare, and nothing of it speaks for this


def _decoded(raw: bytes, codec: str) -> str:
    return codecs.getincrementaldecoder(codec)().decode(raw)


def _bytes(text: str) -> bytes | None:
    """As they stood in the file; none when they were not taken for Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _told(text: Any, codec: str) -> Any:
    return text if not isinstance(text, str) or text.isascii() else _decoded(text.encode("latin-1"), codec)


def _column(column: Column, codec: str) -> Column:
    told = np.empty(len(column), object)
    told[:] = [_told(cell, codec) for cell in column]
    return told
