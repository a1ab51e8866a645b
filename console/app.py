"""Starts the console: settings, look and language, the login, and the desk of whoever logs in."""

import faulthandler
import os
import signal
import sys
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from console import log, look, settings
from console.api import Api, ApiError
from console.connection import Connection, failure
from console.desk import Desk
from console.garbage import Garbage
from console.language import Language
from console.login import LoginForm
from console.map import scheme
from console.plans import PLANS
from console.settings import Settings
from console.tour import Tour
from console.widgets import theme
from console.workers.caller import Caller
from wire.people import Login

SIGNALS_MS = 200  # Python sees a signal only between two of its own lines


class Console(QObject):
    """One window at a time: the login, then a desk."""

    arranged = Signal()  # a desk stands there with all its panes
    _gone = Signal(object)  # what is to be deleted: it is held until this comes, and Qt has done it by then (decisions/0007)

    def __init__(self, app: QApplication, told: Settings) -> None:
        super().__init__(app)
        self._app, self._told = app, told
        self._garbage = Garbage(self)
        self._language = Language(app)
        self._caller: Caller | None = None
        self.desk: Desk | None = None
        self.login: LoginForm | None = None
        self.tour: Tour | None = None
        self.wear(told.theme)
        self._language.set(told.language)
        self._gone.connect(lambda _: None, Qt.ConnectionType.QueuedConnection)
        app.aboutToQuit.connect(self.end)

    def start(self) -> None:
        self.ask_for_login()
        if self.login is not None and self._told.user and self._told.password:
            self.login.password.setText(self._told.password)
            self.login.submit()

    def ask_for_login(self) -> None:
        self.login = LoginForm(self._told.server, self._told.user)
        self.login.setWindowTitle("Yiping 一屏")
        self.login.login_wanted.connect(self._log_in)
        self.login.language_wanted.connect(self._language.set)
        self.login.theme_wanted.connect(lambda: self.wear("light" if theme.current() == "dark" else "dark"))
        self.login.resize(960, 640)
        self.login.show()

    def wear(self, name: str) -> None:
        theme.wear(self._app, name)
        if self.desk is not None:
            self.desk.maps.set_theme(name)

    def end(self) -> None:
        self._garbage.end()
        if self._caller is not None:
            self._caller.stop()
            self._caller = None
        self._let_go()

    def _log_in(self, server: str, name: str, password: str) -> None:
        if self.login is None:
            return
        self.login.wait(True)
        self._told = replace(self._told, server=server)
        api = Api(Connection(server))
        self._caller = Caller(api, parent=self)
        self._caller.call(lambda its: its.login(name, password), lambda login: self._take_desk(api, login), self._refuse)

    def _refuse(self, error: ApiError) -> None:
        self._stop_asking()
        if self.login is not None:
            self.login.refuse(error.problem)

    def _stop_asking(self) -> None:
        if self._caller is not None:
            self._caller.stop()
            self._caller = None

    def _take_desk(self, api: Api, login: Login) -> None:
        self._stop_asking()
        try:
            with theme.undressed(self._app):
                self.desk = Desk(self._told, Api(Connection(self._told.server, login.token)), login.user, theme.current())
        except OSError as error:  # nothing can be kept on this disk, and an order that is not kept can be lost
            self._refuse(failure("nothing_kept", str(error)))
            return
        self.desk.hall.clock.set(login.at)
        self.desk.theme_wanted.connect(self.wear)
        self.desk.language_wanted.connect(self._language.set)
        self.desk.session_ended.connect(self._leave)
        self.desk.left.connect(self._leave)
        self.desk.wall.arranged.connect(lambda _: self.arranged.emit())
        self.desk.open()
        if self.login is not None:
            login_form, self.login = self.login, None
            login_form.close()
            login_form.deleteLater()
            self._gone.emit(login_form)
        if self._told.moment:
            self.desk.rewind.follow(self._told.moment)
            self._told = replace(self._told, moment="")  # not once more after the next login
        if self._told.tour is not None:
            plan = PLANS[self._told.plan](self.desk, self._told.unit, self.wear, self._language.set)
            self.tour = Tour(self.desk, self._told.tour, plan.steps(), self)
            self.tour.finished.connect(self._app.exit)
            self.tour.start()

    def _leave(self) -> None:
        """Back to the login. What waits in the outbox stays on the disk."""
        if self.desk is not None:
            self.ask_for_login()
            self._gone.emit(self._let_go())

    def _let_go(self) -> Desk | None:
        """What the desk is made of goes with it: its timers as well."""
        desk, self.desk = self.desk, None
        if desk is not None:
            desk.close()
            desk.deleteLater()
        return desk


def main() -> int:
    told = settings.read(sys.argv[1:], os.environ)
    try:
        log.start(told.log)
        faulthandler.enable(told.log.with_suffix(".crash").open("a", encoding="utf-8"))  # a fatal signal leaves where it came from
    except OSError as error:
        print(f"The console cannot write its log below {told.state}: {error.strerror}.", file=sys.stderr)  # noqa: T201 - before there is a window
        return 2
    scheme.prepare()
    if told.scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = f"{told.scale:g}"  # widgets and map page alike; read by Qt when the application begins
    app = QApplication(sys.argv[:1])
    app.setApplicationName("yiping")
    look.stand_on(told.surface)
    console = Console(app, told)
    console.arranged.connect(lambda: print("ready", flush=True))  # noqa: T201 - who started us waits for it
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    beat = QTimer(app, interval=SIGNALS_MS)
    beat.timeout.connect(lambda: None)
    beat.start()
    console.start()
    return app.exec()
