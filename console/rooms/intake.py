"""The intake: the report form, the phrases, and everything that was begun and not sent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console import words
from console.connection import failure
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.rooms.intake_actions import IntakeActions
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.intake.draft_list import DraftList
from console.widgets.intake.phrases import PhrasesPane
from console.widgets.intake.report import FORM, ReportForm
from console.widgets.pane import Pane
from console.workers.caller import Caller
from wire.codes import Noun
from wire.phrases import Phrase
from wire.problem import Problem

TIDY_MS = 60_000  # what was typed goes from the journal into the file, in a thread that may wait for the disk


class Intake(QObject):
    """`hang` its panes, `open` it with the desk, `close` it with the desk."""

    order_opened = Signal(str, str)  # case id, verb: a draft of an order is to be written on
    form_opened = Signal(str, str)  # pane, subject: likewise of a form of the hotline

    def __init__(self, hall: Hall, caller: Caller, wall: Wall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._wall, self._placing = hall, caller, wall, False
        self.actions = IntakeActions(caller, self)
        self.report, self.phrases, self.drafts = ReportForm(hall), PhrasesPane(hall), DraftList(hall)
        self._tidier = QTimer(self, interval=TIDY_MS)
        self._connect()

    def hang(self) -> None:
        for name, content, place in (
            ("report", self.report, Place.FORM),
            ("phrases", self.phrases, Place.FORM),
            ("drafts", self.drafts, Place.BELOW),
        ):
            self._wall.add(name, Pane(name, content, self._hall), place, _title(name))

    def open(self) -> None:
        self.actions.load_phrases()
        self._tidier.start()
        self._wall.arranged.connect(self._offer_drafts, Qt.ConnectionType.SingleShotConnection)

    def close(self) -> None:
        self._tidier.stop()
        self._hall.drafts.close()

    def _offer_drafts(self) -> None:
        """What an earlier run has left comes to the front once, when the wall stands."""
        if self._hall.drafts.left:
            self._wall.show_pane("drafts")

    def keep_in(self, folder: Path, number: int) -> None:
        """Where the drafts lie; they are taken up from there."""
        self._hall.drafts.open(folder, number)

    def report_component(self, id: str) -> None:
        component = self._hall.components.get(id)
        if component is not None:
            self._wall.show_pane("report")
            self.report.begin_at(component)

    def take_click(self, lon: float, lat: float) -> None:
        """On the map: the place of the report when that was asked for."""
        if self._placing:
            self._placing = False
            self._wall.show_pane("report")
            self.report.set_place(lon, lat)

    def _ask_for_place(self) -> None:
        self._placing = True
        self._wall.show_pane("map")

    def _open_draft(self, form: str, subject: str) -> None:
        if form == FORM:
            self._wall.show_pane("report")
            self.report.take_up(subject)
            return
        if ":" not in form:
            self.form_opened.emit(form, subject)
            return
        self._hall.selection.set(Noun.CASE, subject)
        self.order_opened.emit(subject, form.partition(":")[2])

    def _look_at(self, case_id: str) -> None:
        self._hall.selection.set(Noun.CASE, case_id)
        self._wall.show_pane("card")

    def _take_phrases(self, phrases: list[Phrase] | Problem) -> None:
        if isinstance(phrases, Problem):
            self._hall.failures.note(Wanted.PHRASES, "", phrases)
            return
        self._hall.failures.clear(Wanted.PHRASES, "")
        self._hall.phrases.set(phrases)

    def _take_kept(self, kept: Phrase | Problem | None) -> None:
        self.phrases.take_kept(kept)
        if not isinstance(kept, Problem):
            self.actions.load_phrases()

    def _note_drafts(self, why: str) -> None:
        if why:
            self._hall.failures.note(Wanted.DRAFT, "", failure("disk_unwritable", why).problem)
        else:
            self._hall.failures.clear(Wanted.DRAFT, "")

    def _tidy(self) -> None:
        self._caller.call(lambda _: self._hall.drafts.tidy(), lambda _: None, lambda _: None)

    def _seek(self, text: str) -> None:
        place = self.report.place.place
        self.actions.seek(text, (place.lon, place.lat) if place else None)

    def _connect(self) -> None:
        report, actions, phrases = self.report, self.actions, self.phrases
        report.advice_wanted.connect(actions.advise)
        actions.advised.connect(report.take_advice)
        report.sought.connect(self._seek)
        actions.found.connect(report.take_found)
        report.place_told_wanted.connect(actions.tell_place)
        actions.place_told.connect(report.take_place)
        report.place_wanted.connect(self._ask_for_place)
        report.case_opened.connect(self._look_at)
        phrases.put_wanted.connect(actions.put_phrase)
        phrases.removal_wanted.connect(actions.remove_phrase)
        actions.phrase_kept.connect(self._take_kept)
        actions.phrases_told.connect(self._take_phrases)
        self._hall.phrases.wanted.connect(actions.load_phrases)
        self._hall.drafts.failed.connect(self._note_drafts)
        self.drafts.opened.connect(self._open_draft)
        self._tidier.timeout.connect(self._tidy)


def _title(name: str) -> Callable[[], str]:
    return lambda: words.pane(name)
