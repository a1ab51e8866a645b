"""The desk of each post, and what is told at it: layouts, the annunciator, the light table of findings."""

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from console import words
from console.actions import Actions
from console.api import ApiError
from console.hall.findings import Rates, triage
from console.hall.hall import Hall
from console.hall.news import News
from console.hall.queues import queues_of
from console.hall.sounds import sounds
from console.wall.desks import desk_of, desks
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.annunciator import AnnunciatorPane
from console.widgets.pane import Pane
from console.widgets.sounder import Sounder
from console.widgets.strip import Strip
from console.widgets.triage.pane import TriagePane
from console.workers.caller import Caller
from wire.codes import Role
from wire.findings import VoidRate

log = logging.getLogger(__name__)

AGAIN_MS = 5_000
RATES_MS = 600_000  # what is usual does not change by the minute


class DeskRoom(QObject):
    """`load` when the desk opens."""

    def __init__(self, hall: Hall, caller: Caller, actions: Actions, wall: Wall, strip: Strip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._wall, self._rules = hall, caller, wall, triage()
        self.annunciator = AnnunciatorPane(hall, sounds(), Sounder(self))
        self.triage = TriagePane(hall, self._rules)
        self.news = News(hall, queues_of(hall.me), self)
        for name, content in (("annunciator", self.annunciator), ("triage", self.triage)):
            wall.add(name, Pane(name, content, hall), Place.BELOW, partial(words.pane, name))
        post = desk_of(hall.me.roles)
        wall.begin_with(desks()[post] if post is not None else None)
        self._rates = QTimer(self, interval=RATES_MS)
        self._connect(actions, strip)

    def load(self) -> None:
        if self._hall.me.office is not None:
            return  # findings are judged in the hall
        self._rates.start()
        self._caller.call(lambda api: api.void_rates(self._rules.sources, self._rules.days), self._take_rates, self._load_again)

    def _connect(self, actions: Actions, strip: Strip) -> None:
        wall, table, annunciator = self._wall, self.triage, self.annunciator
        self._rates.timeout.connect(self.load)
        self.news.told.connect(annunciator.hear)
        annunciator.line_changed.connect(strip.show_news)
        annunciator.opened.connect(lambda _: wall.show_pane("card"))
        strip.news_wanted.connect(lambda: wall.show_pane("annunciator"))
        strip.desk_wanted.connect(self._lay)
        strip.panes.aboutToShow.connect(lambda: self._offer_panes(strip.panes))
        table.opened.connect(lambda _: wall.show_pane("card"))
        table.card_wanted.connect(actions.open_card)
        table.photo_wanted.connect(actions.load_photo)
        table.ordered.connect(actions.order)
        table.withdraw_wanted.connect(actions.withdraw)

    def _offer_panes(self, menu: QMenu) -> None:
        """Every pane of the wall, shown or hidden, as they are now."""
        menu.clear()
        for name in self._wall.names():
            menu.addAction(self._wall.toggle_action(name))

    def _lay(self, post: Role | None) -> None:
        self._wall.lay(desks()[post] if post is not None else None)

    def _take_rates(self, rates: list[VoidRate]) -> None:
        self.triage.take_rates(Rates(rates, self._rules.least))

    def _load_again(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            log.warning("what became of findings: %s", error.problem.code)
            QTimer.singleShot(AGAIN_MS, self, self.load)
