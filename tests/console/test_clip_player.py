"""A clip on the card: where it comes from in words, and its pictures at any place."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import av
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.widgets.case.captures import Captures
from console.widgets.spoken import nothing
from console.workers.clip_player import ClipPlayer
from wire.captures import CLIP_TYPE, Capture, Stream

WAIT_MS = 30_000
FPS, SHADES = 10, (20, 120, 220)  # a second of each


@pytest.fixture(scope="module")
def film() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=FPS, options={"g": str(FPS)})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in SHADES:
            for _ in range(FPS):
                made.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((48, 64, 3), shade, np.uint8), format="rgb24")))
        made.mux(stream.encode(None))
    return file.getvalue()


@pytest.fixture
def player(film: bytes) -> Iterator[ClipPlayer]:
    made = ClipPlayer(film)
    yield made
    made.stop()
    made.join(10)
    assert not made.is_alive()


def shade(player: ClipPlayer) -> int:
    return player.image.pixelColor(20, 20).red() if player.image is not None else -100


def test_that_a_clip_plays_stands_still_goes_anywhere_and_begins_again(qtbot: QtBot, player: ClipPlayer) -> None:
    qtbot.waitUntil(lambda: player.duration_s > 2.9 and abs(shade(player) - SHADES[0]) < 12, timeout=WAIT_MS)
    player.play(False)
    player.seek(2.5)
    qtbot.waitUntil(lambda: abs(shade(player) - SHADES[2]) < 12, timeout=WAIT_MS)
    assert player.position_s == pytest.approx(2.5, abs=0.11)
    player.seek(1.2)
    qtbot.waitUntil(lambda: abs(shade(player) - SHADES[1]) < 12, timeout=WAIT_MS)
    assert not player.playing
    player.play(True)
    qtbot.waitUntil(lambda: not player.playing, timeout=WAIT_MS)
    assert abs(shade(player) - SHADES[2]) < 12
    player.play(True)
    qtbot.waitUntil(lambda: player.playing and abs(shade(player) - SHADES[0]) < 12, timeout=WAIT_MS)


def test_that_what_is_no_clip_says_so(qtbot: QtBot) -> None:
    player = ClipPlayer(b"nothing of the kind")
    qtbot.waitUntil(lambda: player.broken, timeout=WAIT_MS)
    player.join(10)
    assert not player.playing


def test_that_the_card_tells_where_each_comes_from_and_plays_the_clip(qtbot: QtBot, film: bytes, dressed: None) -> None:
    told = {"camera_id": "k1", "camera": "东门", "taken_at": datetime(2026, 11, 30, 3, 4, 5, tzinfo=UTC), "by": "王芳", "at": datetime.now(UTC)}
    id = hashlib.sha256(film).hexdigest()
    still = Capture(id="a" * 64, media_type="image/jpeg", size=674_000, stream=Stream.MAIN, seconds=0.0, **told)
    clip = Capture(id=id, media_type=CLIP_TYPE, size=len(film), stream=Stream.SUB, seconds=19.6, **told)
    listed = Captures()
    qtbot.addWidget(listed)
    listed.player, asked = ClipPlayer, list[str]()
    listed.wanted.connect(asked.append)
    listed.resize(420, 600)
    listed.show()
    listed.show_captures([still, clip])
    texts = [each.text() for each in listed.findChildren(QLabel) if each.text()]
    assert "截图 · 主码流 · 东门 · 11-30 11:04:05 · 王芳" in texts
    assert "片段 20 秒 · 子码流 · 东门 · 11-30 11:04:05 · 王芳" in texts
    assert f"SHA-256 {'a' * 16}…  674 kB" in texts

    row = listed.rows[id]
    qtbot.waitUntil(row.isVisible, timeout=WAIT_MS)
    play = next(each for each in row.findChildren(QPushButton) if each.isVisible())
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    assert asked == [id]
    listed.show_bytes(id, b"", lambda: "片段未取得：后台不可达")
    assert any("后台不可达" in each.text() and each.isVisible() for each in row.findChildren(QLabel))
    listed.show_bytes(id, film, nothing)
    assert row.clip is not None
    qtbot.waitUntil(lambda: row.clip.player is not None and row.clip.player.image is not None, timeout=WAIT_MS)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: row.clip.shown.grab().toImage().pixelColor(row.clip.shown.rect().center()).red() > 10, timeout=WAIT_MS)  # type: ignore[union-attr]
    player = row.clip.player
    assert isinstance(player, ClipPlayer)
    listed.show_captures([still])
    player.join(10)
    assert not player.is_alive()
