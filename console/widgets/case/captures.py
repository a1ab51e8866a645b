"""What cameras showed of a case: each still and clip with its camera, time, who took it, and its SHA-256; a clip plays in its place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.clips import Player
from console.widgets import theme
from console.widgets.case.clip import ClipView
from console.widgets.spoken import Saying, Spoken, button, label
from wire.captures import CLIP_TYPE, Capture, Stream

DIGEST = 16  # letters of it that are shown; all of it in the tool tip


class Captures(Spoken):
    """`player` plays the bytes of a clip; none: clips are only listed."""

    wanted = Signal(str)  # id of a clip that is to be played

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player: Callable[[bytes], Player] | None = None
        self.rows: dict[str, CaptureRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))

    def show_captures(self, captures: Sequence[Capture]) -> None:
        """Those that are here already stay as they are, playing or not."""
        if [capture.id for capture in captures] == list(self.rows):
            return
        kept, self.rows = self.rows, {}
        for capture in captures:
            self.rows[capture.id] = kept.pop(capture.id) if capture.id in kept else self._row(capture)
            self._column.addWidget(self.rows[capture.id])
        for row in kept.values():
            row.close_clip()
            row.hide()
            row.deleteLater()

    def show_bytes(self, id: str, content: bytes, why: Saying) -> None:
        """A clip that was wanted; empty when it could not be had, and why."""
        row = self.rows.get(id)
        if row is None or row.capture.media_type != CLIP_TYPE or self.player is None:
            return
        if content:
            row.play(self.player(content))
        else:
            row.miss(why)

    def _row(self, capture: Capture) -> "CaptureRow":
        made = CaptureRow(capture)
        made.wanted.connect(lambda: self.wanted.emit(capture.id))
        return made


class CaptureRow(Spoken):
    wanted = Signal()

    def __init__(self, capture: Capture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.capture, self.clip = capture, ClipView() if capture.media_type == CLIP_TYPE else None
        self._what, self._digest, self._wrong = label(wrap=True), label("hint"), label(tone="danger", wrap=True)
        self._play = button("quiet")
        if self.clip is None:
            self._play.hide()
        self._play.clicked.connect(self.wanted)
        self._digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.say()

    def play(self, player: Player) -> None:
        if self.clip is not None:
            self._wrong.hide()
            self._play.hide()
            self.clip.open(player)

    def miss(self, why: Saying) -> None:
        self._wrong.tell(why)
        self._wrong.setVisible(bool(why()))

    def close_clip(self) -> None:
        if self.clip is not None:
            self.clip.close_player()

    def say(self) -> None:
        capture = self.capture
        stream = {
            Stream.MAIN: self.tr("main stream"),
            Stream.SUB: self.tr("sub-stream"),
            Stream.RECORDED: self.tr("recording"),
        }[capture.stream]
        what = self.tr("Clip of {seconds:.0f} s").format(seconds=capture.seconds) if self.clip is not None else self.tr("Still")
        taken = words.local(capture.taken_at)
        camera = f"{capture.camera} · {capture.preset}" if capture.preset else capture.camera
        self._what.setText(f"{what} · {stream} · {camera} · {taken:%m-%d %H:%M:%S} · {capture.by}")
        size = f"{capture.size / 1e6:.1f} MB" if capture.size >= 1e6 else f"{capture.size / 1e3:.0f} kB"
        self._digest.setText(f"SHA-256 {capture.id[:DIGEST]}…  {size}")
        self._digest.setToolTip(f"SHA-256\n{capture.id}")
        self._play.setText(self.tr("Play"))

    def _lay_out(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        row.addWidget(self._what, 1)
        row.addWidget(self._play)
        column.addLayout(row)
        column.addWidget(self._digest)
        column.addWidget(self._wrong)
        self._wrong.hide()
        if self.clip is not None:
            column.addWidget(self.clip)
