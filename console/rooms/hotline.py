"""The room of the hotline: seats and calls, call-backs, results for the public, and what 12345 passes on."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolBar

from console import words
from console.actions import Actions
from console.hall.hall import Hall
from console.hall.transfer_news import TransferNews
from console.rooms.hotline_actions import HotlineActions
from console.rooms.intake import Intake
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.hotline.call import CallPane
from console.widgets.hotline.callbacks import CallbacksPane
from console.widgets.hotline.figures import HotlineFiguresPane
from console.widgets.hotline.pane import HotlinePane
from console.widgets.hotline.publicity import PublicityPane
from console.widgets.hotline.ring_bar import RingBar
from console.widgets.hotline.transfers import TransfersPane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from wire.cases import CaseReport
from wire.codes import Source
from wire.evaluation import Period
from wire.figures import HotlineFigure
from wire.transfers import RegisterOrder


class HotlineRoom(QObject):
    """`open` it when the desk opens."""

    def __init__(self, hall: Hall, wall: Wall, caller: Caller, outbox: Outbox, actions: Actions, intake: Intake, parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._wall, self._actions, self._report = hall, wall, actions, intake.report
        self.actions = HotlineActions(hall, caller, outbox, self)
        self.desk, self.call, self.callbacks = HotlinePane(hall), CallPane(hall), CallbacksPane(hall)
        self.publicity, self.transfers, self.ring_bar = PublicityPane(hall), TransfersPane(hall), RingBar(hall)
        self.figures, self.news = HotlineFiguresPane(hall), TransferNews(hall, self)
        self._hang()
        self._connect_calls()
        self._connect_cases()
        self._connect_figures()
        intake.form_opened.connect(self._write_on)
        self._bind()

    def open(self) -> None:
        """The hotline is the hall's: to an office it is not told."""
        if self._hall.me.office is None:
            self.actions.load_book()

    def _hang(self) -> None:
        panes: tuple[tuple[str, Any, Place], ...] = (
            ("hotline", self.desk, Place.BELOW),
            ("callbacks", self.callbacks, Place.BELOW),
            ("transfers", self.transfers, Place.BELOW),
            ("publicity", self.publicity, Place.BELOW),
            ("hotline_figures", self.figures, Place.BELOW),
            ("call", self.call, Place.FORM),
        )
        for name, content, place in panes:
            self._wall.add(name, Pane(name, content, self._hall), place, partial(words.pane, name))
        bar = QToolBar(self._wall)
        bar.setObjectName("ringing")
        bar.setMovable(False)
        bar.addWidget(self.ring_bar)
        bar.toggleViewAction().setEnabled(False)
        bar.hide()
        self._wall.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self.ring_bar.shown.connect(bar.setVisible)

    def _connect_calls(self) -> None:
        actions, desk, call = self.actions, self.desk, self.call
        for source in (desk, self.ring_bar):
            source.take_wanted.connect(actions.take)
        desk.seat_ordered.connect(actions.order_seat)
        desk.call_ordered.connect(actions.order_call)
        desk.call_opened.connect(self._show_call)
        actions.taken.connect(self._show_call)
        call.call_wanted.connect(actions.open_call)
        call.record_wanted.connect(actions.order_call)
        call.hang_up_wanted.connect(actions.hang_up)
        call.report_wanted.connect(self._report_call)
        call.case_opened.connect(self._show_case)
        call.at.wanted.connect(actions.look_at_address)
        actions.address_told.connect(call.at.take)
        self._report.reported.connect(self._link)

    def _connect_cases(self) -> None:
        actions, callbacks, publicity, transfers = self._actions, self.callbacks, self.publicity, self.transfers
        for pane in (callbacks, publicity):
            pane.card_wanted.connect(actions.open_card)
        callbacks.ordered.connect(actions.order)
        callbacks.number_wanted.connect(self.actions.show_number)
        self.actions.told_whole.connect(callbacks.take_number)
        publicity.photo_wanted.connect(actions.load_photo)
        publicity.publication_wanted.connect(self.actions.open_publication)
        publicity.ordered.connect(self.actions.order_publication)
        transfers.transfer_wanted.connect(self.actions.open_transfer)
        transfers.ordered.connect(self.actions.order_transfer)
        transfers.report_wanted.connect(self._report_transfer)
        transfers.case_opened.connect(self._show_case)

    def _connect_figures(self) -> None:
        actions, figures = self.actions, self.figures
        figures.figures_wanted.connect(actions.load_figures)
        figures.list_wanted.connect(actions.load_behind)
        actions.figures_told.connect(figures.take_figures)
        actions.behind_told.connect(figures.take_list)
        figures.call_opened.connect(self._show_call)
        figures.case_opened.connect(self._show_case)

    def show_figure(self, figure: HotlineFigure, period: Period, day: date) -> None:
        """What a figure of a period counts, in the pane of figures."""
        self._wall.show_pane("hotline_figures")
        self.figures.period.choose(period, day)
        self.figures.open(figure)

    def show_transfer(self, transfer_id: str) -> None:
        self._wall.show_pane("transfers")
        self.transfers.open(transfer_id)

    def _bind(self) -> None:
        """Whatever has the focus: somebody waits on the line."""
        for key, act in (("F2", self.desk.take_first), ("F3", self._make_a_case), ("F4", self._hang_up)):
            shortcut = QShortcut(QKeySequence(key), self._wall)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(act)

    def _show_call(self, call_id: str) -> None:
        self._wall.show_pane("call")
        self.call.open(call_id)
        self.call.setFocus()  # its keys work from now on

    def _write_on(self, form: str, subject: str) -> None:
        """A draft is to be written on."""
        panes: dict[str, CallbacksPane | TransfersPane | PublicityPane]
        panes = {"callbacks": self.callbacks, "transfers": self.transfers, "publicity": self.publicity}
        if form == "call":
            self._show_call(subject)
        elif form in panes:
            self._wall.show_pane(form)
            panes[form].open(subject)

    def _show_case(self, _: str) -> None:
        self._wall.show_pane("card")

    def _make_a_case(self) -> None:
        """Of the transfer that one reads, else of the call that is open."""
        if self.transfers.isVisible() and self.transfers.transfer is not None and not self.call.isVisible():
            self.transfers.ask_for_report()
        else:
            self.call.ask_for_report()

    def _hang_up(self) -> None:
        seat = self.desk.seat()
        if seat is not None and seat.call_id:
            self.actions.hang_up(seat.call_id)

    def _report_call(self, call_id: str) -> None:
        card = self._hall.hotline.cards.get(call_id)
        if card is not None:
            self._wall.show_pane("report")
            caller, said, urgent = self.call.so_far(card)
            self._report.begin(Source.HOTLINE_12319, card.number, caller, self.call.at.typed, call_id=call_id, urgent=urgent, said=said)

    def _report_transfer(self, transfer_id: str) -> None:
        card = self._hall.hotline.transfer_cards.get(transfer_id)
        if card is not None:
            self._wall.show_pane("report")
            letter = card.transfer
            self._report.begin(Source.TRANSFER_12345, card.phone, card.reporter, letter.address, transfer_id=transfer_id, said=letter.text)

    def _link(self, report: CaseReport, _: object) -> None:
        """The letter goes after the report of the case, which bears its subject."""
        of = self._report.entered.origin
        if of.call and report.source is Source.HOTLINE_12319:
            self.actions.order_call(of.call, self.call.order_of(of.call, report.id), report.id)
        elif of.transfer and report.source is Source.TRANSFER_12345:
            self.actions.order_transfer(of.transfer, RegisterOrder(case_id=report.id), report.id)
