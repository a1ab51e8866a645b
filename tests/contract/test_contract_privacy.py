"""On a wall nobody's name and number can be read: every widget of the console, filled from the real backend with cases full of them."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

import console.widgets
from backend.rules import cases
from backend.tables.cases import CaseRow
from console import look
from console.api import Api
from console.connection import Connection
from console.hall.findings import triage
from console.hall.hall import Hall
from console.hall.history import History, Search
from console.hall.sounds import sounds
from console.map.hands.cards import of_place
from console.widgets import theme
from console.widgets.case.unmask import Unmask
from console.widgets.intake.assessment import DirectField
from console.widgets.sounder import Sounder
from tests.backend.centre import INSPECTOR, PHOTO, Centre, report_of
from tests.backends import Backend
from tests.contract.test_contract_standards import served
from wire.cases import CaseCard, CasePage, CaseReport, SendVerifyOrder
from wire.codes import HALL, DutyState, Noun, Role, Status, UnmaskReason, Verb
from wire.flow import QuestionAnswer
from wire.forecast import Forecast
from wire.places_at import InspectorAt, PlaceAt
from wire.privacy import UnmaskOrder

__all__ = ["served"]

pytestmark = pytest.mark.gui
TOKENS = ("张三丰", "13812345678", "李小明", "2345678", "142701198001011234", "王建国", "欧阳锋")
OF_CASES = tuple(f"console.widgets.{room}." for room in ("case", "queue", "history", "hotline", "triage", "selection"))
CITIZENS = (("张三丰", "13812345678"), ("张无忌", "13898765678"), ("张无忌", "13898761111"))  # of the first two the masks are the same
TEXT = "张三丰（13812345678）说：联系人李小明，电话 0359-2345678，身份证 142701198001011234，找王建国先生"
NOUNS = [noun for noun in Noun if noun is not Noun.COMPONENT]


@pytest.fixture
def on_the_wall() -> Iterator[None]:
    look.stand_on("wall")
    yield
    look.stand_on("desk")


class Seat:
    """A hall as somebody who may see everything has it; on the wall he may not."""

    def __init__(self, backend: Backend) -> None:
        client = backend.client(*(HALL - {Role.ADMIN}), Role.ADMIN)
        assert client.user is not None
        self.me, self.api = client.user, Api(Connection(backend.address, client.token))
        self.halls: list[Hall] = []
        self.hall = self.filled()
        self.cards = list(self.hall.cards)

    def filled(self) -> Hall:
        self.halls.append(hall := Hall(self.me))
        hall.set_catalogue(self.api.catalogue())
        for noun in NOUNS:
            snapshot = self.api.snapshot(noun)
            hall.take(noun, [thing for page in snapshot.pages() for thing in page])
        hall.cards.put([self.api.case(case.id) for case in hall.cases])
        return hall


@pytest.fixture
def seat(served: Backend, qapp: QApplication) -> Iterator[Seat]:
    theme.wear(qapp, "dark")
    centre = Centre(served.database)
    for status in (Status.PENDING_DISPATCH, Status.DISPOSING, Status.CLOSED):
        centre.bring(status)
    values = {name: getattr(report_of("c1"), name) for name in CaseReport.__struct_fields__}
    told = {"description": TEXT, "address": "我叫欧阳锋，瑞祥路11号", "photos": [PHOTO], "class_code": "0128"}
    answers = [QuestionAnswer(question="从什么时候开始，一般到几点？", answer="联系人李小明，电话 0359-2345678")]
    with served.database.write(INSPECTOR) as work:
        cases.report(work, CaseReport(**values | told | {"answers": answers}))
    made = Seat(served)
    yield made
    made.api.connection.shutdown()
    for hall in made.halls:
        hall.deleteLater()


def test_that_no_widget_on_the_wall_tells_who_it_was(seat: Seat, qtbot: QtBot, on_the_wall: None) -> None:
    hall, card = seat.hall, next(card for card in seat.cards if card.id == "c1")
    assert card.case.description.startswith("张**（138****5678）说")
    hall.selection.set(Noun.CASE, "c1")
    built = set()
    for kind, build in _builders(hall, card):
        qtbot.addWidget(widget := build(hall, card))
        built.add(kind.__qualname__)
        for text in _texts(widget):
            assert not [token for token in TOKENS if token in text], f"{kind.__qualname__} shows {text[:200]}"
    assert {"Card", "Queue", "DispatchForm", "Facts", "Privacy", "Standards"} <= built


@pytest.mark.parametrize("surface", ["wall", "desk"])
def test_that_no_pixel_tells_two_telephone_numbers_apart(seat: Seat, served: Backend, qtbot: QtBot, surface: str) -> None:
    """Every widget of cases, drawn with one citizen and again with another: what is left of name and number under the mask is the same."""
    look.stand_on(surface)
    try:
        at = seat.hall.clock.now()
        before = _pictures(seat.hall, qtbot, at)
        after = _pictures(_with_another_citizen(seat, served, CITIZENS[1]), qtbot, at)
        told = _pictures(_with_another_citizen(seat, served, CITIZENS[2]), qtbot, at)
    finally:
        look.stand_on("desk")
    assert before.keys() == after.keys()
    shown = {name for name in before if before[name] != told[name]}
    assert [name for name in before if before[name] != after[name]] == [], shown
    assert "console.widgets.case.card.Card" in shown, "what is not masked is drawn"


def _with_another_citizen(seat: Seat, served: Backend, citizen: tuple[str, str]) -> Hall:
    """The same hall, but for who has called. No change is told of it."""
    name, phone = citizen
    with served.database.write(INSPECTOR) as work:
        for row in work.session.scalars(sa.select(CaseRow)):
            row.description = row.description.replace(row.phone, phone).replace(row.reporter, name)
            row.phone, row.reporter = phone, name
    served.app.state.parts.snapshots._kept.clear()
    whole = seat.api.unmask("c1", UnmaskOrder(reason=UnmaskReason.CALL_BACK))
    assert (whole.reporter, whole.phone) == citizen
    return seat.filled()


def test_that_what_is_shown_for_a_reason_is_not_shown_on_a_wall_and_is_forgotten_on_a_desk(seat: Seat, qtbot: QtBot) -> None:
    card = next(card for card in seat.cards if card.id == "c1")
    found = seat.api.unmask("c1", UnmaskOrder(reason=UnmaskReason.CALL_BACK))
    assert found.description == TEXT
    unmask, now = Unmask(), found.until - timedelta(minutes=5)
    qtbot.addWidget(unmask)
    unmask.show()
    look.stand_on("wall")
    try:
        unmask.show_case("c1", card, now)
        unmask.take(found)
        assert not unmask.isVisible()
        assert not any(part.text() for part in unmask.texts)
    finally:
        look.stand_on("desk")
    unmask.show()
    unmask.show_case("c1", card, now)
    assert not unmask.open.isHidden()

    # On the desk: a reason, and another one in words; the answer is there until its time is over.
    unmask.open.click()
    with qtbot.assertNotEmitted(unmask.wanted):
        unmask.submit()
    assert unmask.reason._error.text()
    unmask.reason.set(UnmaskReason.OTHER)
    with qtbot.assertNotEmitted(unmask.wanted):
        unmask.submit()
    assert unmask.note._error.text()
    unmask.note.set("家属询问")
    with qtbot.waitSignal(unmask.wanted) as wanted:
        unmask.submit()
    assert wanted.args == ["c1", UnmaskOrder(reason=UnmaskReason.OTHER, note="家属询问")]
    unmask.take(found)
    assert [part.text() for part in unmask.texts[:2]] == ["张三丰", "13812345678"]
    assert "5:00" in unmask._left.text()
    unmask.tick(found.until)
    assert not any(part.text() for part in unmask.texts)
    unmask.take(found)
    unmask.show_case("another", card, now)
    assert not any(part.text() for part in unmask.texts)
    views = seat.api.personal_views("c1")
    assert [view.act for view in views] == ["PERSONAL.UNMASK"]


def test_that_numbers_of_inspectors_are_not_on_the_wall(on_the_wall: None) -> None:
    inspector = InspectorAt(unit_id="u1", name="Inspector one", phone="13900001111", team="", duty=DutyState.ON_DUTY)
    place = PlaceAt(lon=111.0, lat=35.0, address="", address_en="", landmark=None, grids=[], inspectors=[inspector], departments=[])
    assert "13900001111" not in json.dumps(of_place(place, ""))


def _pictures(hall: Hall, qtbot: QtBot, at: datetime) -> dict[str, QImage]:
    """Each widget that shows cases as it is drawn at that moment, by its module and name."""
    hall.clock.stand(at)
    hall.selection.set(Noun.CASE, "c1")
    card, found = hall.cards.get("c1"), dict[str, QImage]()
    assert card is not None
    for kind, build in _builders(hall, card):
        if not kind.__module__.startswith(OF_CASES):
            continue
        qtbot.addWidget(widget := build(hall, card))
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.resize(640, 640)
        widget.show()
        QApplication.processEvents()
        found[f"{kind.__module__}.{kind.__qualname__}"] = widget.grab().toImage()
        widget.hide()
    return found


def _builders(hall: Hall, card: CaseCard) -> Iterator[tuple[type[QWidget], Callable[[Hall, CaseCard], QWidget]]]:
    """Every widget that is built on a Hall. One whose other arguments are not known here fails by its name."""
    known: dict[str, Any] = {
        "card": card,
        "case": card.case,
        "case_id": card.id,
        "name": "queue",
        "server": "http://127.0.0.1",
        "rows": ("class", "source", "address", "description", "reporter", "phone"),
        "number": 1,
        "offer": next(offer for offer in card.offers if offer.verb is Verb.ACCEPT),
        "order": SendVerifyOrder(),
        "concerns": lambda _: True,
        "form": "report",
        "sounds": sounds(),
        "sounder": Sounder(hall),
        "rules": triage(),
        "direct": DirectField(hall),
        "after": QWidget(),
        "told": Forecast(case_id=card.id, expected_at=hall.clock.now(), limit_at=hall.clock.now(), like="ALL", cases=40),
        "history": _found(hall, card),
    }
    for module in pkgutil.walk_packages(console.widgets.__path__, "console.widgets."):
        for kind in vars(importlib.import_module(module.name)).values():
            if not (inspect.isclass(kind) and issubclass(kind, QWidget) and kind.__module__ == module.name):
                continue
            wanted = inspect.signature(kind.__init__).parameters
            if "hall" not in wanted or kind.__name__ in LEFT_OUT:
                continue
            needed = [name for name, each in wanted.items() if each.default is each.empty and name not in ("self", "hall")]
            unknown = [name for name in needed if name not in known]
            assert not unknown, f"{kind.__qualname__} needs {unknown}: say here what they are"
            yield kind, lambda hall, _, kind=kind, needed=needed: kind(hall=hall, **{name: known[name] for name in needed})


def _found(hall: Hall, card: CaseCard) -> History:
    """A history that has found the case."""
    history, now = History(hall), hall.clock.now()
    history.wanted.connect(lambda number, _: history.take(number, CasePage(cases=[card.case], total=1), now))
    history.seek(Search(), now)
    return history


# Frames, players, parts of forms and kinds of fields that show none of the Hall's words themselves: what is in them, what they are in, or the fields
# of that kind are built here by themselves.
LEFT_OUT = frozenset({"Pane", "VideoWall", "PastWall", "VideoPane", "Missing", "ReportPhotos", "HaulForm", "WarningField"})


def _texts(widget: QWidget) -> Iterator[str]:
    for part in [widget, *widget.findChildren(QWidget)]:
        yield part.toolTip()
        yield part.windowTitle()
        yield part.accessibleName()
        yield repr({name: value for name, value in vars(part).items() if not isinstance(value, Hall)})
        if isinstance(part, QLabel | QAbstractButton | QLineEdit):
            yield part.text()
        if isinstance(part, QPlainTextEdit):
            yield part.toPlainText()
        if isinstance(part, QComboBox):
            yield from (part.itemText(at) for at in range(part.count()))
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            model = part.model()
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            for row in range(model.rowCount()):
                for column in range(columns):
                    index = model.index(row, column)
                    yield from (str(model.data(index, role)) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, *range(256, 264)))
