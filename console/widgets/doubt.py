"""A question before something is gone for good, in a row of the pane."""

from PySide6.QtWidgets import QWidget

from console.widgets.side_by_side import side_by_side
from console.widgets.spoken import button, label


class Doubt(QWidget):
    """Hidden until it is asked; either answer hides it. Whoever shows it says what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.question, self.keep, self.sure = label(wrap=True), button("quiet"), button("primary")
        self.setLayout(side_by_side(self.question, None, self.keep, self.sure))
        for answer in (self.keep, self.sure):
            answer.clicked.connect(lambda: self.hide())
        self.hide()
