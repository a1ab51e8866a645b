"""What stands in the place of a map whose process ends again and again."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class Fallen(QWidget):
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.start = QLabel(), QPushButton()
        self.text.setProperty("tone", "danger")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.start.clicked.connect(self.again)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.text)
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.say()
        self.hide()

    def say(self) -> None:
        self.text.setText(self.tr("The map's process ended again and again. It is started once more in a minute."))
        self.start.setText(self.tr("Start it now"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
