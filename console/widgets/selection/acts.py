"""What can be done with the rows of a selection, as buttons that say for how many: those that a hand has marked, else all that are listed."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from console.hall.chosen import Row
from console.widgets import theme
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button
from wire.codes import Noun
from wire.units import MOST_PHONES

MOST_CAMERAS = 16  # at once: of more nobody sees anything


class Acts(Spoken):
    """`past`: only what looks and takes away. Who holds it connects the buttons."""

    def __init__(self, past: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past = past
        self._counts: Counter[object] = Counter()
        self.open, self.locate, self.csv, self.geojson = button(), button(), button(), button()
        self.video, self.call, self.report, self.owners = button(), button(), button(), button()
        self.fence, self.steps, self.clear = button(), button(), button("quiet")
        row = Flow(self, gap=6)
        row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        for part in self._all():
            row.addWidget(part)
        self.say()

    def follow(self, rows: Sequence[Row], current: Row | None, listed: int) -> None:
        """`rows` are acted on, of so many that are listed; `current` is the one that is looked at."""
        self._counts = Counter(row.kind for row in rows)
        now = {
            self.open: current is not None,
            self.video: bool(self._counts[Noun.CAMERA]),
            self.call: bool(self._counts[Noun.UNIT]),
            self.report: current is not None and current.kind is Noun.COMPONENT,
            self.owners: bool(self._counts[Noun.COMPONENT]),
            self.steps: bool(self._counts[Noun.CASE]),
            self.fence: bool(listed),
        }
        for part, on in now.items():
            part.setEnabled(on)
            part.setVisible(not self._past and (on or part in (self.open, self.fence)))
        self.locate.setEnabled(current is not None)
        for part in (self.csv, self.geojson):
            part.setEnabled(bool(rows))
        self.clear.setEnabled(bool(listed))
        self.say()

    def say(self) -> None:
        counts, total = self._counts, self._counts.total()
        cameras, units = counts[Noun.CAMERA], counts[Noun.UNIT]
        self.open.setText(self.tr("Open"))
        self.locate.setText(self.tr("Locate"))
        self.video.setText(_counted(self.tr("Video wall"), min(cameras, MOST_CAMERAS), cameras))
        self.call.setText(_counted(self.tr("Call list"), min(units, MOST_PHONES), units))
        self.report.setText(self.tr("Report a case"))
        self.owners.setText(_counted(self.tr("Owners"), counts[Noun.COMPONENT]))
        self.csv.setText(_counted("CSV", total))
        self.geojson.setText(_counted("GeoJSON", total))
        self.fence.setText(self.tr("Save as geofence"))
        self.steps.setText(_counted(self.tr("Step for cases"), counts[Noun.CASE]))
        self.clear.setText(self.tr("Clear"))

    def _all(self) -> tuple[QPushButton, ...]:
        looked = self.open, self.locate, self.video, self.call, self.report, self.owners
        return (*looked, self.steps, self.csv, self.geojson, self.fence, self.clear)


def _counted(text: str, count: int, of: int = 0) -> str:
    if not count:
        return text
    return f"{text} · {count:,} / {of:,}" if of > count else f"{text} · {count:,}"
