"""Two people who edit the same things, in every order that chance finds: no text is lost, nothing is overwritten unseen, all of it can be put back.

Through the real rules, and the console's own letters, shelf and choices. A step is a look, a key in a field, a letter sent, a clash settled or laid
aside, or the death of a console, whose memory is gone then and whose disk is not.
"""

import os
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

from backend.refusals import ChangedMeanwhile, Refusal
from backend.rules import cases, geofences, orders
from backend.rules.versions import versions
from backend.session import Database
from backend.tables.cases import FlowRow
from console.hall.clashes import SHAPE_FIELD, Clash, Side, choices, clash_of, differences, settle
from console.workers.letters import AnyLetter, FenceLetter, OrderLetter
from console.workers.shelf import Shelf
from tests.backend.centre import Centre, user
from wire.cases import AssignOrder, CaseCard, DispatchOrder, ReturnToDispatcherOrder, RevokeOrder
from wire.codes import FenceKind, Noun, Role, Status
from wire.geofences import Geofence, GeofenceOrder
from wire.people import User
from wire.problem import Problem

PEOPLE = [user(name, Role.DISPATCHER, Role.DEPARTMENT, department_id="d1") for name in ("li", "wang")]
# Of each noun on each database: some 9,600 steps of two people; `make interleave` before a release.
EXAMPLES, STEPS = int(os.environ.get("YIPING_INTERLEAVINGS", "60")), 24
ACTS = ("look", "look", "edit", "edit", "edit", "send", "send", "settle", "aside", "die")
Script = list[tuple[int, str, int]]
SCRIPTS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(ACTS), st.integers(0, 7)), min_size=STEPS, max_size=STEPS)


def shelf_of(path: Path) -> Shelf:
    """Without waiting for the disk: what dies here is a console, and no machine."""
    shelf = Shelf(path)
    sa.event.listen(shelf._engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
    shelf._engine.dispose()
    return shelf


class Person:
    """One console: what it shows in memory, its letters on disk."""

    book: "Book"

    def __init__(self, me: User, folder: Path) -> None:
        self.me, self._path = me, folder / "outbox.db"
        self.shelf = shelf_of(self._path)
        self.seen: Any = None
        self.clashes: dict[str, Clash] = {}
        self._count = 0

    def open(self, book: "Book") -> None:
        """Nothing is left of what was edited before."""
        for waiting in self.shelf.waiting():
            self.shelf.mark(waiting.letter.key, sent=False)
            self.shelf.withdraw(waiting.letter.key)
        for refused in self.shelf.refused():
            self.shelf.dismiss(refused.letter.key)
        self.book, self.clashes, self.seen = book, {}, book.fetch(self.me)

    def die(self) -> None:
        """Killed and started again: what is shown is fetched, what was refused is laid beside what it met, as the disk has it."""
        self.shelf.close()
        self.shelf = shelf_of(self._path)
        self.seen = self.book.fetch(self.me)
        self.clashes = {}
        for letter, problem, _ in self.shelf.refused():
            self._lay_beside(letter, problem)

    def write(self, order: Any) -> None:
        """One letter, on the version that is shown."""
        self._count += 1
        letter = self.book.letter(f"{self.me.name}-{self.book.id}-{self._count}", order, self.seen)
        self.book.written[letter.key] = self.book.words(order)
        self.shelf.add([letter])

    def send(self) -> None:
        """The oldest, as the courier does it."""
        waiting = self.shelf.next()
        if not waiting:
            return
        letter = waiting[0].letter
        version = self.shelf.version(letter)
        self.shelf.mark(letter.key, sent=True)
        try:
            stored = self.book.store(self.me, letter, version)
        except Refusal as refusal:
            problem = Problem(status=refusal.status, code=refusal.code, title="", detail=refusal.detail)
            if isinstance(refusal, ChangedMeanwhile):
                problem = msgspec.structs.replace(problem, current=msgspec.Raw(msgspec.json.encode(refusal.current)))
            self.shelf.refuse(letter, problem)
            self._lay_beside(letter, problem)
        else:
            self.shelf.settle(letter, version, stored)
            self.book.note(letter, version, stored)

    def settle(self, chance: int) -> None:
        clash = next((each for each in self.clashes.values() if not each.aside), None)
        if clash is None:
            return
        chosen = choices(clash)
        for bit, each in enumerate(differences(clash)):
            chosen.setdefault(each.name, Side.MINE if chance >> bit & 1 else Side.THEIRS)
        order = settle(clash, chosen)
        self._count += 1
        letter = self.book.letter(f"{self.me.name}-{self.book.id}-{self._count}", order, clash.now)
        self.book.written[letter.key] = self.book.words(order)
        mine = self.book.words(clash.order)
        self.book.given_up |= {(name, mine[name]) for name, side in named(chosen) if side is Side.THEIRS and name in mine}
        self.shelf.replace(clash.id, letter)
        del self.clashes[clash.id]

    def aside(self) -> None:
        for key, clash in self.clashes.items():
            self.clashes[key] = msgspec.structs.replace(clash, aside=True)

    def _lay_beside(self, letter: AnyLetter, problem: Problem) -> None:
        order = letter.order if isinstance(letter, OrderLetter) else letter.fence  # type: ignore[union-attr]
        clash = clash_of(letter.key, letter.subject, order, letter.base, problem)  # type: ignore[union-attr]
        if clash is not None:
            self.clashes[letter.key] = clash


def named(chosen: dict[str, Side]) -> list[tuple[str, Side]]:
    """By the names that the orders have."""
    return [("radius_m" if name == SHAPE_FIELD else name, side) for name, side in chosen.items()]


class Book:
    """What is edited, and every word that was ever written of it: whether it is in force, on a shelf, or was given up for what its author saw."""

    noun: Noun

    def __init__(self, database: Database, id: str) -> None:
        self.database, self.id = database, id
        self.written: dict[str, dict[str, object]] = {}  # by the key of the letter: field and value
        self.stored: list[tuple[str, int, int]] = []  # key, the version that its author had seen, the version that it became
        self.given_up: set[tuple[str, object]] = set()

    def note(self, letter: AnyLetter, version: int | None, stored: int) -> None:
        self.stored.append((letter.key, version or 0, stored))

    def fetch(self, by: User) -> Any: ...
    def edit(self, person: Person, chance: int) -> Any: ...
    def letter(self, key: str, order: Any, seen: Any) -> AnyLetter: ...
    def store(self, by: User, letter: Any, version: int | None) -> int: ...
    def words(self, order: Any) -> dict[str, object]: ...

    def kept(self) -> set[tuple[str, object]]:
        """What the backend can give back."""
        with self.database.read() as work:
            bodies = [msgspec.json.decode(bytes(each.body)) for each in versions(work, self.noun, self.id)]
        return {(name, value) for body in bodies for name, value in body.items() if isinstance(value, str | float | None)}


class FenceBook(Book):
    noun = Noun.GEOFENCE

    def __init__(self, database: Database, id: str) -> None:
        super().__init__(database, id)
        with database.write(PEOPLE[0]) as work:
            geofences.put(work, GeofenceOrder(id=id, name="first", kind=FenceKind.CIRCLE, places=[(111.0, 35.0)], radius_m=10, note="first note"))

    def fetch(self, by: User) -> Geofence:
        with self.database.read(by) as work:
            return geofences.one(work, self.id)

    def edit(self, person: Person, chance: int) -> GeofenceOrder:
        """Name, shape or note, one or more of them."""
        seen, word = person.seen, f"{person.me.name} {person._count}"
        return GeofenceOrder(
            id=self.id,
            name=f"name of {word}" if chance & 1 else seen.name,
            kind=seen.kind,
            places=seen.places,
            radius_m=20.0 + person._count if chance & 2 else seen.radius_m,
            note=f"note of {word}" if chance & 4 or not chance else seen.note,
        )

    def letter(self, key: str, order: GeofenceOrder, seen: Geofence) -> FenceLetter:
        return FenceLetter(key=key, subject=self.id, fence=order, version=seen.version, base=seen)

    def store(self, by: User, letter: FenceLetter, version: int | None) -> int:
        with self.database.write(by, version) as work:
            return geofences.put(work, letter.fence).version

    def words(self, order: GeofenceOrder) -> dict[str, object]:
        return {"name": order.name, "radius_m": order.radius_m, "note": order.note}


class CaseBook(Book):
    noun = Noun.CASE

    def __init__(self, database: Database, id: str, centre: Centre) -> None:
        super().__init__(database, id)
        centre.bring(Status.PENDING_DISPATCH, id)

    def fetch(self, by: User) -> CaseCard:
        with self.database.read(by) as work:
            return cases.one(work, self.id)

    def edit(self, person: Person, chance: int) -> Any:
        """Whatever was possible when the case was looked at."""
        status, note = person.seen.case.status, f"note of {person.me.name} {person._count}"
        if status is Status.PENDING_DISPATCH:
            return DispatchOrder(department_id="d1" if chance % 2 else "d2", note=note)
        if status is Status.DISPOSING:
            return RevokeOrder(note=note)
        return AssignOrder(handler=("Zhang San", "Li Si")[chance // 2 % 2], note=note) if chance % 2 else ReturnToDispatcherOrder(note=note)

    def letter(self, key: str, order: Any, seen: Any) -> OrderLetter:
        case = seen.case if isinstance(seen, CaseCard) else seen
        return OrderLetter(key=key, subject=self.id, order=order, version=case.version, base=case)

    def store(self, by: User, letter: OrderLetter, version: int | None) -> int:
        with self.database.write(by, version) as work:
            return orders.order(work, self.id, letter.order).version

    def words(self, order: Any) -> dict[str, object]:
        return {name: getattr(order, name) for name in ("note", "department_id", "handler") if hasattr(order, name)}

    def kept(self) -> set[tuple[str, object]]:
        with self.database.read() as work:
            notes = work.session.scalars(sa.select(FlowRow.note).where(FlowRow.case_id == self.id)).all()
        return super().kept() | {("note", note) for note in notes}


def play(people: list[Person], script: Script) -> None:
    for who, act, chance in script:
        person = people[who]
        if act == "look":
            person.seen = person.book.fetch(person.me)
        elif act == "edit":
            person.write(person.book.edit(person, chance))
        elif act == "settle":
            person.settle(chance)
        else:
            getattr(person, act)()


def judge(book: Any, people: list[Person]) -> None:
    """Every text is in force or in the past of the thing, on its author's disk, or was let go by its author with the other before their eyes."""
    waiting = {each.letter.key for person in people for each in person.shelf.waiting()}
    refused = {each.letter.key for person in people for each in person.shelf.refused()}
    alive = book.kept() | {word for key in waiting | refused for word in book.written[key].items()}
    for key, said in book.written.items():
        for word in said.items():
            assert word in alive | book.given_up, f"{word} of {key} is lost"
    done = {key for key, _, _ in book.stored}
    assert not done & (waiting | refused), "stored, and still to be sent"
    for key, seen, now in book.stored:
        assert now == seen + 1, f"{key} overwrote what its author had not seen"
    with book.database.read() as work:
        had = [each.version for each in versions(work, book.noun, book.id)]
    assert had == list(range(had[0], 0, -1)), "a version cannot be put back"


@pytest.fixture
def quick(database: Database) -> Database:
    """On SQLite without waiting for the disk, likewise."""
    if database.kind == "sqlite":
        sa.event.listen(database.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
        database.engine.dispose()
    return database


@pytest.mark.timeout(max(600, 6 * EXAMPLES))  # a hundred take half a minute on two cores of their own
@pytest.mark.parametrize("what", ["fence", "case"])
def test_that_no_text_is_lost_and_nothing_is_overwritten_unseen(quick: Database, tmp_path: Path, what: str) -> None:
    centre, number = Centre(quick), count()
    people = [Person(me, tmp_path / me.name) for me in PEOPLE]

    @hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(script=SCRIPTS)
    def explore(script: Script) -> None:
        id = f"{what}{next(number)}"
        book: Book = FenceBook(quick, id) if what == "fence" else CaseBook(quick, id, centre)
        for person in people:
            person.open(book)
        play(people, script)
        judge(book, people)

    explore()
    for person in people:
        person.shelf.close()
