"""The login: server, name, password. What is wrong is said under the field it concerns."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console import words
from wire.problem import Problem

AT_PASSWORD = frozenset({"wrong_password", "no_session", "too_many_logins"})
AT_SERVER = frozenset(
    {"unreachable", "connection_lost", "timeout", "bad_answer", "bad_certificate", "bad_address", "server_error", "defect", "not_now"}
)


class LoginForm(QWidget):
    """Emits what was entered; `refuse` or `wait` say how it goes. Nothing here is kept."""

    login_wanted = Signal(str, str, str)  # server, name, password
    language_wanted = Signal(str)  # one of words.LANGUAGES
    theme_wanted = Signal()

    def __init__(self, server: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        self.server, self.name, self.password = QLineEdit(server), QLineEdit(name), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._labels = {field: _label("label") for field in (self.server, self.name, self.password)}
        self._errors = {field: _label("error") for field in (self.server, self.name, self.password)}
        self._title, self._under = _label("wall"), _label("body2")
        self.enter, self._language, self._theme = QPushButton(), QPushButton(), QPushButton()
        self._waiting = False
        self._wrong: dict[QLineEdit, Callable[[], str]] = {}  # in the language of now
        self._lay_out()
        self._connect()
        self.say()

    def submit(self) -> None:
        """Emit, or say which field is empty."""
        self.clear_errors()
        empty = [field for field in (self.server, self.name, self.password) if not field.text().strip()]
        for field in empty:
            self._set_error(field, lambda: self.tr("Needed"))
        if empty:
            empty[0].setFocus()
        elif not self._waiting:
            self.login_wanted.emit(self.server.text().strip(), self.name.text().strip(), self.password.text())

    def wait(self, waiting: bool) -> None:
        """While the backend is asked, nothing can be changed, and the button says so."""
        self._waiting = waiting
        for field in (self.server, self.name, self.password):
            field.setReadOnly(waiting)
        self.enter.setEnabled(not waiting)
        self.say()

    def refuse(self, problem: Problem) -> None:
        """Say why it did not work, under the field it concerns, and let it be tried again."""
        self.wait(False)
        self.clear_errors()
        field = self._field_of(problem)
        self._set_error(field, partial(words.problem, problem))
        field.setFocus()
        field.selectAll()

    def clear_errors(self) -> None:
        self._wrong = {}
        for field in self._errors:
            self._show_error(field, "")

    def say(self) -> None:
        self._title.setText(words.choose("一屏", "Yiping"))
        self._under.setText(self.tr("Command hall of the city"))
        for field, text in ((self.server, self.tr("Server")), (self.name, self.tr("Name")), (self.password, self.tr("Password"))):
            self._labels[field].setText(text)
            field.setAccessibleName(text)
        self.enter.setText(self.tr("Logging in …") if self._waiting else self.tr("Log in") + "  ⏎")
        self._language.setText("English" if words.language() == "zh_CN" else "简体中文")
        self._theme.setText(self.tr("Dark or light"))
        for field, saying in self._wrong.items():
            self._show_error(field, saying())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.say()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.password if self.name.text() else self.name).setFocus()

    def _field_of(self, problem: Problem) -> QLineEdit:
        if problem.code in AT_SERVER:
            return self.server
        return self.password if problem.code in AT_PASSWORD else self.name

    def _set_error(self, field: QLineEdit, saying: Callable[[], str]) -> None:
        self._wrong[field] = saying
        self._show_error(field, saying())

    def _show_error(self, field: QLineEdit, text: str) -> None:
        self._errors[field].setText(text)
        self._errors[field].setVisible(bool(text))
        field.setProperty("wrong", bool(text))
        field.style().unpolish(field)
        field.style().polish(field)

    def _connect(self) -> None:
        for field in (self.server, self.name, self.password):
            field.returnPressed.connect(self.submit)
        self.enter.clicked.connect(self.submit)
        self._language.clicked.connect(lambda: self.language_wanted.emit("en" if words.language() == "zh_CN" else "zh_CN"))
        self._theme.clicked.connect(self.theme_wanted)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("loginSheet")
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(24, 16, 24, 16)
        inside.setSpacing(4)
        inside.addWidget(self._title)
        inside.addWidget(self._under)
        inside.addSpacing(20)
        for field in (self.name, self.password, self.server):
            inside.addWidget(self._labels[field])
            inside.addWidget(field)
            inside.addWidget(self._errors[field])
            inside.addSpacing(8)
            self._errors[field].hide()
        self.enter.setProperty("kind", "primary")
        inside.addSpacing(8)
        inside.addWidget(self.enter)
        feet = QHBoxLayout()
        for button in (self._language, self._theme):
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            feet.addWidget(button)
        feet.insertStretch(1, 1)
        inside.addLayout(feet)
        across, down = QHBoxLayout(), QVBoxLayout(self)
        across.addStretch(1)
        across.addWidget(sheet)
        across.addStretch(1)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(1)


def _label(kind: str) -> QLabel:
    made = QLabel()
    made.setProperty("kind", kind)
    made.setWordWrap(kind == "error")
    return made
