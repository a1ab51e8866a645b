"""The strip at the foot of the window: link, outbox, positions, how the console itself is, who is here, and the city's time."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.receipts import ReceiptState
from console.widgets import theme
from console.widgets.agechip import MARK
from console.widgets.icons import icon
from console.widgets.lamp import paint_lamp
from console.widgets.lateness import Lateness
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, button, hint, label
from wire.codes import Role

TONES = {LinkState.FRESH: "", LinkState.AGEING: "warn", LinkState.LOST: "danger", LinkState.REFUSED: "danger"}
NEWS_PX = 360
BUSY_MS = 50.0  # the budget of the GUI thread (DESIGN 4)


class LinkMark(QWidget):
    """The state of the link as one of the marks of the lamps."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._link = hall.link
        hall.link.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(16), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_lamp(QPainter(self), QRectF(self.rect()), MARK[self._link.state])


class Strip(Spoken):
    """Emits what it cannot do itself: switch the theme or the language, show the outbox, log out."""

    theme_wanted = Signal(str)  # "dark" or "light"
    language_wanted = Signal(str)  # one of words.LANGUAGES
    outbox_wanted = Signal()
    news_wanted = Signal()
    desk_wanted = Signal(object)  # Role, or none for all panes
    rewind_wanted = Signal()  # the hall as it was
    logout_wanted = Signal()

    def __init__(self, hall: Hall, server: str = "", posts: Sequence[Role] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(28))
        self._hall, self._server, self._posts = hall, server, posts
        self.lateness = Lateness(self)
        self._mark, self._link, self._positions = LinkMark(hall), label(), label()
        self._outbox, self._user, self._news = button("quiet"), button("quiet"), button("quiet")
        self._late, self._clock = label(), label("serverclock")
        self.missing = Missing(hall, Wanted.CATALOGUE, Wanted.PICTURE, Wanted.PREFERENCE, asking=False)
        self._language, self._theme = button("quiet"), QToolButton()
        self._menu = QMenu(self)
        self._desks, self.panes = self._menu.addMenu(""), self._menu.addMenu("")  # whoever has panes fills the latter
        self.rewind = self._menu.addAction("")
        self.logout = self._menu.addAction("")
        self._lay_out()
        self._connect()
        self.say()
        self.dress()

    def say(self) -> None:
        self._theme.setToolTip(self.tr("Dark or light"))
        self._language.setText("EN" if words.language() == "zh_CN" else "中文")
        self._language.setToolTip("English" if words.language() == "zh_CN" else "简体中文")
        self._user.setText(self._hall.me.full_name)
        self._user.setToolTip(" · ".join(words.of(role) for role in self._hall.me.roles))
        self._say_desks()
        self.rewind.setText(self.tr("The hall as it was …") + "  F8")
        self.logout.setText(self.tr("Log out"))
        self._clock.setToolTip(self.tr("Time of the backend"))
        self._tick(self._hall.clock.now())
        self._count()

    def show_news(self, text: str, tone: str) -> None:
        """The newest line of the annunciator; nothing while there is none."""
        self._news.setText(self._news.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme.px(NEWS_PX)))
        self._news.setToolTip(hint(text))
        theme.set_property(self._news, "tone", tone)
        self._news.setVisible(bool(text))

    def _say_desks(self) -> None:
        self._desks.setTitle(self.tr("Desk of a post"))
        self.panes.setTitle(self.tr("Panes"))
        self._desks.clear()
        for post in self._posts:
            self._desks.addAction(words.of(post)).triggered.connect(lambda _=False, post=post: self.desk_wanted.emit(post))
        self._desks.addAction(self.tr("All panes")).triggered.connect(lambda: self.desk_wanted.emit(None))

    def dress(self) -> None:
        self._theme.setIcon(icon("theme"))
        self._outbox.setIcon(icon("outbox"))
        self._user.setIcon(icon("user"))

    def begin(self) -> None:
        """The wall stands: what was done before it makes nobody wait, from now on every turn counts."""
        QTimer.singleShot(0, self.lateness, self.lateness.start)

    def _tick(self, now: datetime) -> None:
        self._clock.setText(f"{words.local(now):%m-%d  %H:%M:%S}")
        self._show_link()
        self._show_positions(now)
        self._show_lateness()

    def _show_lateness(self) -> None:
        """Amber only for what this window did itself: that others had the processor is the machine's to mend."""
        late, worked = self.lateness.late, self.lateness.worked
        busy = worked.usual()
        self._late.setText(self.tr("window busy {busy:.0f} ms").format(busy=busy))
        theme.set_property(self._late, "tone", "warn" if busy > BUSY_MS else "")
        own = self.tr("Own work at a stretch, last five minutes: usually within {busy:.1f} ms, longest {longest:.0f} ms")
        all_told = self.tr("Late with waiting for the machine: usually within {late:.1f} ms, longest {longest:.0f} ms")
        lines = own.format(busy=busy, longest=worked.worst()), all_told.format(late=late.usual(), longest=late.worst())
        self._late.setToolTip("\n".join(lines))

    def _show_link(self) -> None:
        link = self._hall.link
        seconds = link.age_s()
        age = words.age(seconds) if seconds is not None else ""
        text = {
            LinkState.CONNECTING: self.tr("Connecting"),
            LinkState.FRESH: self.tr("Backend {age}").format(age=age),
            LinkState.AGEING: self.tr("Backend silent for {age}").format(age=age),
            LinkState.LOST: self.tr("Backend lost {age}").format(age=age),
            LinkState.REFUSED: self.tr("Backend refuses"),
        }[link.state]
        cause = words.cause(link.cause)
        self._link.setText(f"{text} · {cause}" if cause else text)
        self._link.setToolTip(self._server)
        theme.set_property(self._link, "tone", TONES.get(link.state, ""))

    def _show_positions(self, now: datetime) -> None:
        newest = self._hall.fixes.newest()
        self._positions.setText(self.tr("Positions {age}").format(age=words.age(max((now - newest).total_seconds(), 0)) if newest else "—"))

    def _count(self) -> None:
        waiting = sum(1 for receipt in self._hall.receipts if receipt.state in (ReceiptState.QUEUED, ReceiptState.SENT))
        self._outbox.setText(self.tr("Outbox {count}").format(count=waiting))
        self._outbox.setToolTip(self.tr("Orders that have not reached the backend yet"))

    def _connect(self) -> None:
        hall = self._hall
        hall.clock.ticked.connect(self._tick)
        hall.link.changed.connect(self._show_link)
        hall.receipts.changed.connect(self._count)
        self._outbox.clicked.connect(self.outbox_wanted)
        self._news.clicked.connect(self.news_wanted)
        self._news.hide()
        self.rewind.triggered.connect(lambda: self.rewind_wanted.emit())
        self.logout.triggered.connect(lambda: self.logout_wanted.emit())
        self._user.setMenu(self._menu)
        self._theme.clicked.connect(lambda: self.theme_wanted.emit("light" if theme.current() == "dark" else "dark"))
        self._language.clicked.connect(lambda: self.language_wanted.emit("en" if words.language() == "zh_CN" else "zh_CN"))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._mark)
        row.addWidget(self._link)
        row.addSpacing(theme.px(10))
        row.addWidget(self._positions)
        row.addSpacing(theme.px(10))
        row.addWidget(self._late)
        row.addSpacing(theme.px(10))
        row.addWidget(self.missing)
        row.addStretch(1)
        row.addWidget(self._news)
        for part in (self._outbox, self._user, self._language, self._theme, self._clock):
            row.addWidget(part)
