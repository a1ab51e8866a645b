"""The registers of muck trucks, written by hand in the console on a real backend: entered, changed, refused at the field, deleted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from backend.rules import units
from backend.session import SYSTEM
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.map import scheme
from console.rooms.haul_registers import HaulRegisters
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.fields import ChoiceField, LineField, NoteField
from console.widgets.saving_form import SAVE
from console.widgets.trucks.haul_form import HaulForm
from console.widgets.trucks.pane import TruckPane
from console.workers.caller import Caller
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.codes import FenceKind, HaulPlaceKind, Noun, Role, UnitKind
from wire.hauls import HaulCompany, HaulPermit, HaulTruck
from wire.nouns import PLURAL
from wire.units import UnitOrder

pytestmark = pytest.mark.gui
scheme.prepare()
SITE = [(111.0, 35.02), (111.002, 35.02), (111.002, 35.022)]
LINE = [(111.001, 35.021), (111.01, 35.021), (111.02, 35.03)]
T = TypeVar("T")
NOUNS = (Noun.UNIT, Noun.HAUL_COMPANY, Noun.HAUL_PLACE, Noun.HAUL_TRUCK, Noun.HAUL_PERMIT)


class Desk:
    """A leader's hall with the pane of trucks and the book of their registers."""

    def __init__(self, api_of: ApiOf, role: Role) -> None:
        self.api = api_of(role)
        self.hall = Hall(self.api.me())
        self.hall.clock.set(datetime.now(UTC))
        self.read()
        self.caller, self.wall = Caller(self.api), Wall(lambda: None, lambda _: None)
        self.wall.add("map", QWidget(), Place.CENTRE, lambda: "map")
        self.pane = TruckPane(self.hall)
        self.room = HaulRegisters(self.hall, self.caller, self.wall, self.pane)
        self.book = self.room.book

    def read(self) -> None:
        for noun in NOUNS:
            self.hall.take(noun, [thing for page in self.api.snapshot(noun).pages() for thing in page])

    def form(self, noun: Noun) -> HaulForm:
        return self.book.leaves[noun].form

    def write(self, noun: Noun, **values: object) -> HaulForm:
        """Types into the form of a register and sends it."""
        form = self.form(noun)
        for name, value in values.items():
            field = form.fields[name]
            assert isinstance(field, LineField | NoteField | ChoiceField)
            field.set(value)  # type: ignore[arg-type]
        form.buttons.button(SAVE).click()
        return form

    def enter(self, qtbot: QtBot, noun: Noun, **values: object) -> str:
        """A new thing; its id."""
        self.book.turn_to(noun)
        self.book.new.click()
        form = self.write(noun, **values)
        assert not [name for name, field in form.fields.items() if field._error.text()]
        qtbot.waitUntil(lambda: not form.isVisible())
        assert self.book.lines.current()
        return self.book.lines.current()


@pytest.fixture
def desk(qtbot: QtBot, backend: Backend, api_of: ApiOf, dressed: None) -> Iterator[Desk]:
    with backend.database.write(SYSTEM) as work:
        for number in (1, 2):
            units.put(work, UnitOrder(id=f"t{number}", code=f"t{number}", kind=UnitKind.TRUCK, name=f"渣土车{number}", plate=f"浙F1234{number}"))
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1"))
    made = Desk(api_of, Role.SHIFT_LEADER)
    qtbot.addWidget(made.pane)
    qtbot.addWidget(made.wall)
    made.pane.show()
    made.pane.registers.click()
    qtbot.waitUntil(made.book.isVisible)
    yield made
    made.caller.stop()
    made.book.close()


def furnished(desk: Desk, qtbot: QtBot) -> dict[str, str]:
    """A company with two trucks, a site, a ground; ids by name."""
    company = desk.enter(qtbot, Noun.HAUL_COMPANY, name="云泽渣土运输", contact="李", phone="13812345678")
    for id in ("t1", "t2"):
        assert desk.enter(qtbot, Noun.HAUL_TRUCK, truck=id, company_id=company, volume_m3="18") == id
    outline = "\n".join(f"{lon}, {lat}" for lon, lat in SITE)
    places = {
        name: desk.enter(qtbot, Noun.HAUL_PLACE, kind=kind, name=name, outline=outline)
        for name, kind in (("东湖工地", HaulPlaceKind.SITE), ("北山消纳场", HaulPlaceKind.GROUND))
    }
    return {"company": company, "site": places["东湖工地"], "ground": places["北山消纳场"]}


def stored(backend: Backend, noun: Noun, id: str, kind: type[T]) -> T:
    return msgspec.json.decode(backend.client(Role.DISPATCHER).get(f"/v1/{PLURAL[noun]}/{id}").content, type=kind)


def permit(ids: dict[str, str]) -> dict[str, object]:
    """What is typed of one."""
    told: dict[str, object] = {"number": "渣运0001", "company_id": ids["company"], "site_id": ids["site"], "ground_id": ids["ground"]}
    told |= {"starts": "2026-11-01", "ends": "2026-12-31", "windows": "20:00-05:00，12:00 至 14:00", "volume_m3": "20,000"}
    return told | {"truck_ids": "浙F12341 浙F12342", "route": "\n".join(f"{lon} {lat}" for lon, lat in LINE)}


def test_that_all_four_registers_are_written_by_hand(desk: Desk, qtbot: QtBot, backend: Backend) -> None:
    ids = furnished(desk, qtbot)
    id = desk.enter(qtbot, Noun.HAUL_PERMIT, **permit(ids))
    kept = stored(backend, Noun.HAUL_PERMIT, id, HaulPermit)  # as every other console gets it
    assert (kept.starts, kept.ends, kept.windows) == (date(2026, 11, 1), date(2026, 12, 31), [("20:00", "05:00"), ("12:00", "14:00")])
    assert (kept.volume_m3, kept.truck_ids, kept.route) == (20_000.0, ["t1", "t2"], LINE)
    company, truck = stored(backend, Noun.HAUL_COMPANY, ids["company"], HaulCompany), stored(backend, Noun.HAUL_TRUCK, "t1", HaulTruck)
    assert (company.phone, truck.company_id, truck.volume_m3) == ("138****5678", ids["company"], 18.0)
    assert desk.book.lines.lines.lines[0].below == "云泽渣土运输  东湖工地 → 北山消纳场"


def test_that_a_form_refuses_at_the_field_before_anything_is_sent(desk: Desk, qtbot: QtBot) -> None:
    ids = furnished(desk, qtbot)
    desk.book.turn_to(Noun.HAUL_PERMIT)
    desk.book.new.click()
    wrong = {"number": "", "starts": "1. December", "windows": "8 o'clock", "volume_m3": "0", "truck_ids": "浙F99999", "route": "111, 35"}
    with qtbot.assertNotEmitted(desk.book.entered):
        form = desk.write(Noun.HAUL_PERMIT, **permit(ids) | wrong)
        assert {name for name, field in form.fields.items() if field._error.text()} == set(wrong)
        assert "浙F99999" in form.fields["truck_ids"]._error.text()
        form = desk.write(Noun.HAUL_PERMIT, **permit(ids) | {"ends": "2026-10-01"})
        assert [name for name, field in form.fields.items() if field._error.text()] == ["ends"]
    kind = desk.form(Noun.HAUL_PLACE).fields["kind"]
    desk.book.turn_to(Noun.HAUL_PLACE)
    desk.book.new.click()
    assert isinstance(kind, ChoiceField)
    kind.choice.setEditText("机场")
    with qtbot.assertNotEmitted(desk.book.entered):
        form = desk.write(Noun.HAUL_PLACE, name="x", outline="111, 200\n111, 35\n112, 35")
    assert "机场" in kind._error.text()
    assert form.fields["outline"]._error.text().startswith("第 1 行")


def test_that_what_the_backend_refuses_stands_at_the_field(desk: Desk, qtbot: QtBot) -> None:
    ids = furnished(desk, qtbot)
    desk.enter(qtbot, Noun.HAUL_PERMIT, **permit(ids))
    desk.book.new.click()
    form = desk.write(Noun.HAUL_PERMIT, **permit(ids))
    qtbot.waitUntil(lambda: "已登记" in form.fields["number"]._error.text())
    assert form.isVisible()
    desk.api.remove_haul(Noun.HAUL_TRUCK, "t2", "gone-for-good", 1)
    desk.write(Noun.HAUL_PERMIT, number="渣运0002")
    qtbot.waitUntil(lambda: "没有登记" in form.fields["truck_ids"]._error.text())
    form.reject()
    desk.book.turn_to(Noun.HAUL_PLACE)
    desk.book.new.click()
    bow = "111.0, 35.0\n111.002, 35.002\n111.002, 35.0\n111.0, 35.002"
    form = desk.write(Noun.HAUL_PLACE, kind=HaulPlaceKind.SITE, name="蝴蝶", outline=bow)
    qtbot.waitUntil(lambda: "自相交" in form.fields["outline"]._error.text())
    form.reject()


def test_that_who_was_faster_is_shown_and_not_overwritten_unseen(desk: Desk, qtbot: QtBot, backend: Backend) -> None:
    ids = furnished(desk, qtbot)
    theirs = {"id": ids["company"], "name": "云泽渣土运输", "licence": "91330400", "contact": "王", "phone": "138****5678"}
    desk.book.turn_to(Noun.HAUL_COMPANY)
    desk.book.lines.choose(ids["company"])
    desk.book.edit.click()
    answer = backend.client(Role.SHIFT_LEADER).put(f"/v1/haul-companies/{ids['company']}", json=theirs, headers={"If-Match": '"1"'})
    assert answer.json()["version"] == 2
    form = desk.write(Noun.HAUL_COMPANY, contact="张")
    qtbot.waitUntil(lambda: "91330400" in form.fields["licence"]._error.text())
    assert "王" in form.fields["contact"]._error.text()
    assert form.isVisible()
    form.buttons.button(SAVE).click()
    qtbot.waitUntil(lambda: not form.isVisible())
    kept = desk.hall.hauls.companies.get(ids["company"])
    assert kept is not None
    assert (kept.version, kept.contact, kept.phone) == (3, "张", "138****5678")  # nobody typed the telephone, and it stands
    with backend.database.read() as work:
        assert work.session.connection().exec_driver_sql("SELECT phone FROM haul_companies").scalar() == "13812345678"


def test_that_a_line_is_drawn_on_the_map_and_no_geofence_comes_of_it(desk: Desk, qtbot: QtBot) -> None:
    draft, form = desk.hall.draft, desk.form(Noun.HAUL_PERMIT)
    desk.book.turn_to(Noun.HAUL_PERMIT)
    desk.book.new.click()
    route = form.fields["route"]
    asked = list[FenceKind]()
    draft.wanted.connect(asked.append)
    route.draw.click()  # type: ignore[attr-defined]
    assert (asked, draft.lent) == ([FenceKind.CORRIDOR], True)
    draft.draw(Shape(FenceKind.CORRIDOR, LINE, 30.0))  # as the hand on the map does
    assert route.read(route.value()) == LINE  # type: ignore[attr-defined]
    assert "3 个点" in route.extent.text()  # type: ignore[attr-defined]
    draft.draw(Shape(FenceKind.CORRIDOR, LINE[:2], 30.0))
    assert route.read(route.value()) == LINE[:2]  # type: ignore[attr-defined]
    route.draw.click()  # type: ignore[attr-defined]
    assert len(asked) == 1  # what stands there has handles; nothing new is drawn
    form.reject()
    assert (draft.shape, draft.lent) == (None, False)


def test_that_what_is_named_elsewhere_stays_and_what_is_not_goes(desk: Desk, qtbot: QtBot, backend: Backend) -> None:
    ids, book = furnished(desk, qtbot), desk.book
    book.turn_to(Noun.HAUL_COMPANY)
    book.lines.choose(ids["company"])
    book.remove.click()
    assert ids["company"] in desk.hall.hauls.companies  # the first press only asks
    book.remove.click()
    qtbot.waitUntil(lambda: "仍被" in book.wrong.text())
    book.turn_to(Noun.HAUL_TRUCK)
    book.lines.choose("t2")
    book.remove.click()
    book.remove.click()
    qtbot.waitUntil(lambda: "t2" not in desk.hall.hauls.trucks)
    assert backend.client(Role.DISPATCHER).get("/v1/haul-trucks/t2").status_code == 404


def test_that_who_may_not_write_reads(qtbot: QtBot, backend: Backend, api_of: ApiOf, dressed: None) -> None:
    desk = Desk(api_of, Role.DISPATCHER)
    qtbot.addWidget(desk.pane)
    qtbot.addWidget(desk.wall)
    desk.pane.show()
    desk.pane.registers.click()
    assert desk.book.isVisible()
    assert not [part for part in (desk.book.new, desk.book.edit, desk.book.remove) if part.isVisible()]
    desk.caller.stop()
    desk.book.close()
