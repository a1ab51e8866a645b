"""The rail of the seven stages: where a case is, who took each step and when."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import Spoken
from wire.cases import Case
from wire.codes import STAGE_OF, Stage, Status
from wire.flow import IMPORTED, FlowRecord

STAGES = tuple(Stage)
ROOMY = 56  # px: what a stage needs for its words


def stage_steps(flow: Sequence[FlowRecord]) -> dict[Stage, FlowRecord]:
    """The step that last left each stage towards a later one."""
    steps = {}
    for record in sorted(flow, key=lambda each: each.seq):
        before = STAGE_OF[record.from_status] if record.from_status else Stage.COLLECT
        steps[before] = record
        if record.to_status in (Status.CLOSED, Status.VOIDED) and record.transition != IMPORTED:
            steps[Stage.EVALUATE] = record
    return steps


class StageRail(Spoken):
    """A disc per stage: filled where the case has been, ringed in accent where it is, hollow where it still has to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._steps: dict[Stage, FlowRecord] = {}
        self._now: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_case(self, case: Case | None, flow: Sequence[FlowRecord], now: datetime) -> None:
        self._case, self._steps, self._now = case, stage_steps(flow), now
        self.setAccessibleName(words.of(STAGE_OF[case.status]) if case else "")
        self.setToolTip(" → ".join(words.of(stage) for stage in STAGES))
        self.update()

    def say(self) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(7 * 40), theme.px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._case is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reached = STAGES.index(STAGE_OF[self._case.status])
        width = self.width() / len(STAGES)
        for place, stage in enumerate(STAGES):
            self._paint_stage(painter, QRectF(place * width, 0, width, self.height()), stage, place, reached)

    def _paint_stage(self, painter: QPainter, box: QRectF, stage: Stage, place: int, reached: int) -> None:
        middle = QPointF(box.center().x(), theme.px(10))
        if place:
            painter.setPen(QPen(theme.colour("text_2" if place <= reached else "line"), theme.px(2)))
            painter.drawLine(QPointF(middle.x() - box.width() + theme.px(8), middle.y()), QPointF(middle.x() - theme.px(8), middle.y()))
        self._paint_disc(painter, middle, place, reached)
        here = place == reached
        if box.width() < theme.px(ROOMY):
            if not here:
                return
            box = self._widened(box)
        painter.setFont(theme.font("small", strong=here))
        painter.setPen(theme.colour("text" if here else "text_2" if place < reached else "text_3"))
        self._write(painter, box, theme.px(22), words.of(stage))
        record = self._steps.get(stage) if place <= reached else None
        if record and self._now:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_3"))
            self._write(painter, box, theme.px(36), words.person(record.user))
            self._write(painter, box, theme.px(49), words.moment(record.at, self._now)[:11].removesuffix(":00"))

    def _widened(self, box: QRectF) -> QRectF:
        """Three cells for the words of the stage that a case is in, where not every stage has room for its own."""
        left = min(max(box.left() - box.width(), 0.0), self.width() - 3 * box.width())
        return QRectF(left, box.top(), 3 * box.width(), box.height())

    def _paint_disc(self, painter: QPainter, middle: QPointF, place: int, reached: int) -> None:
        radius = theme.px(5)
        if place == reached:
            painter.setPen(QPen(theme.colour("accent"), theme.px(3)))
            painter.setBrush(theme.colour("pane"))
        else:
            painter.setPen(QPen(theme.colour("text_2" if place < reached else "edge"), theme.px(1.5)))
            painter.setBrush(theme.colour("text_2") if place < reached else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius, radius)

    def _write(self, painter: QPainter, box: QRectF, top: int, text: str) -> None:
        line = QRectF(box.left() + 1, top, box.width() - 2, theme.px(14))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)
