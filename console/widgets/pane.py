"""The frame around everything the hall shows: header with title, scope, count, age and menu; and the four states of a pane."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, SignalInstance
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.widgets import theme
from console.widgets.agechip import AgeChip
from console.widgets.elided import Elided
from console.widgets.icons import icon
from console.widgets.spoken import Saying, Spoken, label, nothing


class PaneState(StrEnum):
    SHOWN = "SHOWN"
    LOADING = "LOADING"
    EMPTY = "EMPTY"
    STALE = "STALE"
    REFUSED = "REFUSED"


@runtime_checkable
class Telling(Protocol):
    """A content that tells its frame what it shows, when that changes and when it is asked to.

    `told` carries the scope in words, the count in words, and how many things there are; -1 when it is no list.
    """

    told: SignalInstance

    def tell(self) -> None: ...


@runtime_checkable
class Tooled(Protocol):
    """A content that has something to choose with, small enough for the header of its frame."""

    tools: QWidget


class Veil(QWidget):
    """Lies over a content and says why it is not to be trusted, or why there is nothing; clicks go through it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._state, self._text = PaneState.SHOWN, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        over.installEventFilter(self)
        self.hide()

    def set(self, state: PaneState, text: str) -> None:
        self._state, self._text = state, text
        self.setVisible(state is not PaneState.SHOWN)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.update()

    def says(self) -> str:
        return self._text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._state is PaneState.STALE:
            self._paint_band(painter)
        else:
            self._paint_middle(painter)

    def _paint_band(self, painter: QPainter) -> None:
        # What is below stays readable: old data is shown, with its age, never hidden and never as if new.
        painter.fillRect(self.rect(), theme.colour("window", 96))
        band = QRect(0, 0, self.width(), theme.px(24))
        painter.fillRect(band, theme.colour("raised"))
        painter.fillRect(QRect(0, 0, theme.px(3), band.height()), theme.colour("danger"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("danger"))
        words_at = band.adjusted(theme.px(12), 0, -theme.px(8), 0)
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, words_at.width())
        painter.drawText(words_at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_middle(self, painter: QPainter) -> None:
        if self._state is not PaneState.EMPTY:
            painter.fillRect(self.rect(), theme.colour("pane", 235))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("danger" if self._state is PaneState.REFUSED else "text_3"))
        inside = self.rect().adjusted(theme.px(16), 0, -theme.px(16), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)


class Pane(Spoken):
    """Frames a widget. `name` is a key of `words.PANE`, or a title as it stands.

    It follows the link of the Hall by itself; `load` and `refuse` are for what concerns this pane alone. On the wall the tab says the title;
    `titled` is for panes that have no tab. In another theme or language it is dressed and says everything when it is seen: of forty panes a wall
    shows six; a `prompt` one says it at once, since others show what it says.
    """

    def __init__(self, name: str, content: QWidget, hall: Hall, titled: bool = False, prompt: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt, self._spoken = prompt, ""  # what it said everything in
        theme.dress_late(self)
        self.setObjectName("pane")
        self._name, self._content, self._hall = name, content, hall
        self._titled = titled
        self._rows, self._own, self._said = -1, PaneState.SHOWN, ""
        self._own_words: Saying = nothing
        self._title, self._scope, self._count = label(), Elided(), label()
        for part, named in ((self._title, "paneTitle"), (self._scope, "paneScope"), (self._count, "paneCount")):
            part.setObjectName(named)
        self.chip, self._menu_button = AgeChip(hall), QToolButton()
        if hall.replay:
            self.chip.hide()
        self.menu = QMenu(self)
        self._lay_out()
        self.veil = Veil(self._body)
        hall.link.changed.connect(self._judge)
        hall.clock.ticked.connect(self._judge)
        self.say()
        self.dress()
        if isinstance(content, Telling):
            content.told.connect(self.tell)
            content.tell()

    def content(self) -> QWidget:
        return self._content

    def tell(self, scope: str, count: str, rows: int = -1) -> None:
        """What the content shows; with 0 rows the pane says that there is none, and when that was checked."""
        self._scope.setText(f"·  {scope}" if scope and self._titled else scope)
        self._count.setText(count)
        self._rows = rows
        self._judge()

    def load(self, saying: Saying) -> None:
        """Say what is being fetched and how far it is; `shown` ends it."""
        self._set_own(PaneState.LOADING, saying)

    def refuse(self, saying: Saying) -> None:
        """Say why this cannot be shown and whom to ask; `shown` ends it."""
        self._set_own(PaneState.REFUSED, saying)

    def shown(self) -> None:
        self._set_own(PaneState.SHOWN, nothing)

    def add_action(self, action: QAction) -> None:
        """Put something into the menu of the pane."""
        self.menu.addAction(action)
        self._menu_button.show()

    def state(self) -> PaneState:
        if self._own is not PaneState.SHOWN:
            return self._own
        link = self._hall.link
        if link.state is LinkState.REFUSED:
            return PaneState.REFUSED
        if link.state is LinkState.LOST:
            return PaneState.STALE
        if self._rows == 0:
            return PaneState.LOADING if link.state is LinkState.CONNECTING else PaneState.EMPTY
        return PaneState.SHOWN

    def say(self) -> None:
        self._spoken = words.language()
        self._title.setText(words.pane(self._name))
        self._name_lists()
        self._menu_button.setToolTip(self.tr("Menu of this pane"))
        self._judge()

    def _name_lists(self) -> None:
        title = words.pane(self._name)
        for view in (*self._content.findChildren(QAbstractItemView), *self._content.findChildren(QScrollArea)):
            # A list without a name of its own is called like its pane; those that a choice pops up stand in windows of theirs.
            if view.accessibleName() in ("", self._said) and view.window() is self._content.window():
                view.setAccessibleName(title)
        self._said = title

    def dress(self) -> None:
        self._menu_button.setIcon(icon("menu"))
        self.veil.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange and not self._prompt and not self.isVisible():
            return True
        done = super().event(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_lists()  # some are made anew in another language
        return done

    def showEvent(self, event: QShowEvent) -> None:
        theme.catch_up(self)
        super().showEvent(event)
        if self._spoken != words.language():  # a pane that hung nowhere just then was not told
            QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LanguageChange))

    def _set_own(self, state: PaneState, saying: Saying) -> None:
        self._own, self._own_words = state, saying
        self._judge()

    def _judge(self) -> None:
        state = self.state()
        # The band has a place of its own: it must not lie on the tabs and fields of the content.
        self._inside.setContentsMargins(0, theme.px(24) if state is PaneState.STALE else 0, 0, 0)
        self.veil.set(state, self._own_words() or self._sentence(state))

    def _sentence(self, state: PaneState) -> str:
        link = self._hall.link
        seconds = link.age_s()
        age = words.age(seconds) if seconds is not None else self.tr("never")
        if state is PaneState.STALE:
            return self.tr("Backend lost {age} · {cause} · trying again").format(age=age, cause=words.cause(link.cause))
        if state is PaneState.REFUSED:
            return self.tr("Refused: {cause}. Ask your administrator.").format(cause=words.cause(link.cause))
        if state is PaneState.LOADING:
            return self.tr("Fetching the picture of the city …")
        if state is PaneState.EMPTY:
            return self.tr("There was none then") if self._hall.replay else self.tr("None, checked {age} ago").format(age=age)
        return ""

    def _lay_out(self) -> None:
        header, self._body = QWidget(self), QWidget(self)
        header.setObjectName("paneHeader")
        self._body.setObjectName("paneBody")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(theme.px(12), 0, theme.px(4), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._title)
        row.addWidget(self._scope, 1)
        if isinstance(self._content, Tooled):
            row.addWidget(self._content.tools, 3)
            self._content.tools.show()
        row.addWidget(self._count)
        row.addWidget(self.chip)
        row.addWidget(self._menu_button)
        self._menu_button.setMenu(self.menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.hide()
        self._title.setVisible(self._titled)
        self._inside = QVBoxLayout(self._body)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._body, 1)
