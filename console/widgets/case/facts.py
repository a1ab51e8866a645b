"""What is known of a case, as pairs of name and content."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, label
from wire.cases import Case, CaseCard


class Facts(Spoken):
    """Two columns of those facts that `rows` names; the long ones take a line of their own. Their text can be selected and copied."""

    WHAT = ("class", "source", "address", "description", "answers")
    MORE = ("condition", "closing", "department", "handler", "reporter", "phone", "grid", "limit")
    WIDE = ("address", "description", "answers", "condition", "closing")

    def __init__(self, hall: Hall, rows: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._rows = hall, rows
        self._case: Case | None = None
        self._card: CaseCard | None = None
        self._names = {name: label("label") for name in rows}
        self._texts = {name: label(wrap=True) for name in rows}
        self._lay_out()
        self.say()

    def show_case(self, case: Case, card: CaseCard | None) -> None:
        self._case, self._card = case, card
        self.say()

    def say(self) -> None:
        names, contents = self._words_of_names(), self._contents(self._case) if self._case else {}
        for name in self._rows:
            self._names[name].setText(names[name])
            self._texts[name].setText(contents.get(name) or "—")
            for part in (self._names[name], self._texts[name]) if name == "answers" else ():
                part.setVisible(bool(contents.get(name)))

    def _words_of_names(self) -> dict[str, str]:
        return {
            "class": self.tr("Class"),
            "source": self.tr("Source"),
            "address": self.tr("Address"),
            "description": self.tr("Description"),
            "answers": words.field("answers"),
            "condition": self.tr("Filed when"),
            "closing": self.tr("Closed when"),
            "department": self.tr("Department"),
            "handler": self.tr("Handler"),
            "reporter": self.tr("Reporter"),
            "phone": self.tr("Phone"),
            "grid": self.tr("Grid"),
            "limit": self.tr("Limit"),
        }

    def _contents(self, case: Case) -> dict[str, str]:
        hall = self._hall
        filed = self._card.condition if self._card and self._card.version >= case.version else None
        condition = filed or hall.conditions.get(case.condition_id or "")
        department = hall.departments.get(case.department_id or "")
        small = hall.classes.get((case.kind, case.class_code))
        limited = case.limit_amount is not None and case.limit_type is not None
        return {
            "class": f"{words.of(case.kind)} · {words.class_name(small, case.class_code)} {case.class_code}",
            "source": words.of(case.source),
            "address": case.address,
            "description": case.description,
            "answers": "\n".join(words.answered(each) for record in self._card.flow for each in record.answers) if self._card else "",
            "condition": words.condition_text(condition) if condition else "",
            "closing": words.closing_text(condition) if condition else "",
            "department": department.name if department else "",
            "handler": case.handler or "",
            "reporter": (self._card.reporter if self._card else "") or case.reporter,
            "phone": (self._card.phone if self._card else "") or case.phone,
            "grid": case.grid_code or "",
            "limit": words.limit(case.limit_amount, case.limit_type) if limited and case.limit_amount and case.limit_type else "",
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row, side = 0, 0
        for name in self._rows:
            wide = name in self.WIDE
            row, side = (row + 1, 0) if wide and side else (row, side)
            self._texts[name].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._names[name].setContentsMargins(0, theme.px(6), 0, 0)
            grid.addWidget(self._names[name], row * 2, side, 1, 2 if wide else 1)
            grid.addWidget(self._texts[name], row * 2 + 1, side, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            row, side = (row + 1, 0) if wide or side else (row, 1)
