"""The trips, stops and gaps of the track that is played, and its visits of geofences, as a list: one press goes to where each begins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, button, hint
from wire.codes import TrackSpanKind
from wire.tracks import FenceVisit, TrackSpan

VISIT = "v"  # before the number of a visit
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
        visits = len(track.analysis.visits) if track is not None else 0
        fences = words.choose(f" · 围栏 {visits}", f" · geofences {visits}") if visits else ""
        self.opener.setText(words.choose(f"行程 {trips}", f"Trips {trips}") + fences)
        self.opener.setToolTip(hint(words.choose("行程、停留、缺失与围栏进出的列表", "Trips, stops, gaps and visits of geofences as a list")))
        self.opener.setVisible(track is not None)
        self.lines.take(self._told())
        self.setVisible(bool(spans) and self.opener.isChecked())

    def _told(self) -> list[Line]:
        """In order of time; a visit stands behind the span that it begins in."""
        track = self._playback.track
        if track is None:
            return []
        told = track.analysis
        found = [(span.start, _line(number, span)) for number, span in enumerate(told.spans)]
        found += [(visit.start, _visit_line(number, visit)) for number, visit in enumerate(told.visits)]
        return [line for _, line in sorted(found, key=lambda pair: pair[0])]

    def _seek(self, id: str) -> None:
        track = self._playback.track
        if track is not None:
            told = track.analysis.visits if id.startswith(VISIT) else track.analysis.spans
            self._playback.pause()
            self.sought.emit(told[int(id.removeprefix(VISIT))].start.timestamp())


def _visit_line(number: int, visit: FenceVisit) -> Line:
    times = f"{words.local(visit.start):%m-%d %H:%M:%S} – {words.local(visit.end):%H:%M:%S}"
    unseen = [
        "" if visit.came else words.choose("此前已在内", "was within before"),
        "" if visit.left else words.choose("未见离开", "not seen to leave"),
        words.choose(f"其中 {words.span(visit.unseen_s)} 无定位", f"{words.span(visit.unseen_s)} of it not seen") if visit.unseen_s else "",
    ]
    below = " · ".join(filter(None, (times, *unseen)))
    lasted = words.span((visit.end - visit.start).total_seconds())
    return Line(f"{VISIT}{number}", words.choose(f"围栏 {visit.name}", f"Geofence {visit.name}"), below, lasted, "accent_2")


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
