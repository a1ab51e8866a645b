"""The trips, stops and gaps of the track that is played, as a list: one press goes to where each begins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, button, hint
from wire.codes import TrackSpanKind
from wire.tracks import TrackSpan

TALL = 4  # lines that are seen at once
TONES = {TrackSpanKind.TRIP: "text", TrackSpanKind.STOP: "text_2", TrackSpanKind.GAP: "warn"}


class SpanList(Spoken):
    """Hidden until `opener` is pressed, and while nothing is played."""

    sought = Signal(float)  # seconds since 1970

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = hall.playback
        self.lines = Lines()
        self.opener: QPushButton = button("tab")
        self.opener.setCheckable(True)
        self.lines.setFixedHeight(theme.px(HEIGHT) * TALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)
        self.opener.toggled.connect(lambda _: self.say())
        self.lines.chosen.connect(self._seek)
        self.lines.opened.connect(self._seek)
        self._playback.opened.connect(self.say)
        self.say()

    def say(self) -> None:
        track = self._playback.track
        spans = track.analysis.spans if track is not None else []
        trips = sum(span.kind is TrackSpanKind.TRIP for span in spans)
        self.opener.setText(words.choose(f"行程 {trips}", f"Trips {trips}"))
        self.opener.setToolTip(hint(words.choose("行程、停留与缺失的列表", "Trips, stops and gaps as a list")))
        self.opener.setVisible(track is not None)
        self.lines.take([_line(number, span) for number, span in enumerate(spans)])
        self.setVisible(bool(spans) and self.opener.isChecked())

    def _seek(self, id: str) -> None:
        track = self._playback.track
        if track is not None:
            self._playback.pause()
            self.sought.emit(track.analysis.spans[int(id)].start.timestamp())


def _line(number: int, span: TrackSpan) -> Line:
    lasted = words.span((span.end - span.start).total_seconds())
    times = f"{words.local(span.start):%m-%d %H:%M:%S} – {words.local(span.end):%H:%M:%S}"
    tone = "danger" if span.teleport else TONES[span.kind]
    if span.kind is TrackSpanKind.TRIP:
        far = f"{span.metres / 1000:.1f} km ± {span.error_m / 1000:.1f}"
        return Line(str(number), words.choose("行程", "Trip"), f"{times} · {lasted}", far, tone)
    name = words.choose("停留", "Stop") if span.kind is TrackSpanKind.STOP else words.choose("缺失", "Gap")
    if span.teleport:
        name = words.choose(f"瞬移 {span.metres / 1000:.1f} km", f"Teleport of {span.metres / 1000:.1f} km")
    return Line(str(number), name, times, lasted, tone)
