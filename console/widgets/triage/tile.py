"""How a finding lies on the light table: its picture, its class and place, and what was decided."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console import words
from console.hall.failures import Wanted
from console.widgets import theme
from console.widgets.triage.model import CASE_ROLE, Decision, Index, TriageModel
from console.widgets.triage.thumbs import Thumbs
from wire.cases import Case

TILE, GAP, CAPTION = (176, 146), 4, 36  # px: of a tile; around it; under its picture
TONES = {Decision.CONFIRM: "ok", Decision.DUPLICATE: "hold", Decision.REFUSE: "danger"}
MARKS = {Decision.CONFIRM: "✓", Decision.DUPLICATE: "D", Decision.REFUSE: "✕"}


class Tile(QStyledItemDelegate):
    """`title` and `place` give the words of a case."""

    def __init__(
        self, model: TriageModel, thumbs: Thumbs, title: Callable[[Case], str], place: Callable[[Case], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._thumbs, self._title, self._place = model, thumbs, title, place
        self._wide = theme.px(TILE[0])

    def fill(self, room: int) -> bool:
        """Make all as wide as fills a row of so many pixels, and none narrower than a tile is; are they another size now?"""
        before, least = self._wide, theme.px(TILE[0])
        self._wide = max(least, room // max(1, room // least))
        return self._wide != before

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        round_it = 2 * theme.px(GAP)
        shape = (TILE[1] - 2 * GAP - CAPTION) / (TILE[0] - 2 * GAP)
        return QSize(self._wide, round((self._wide - round_it) * shape) + round_it + theme.px(CAPTION))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        case: Case | None = index.data(CASE_ROLE)
        if case is None:
            return
        painter.save()
        gap = theme.px(GAP)
        box = option.rect.adjusted(gap, gap, -gap, -gap)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.colour("chosen" if chosen else "raised"))
        self._paint_picture(painter, box.adjusted(0, 0, 0, -theme.px(CAPTION)), case)
        self._paint_caption(painter, QRect(box.left(), box.bottom() - theme.px(CAPTION) + 1, box.width(), theme.px(CAPTION)), case)
        if self._model.starts_group(index.row()):
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("text_3"))
        if decision := self._model.decided.get(case.id):
            self._paint_decision(painter, box.adjusted(0, 0, 0, -theme.px(CAPTION)), decision)
        painter.setPen(theme.colour("accent" if chosen else "line"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if chosen:
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRect, case: Case) -> None:
        picture = self._thumbs.of(case.id)
        if picture is not None and not picture.isNull():
            whole = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            left, top = (whole.width() - box.width()) / 2, (whole.height() - box.height()) / 2
            scale = picture.width() / whole.width()
            source = QRect(round(left * scale), round(top * scale), round(box.width() * scale), round(box.height() * scale))
            painter.drawPixmap(box, picture, source)
            return
        painter.fillRect(box, theme.colour("field"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        inside = box.adjusted(theme.px(6), 0, -theme.px(6), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.word(case.id))

    def word(self, case_id: str) -> str:
        """What stands in the place of a picture; empty where there is one."""
        picture, why = self._thumbs.of(case_id), self._thumbs.why(case_id)
        if picture is not None:
            return self.tr("no picture") if picture.isNull() else ""
        if why is None:
            return self.tr("fetching …")
        return self.tr("{why}, trying again").format(why=words.missing(Wanted.PHOTO, why))

    def _paint_caption(self, painter: QPainter, box: QRect, case: Case) -> None:
        inside = box.adjusted(theme.px(6), theme.px(2), -theme.px(6), -theme.px(2))
        upper, lower = inside.adjusted(0, 0, 0, -inside.height() // 2), inside.adjusted(0, inside.height() // 2, 0, 0)
        share = self._model.share(case)
        void = f"{share.of_one:.0%}" if share.total else ""
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, void)
        room = upper.width() - painter.fontMetrics().horizontalAdvance(void) - theme.px(4)
        painter.setPen(theme.colour("text"))
        title = painter.fontMetrics().elidedText(self._title(case), Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, title)
        at = f"{words.local(case.reported_at):%H:%M}"
        painter.setPen(theme.colour("text_2"))
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, at)
        room = lower.width() - painter.fontMetrics().horizontalAdvance(at) - theme.px(4)
        painter.drawText(
            lower, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(self._place(case), Qt.TextElideMode.ElideMiddle, room)
        )

    def _paint_decision(self, painter: QPainter, box: QRect, decision: Decision) -> None:
        painter.fillRect(box, theme.colour("window", 150))
        painter.setFont(theme.font("clock", strong=True))
        painter.setPen(theme.colour(TONES[decision]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, MARKS[decision])
