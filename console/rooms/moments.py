"""Moments of the past: kept with what is looked at, listed, passed on as a link, and opened again by anybody of the hall."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from console import words
from console.api import Api, ApiError
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.map.view import MapView
from console.widgets.rewind.moments import MomentsForm
from console.widgets.rewind.window import RewindWindow
from console.workers.caller import Caller
from wire.codes import Noun
from wire.moments import Moment, MomentOrder, MomentView, id_in, link_of
from wire.problem import Problem

T = TypeVar("T")
MOST_CORNERS = 500  # of a ring that is kept: a lasso may have more


class MomentsRoom(QObject):
    """Of one window of the past. `opened`: the hall is to be as of this moment; `show` then lays out what was kept with it."""

    opened = Signal(object)  # Moment

    def __init__(self, hall: Hall, caller: Caller, window: RewindWindow, view: MapView) -> None:
        super().__init__(window)
        self._hall, self._caller, self._window, self._map = hall, caller, window, view
        self.form = MomentsForm(window)
        self._wanted: Moment | None = None  # to be laid out when hall, units and map are there
        self._drawn = False
        window.bar.moments_wanted.connect(self.ask)
        form = self.form
        form.keep_wanted.connect(self.keep)
        form.opened.connect(self._open)
        form.copy_wanted.connect(self._copy)
        form.removal_wanted.connect(self._remove)
        form.link_wanted.connect(self.follow)
        view.ready.connect(self._ready)
        self.load()

    def ask(self) -> None:
        self.form.ask(f"{words.local(self._hall.clock.now()):%Y-%m-%d %H:%M:%S}")
        self.load()

    def load(self) -> None:
        self._call(lambda api: api.moments(), self._list)

    def keep(self, name: str) -> None:
        """This moment with what is selected and what the map shows."""
        hall, chosen = self._hall, self._hall.chosen
        lon, lat, zoom = self._map.place()
        order = MomentOrder(
            id=uuid.uuid4().hex[:16],
            name=name,
            at=hall.clock.now(),
            noun=hall.selection.noun,
            thing=hall.selection.id,
            units=[row.id for row in chosen.rows if row.kind is Noun.UNIT],
            ring=chosen.ring if len(chosen.ring) <= MOST_CORNERS else [],
            view=MomentView(lon=lon, lat=lat, zoom=zoom) if zoom else None,
        )

        def kept(moment: Moment) -> None:
            self._copy(moment)
            self.form.name.clear()
            self.load()

        self._call(lambda api: api.put_moment(order), kept)

    def follow(self, text: str) -> None:
        """The moment that a link leads to."""
        id = id_in(text)
        if not id:
            self._refuse(Problem(status=0, code="no_moment_link", title="no_moment_link", detail=text))
            return
        self._call(lambda api: api.moment(id), self._open)

    def show(self) -> None:
        """The hall is as of the moment, its units are where they were: what was kept is selected and shown, as soon as the map can."""
        moment = self._wanted
        if moment is None or not self._drawn:
            return
        self._wanted = None
        hall = self._hall
        hall.chosen.set(moment.ring, [row for id in moment.units if (row := self._row(id)) is not None])
        hall.selection.set(moment.noun, moment.thing)
        if moment.view is not None:
            self._map.go(moment.view.lon, moment.view.lat, moment.view.zoom)

    def forget(self) -> None:
        """The moment that was to be laid out is not to be had."""
        self._wanted = None

    def _row(self, id: str) -> Row | None:
        unit, fix = self._hall.units.get(id), self._hall.fixes.get(id)
        if unit is None or fix is None:
            return None
        return Row(Noun.UNIT, id, unit.plate or unit.code, unit.name, unit.kind, unit.duty, fix.lon, fix.lat)

    def _ready(self) -> None:
        self._drawn = True
        self.show()

    def _open(self, moment: Moment) -> None:
        self._wanted = moment
        self.form.accept()
        self.opened.emit(moment)

    def _copy(self, moment: Moment) -> None:
        QGuiApplication.clipboard().setText(link_of(moment.id))
        self.form.tell(self.tr("The link is copied: {link}").format(link=link_of(moment.id)))

    def _remove(self, moment: Moment) -> None:
        self._call(lambda api: api.remove_moment(moment.id, moment.version), lambda _: self.load())

    def _list(self, moments: list[Moment]) -> None:
        self.form.show_moments(moments)
        self._window.bar.keep(moments)

    def _call(self, work: Callable[[Api], T], done: Callable[[T], None]) -> None:
        self._caller.call(work, done, lambda error: self._miss(error))

    def _miss(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._refuse(error.problem)

    def _refuse(self, problem: Problem) -> None:
        """In the form where it is open, else over the window."""
        text = words.problem(problem)
        if self.form.isVisible():
            self.form.refuse(text)
        else:
            self._window.refuse(text)
