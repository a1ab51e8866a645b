"""What a filter of cases means, as conditions on the table; who asks is never shown what does not concern him."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from backend.refusals import Malformed
from backend.rules import case_words, masks, numbers, serials
from backend.rules.case_words import Asked
from backend.rules.catalogue import in_force
from backend.rules.spelling import plain
from backend.session import Work
from backend.spatial import box_around
from backend.tables.base import Moment
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from geo.grids import METRES_PER_DEGREE
from wire.case_filter import CaseFilter, Circle
from wire.codes import STAGE_OF, Kind, Noun, Status
from wire.people import User
from wire.problem import FieldError

Condition = sa.ColumnElement[bool]
FEWEST_OF_PHONE = 7  # digits: with fewer, people could be found by trying
LONGER = "9" * numbers.LENGTH  # after every number that goes on
WHOLE_DAY = numbers.DIVISION + numbers.DAY  # digits of a number that name a day
TIMES = ("reported_from", "reported_to", "closed_from", "closed_to")


@dataclass(frozen=True)
class Word:
    """A part of the question, and what else than the text may be meant by it."""

    text: str
    classes: tuple[tuple[Kind, str], ...] = ()
    departments: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    phone: bool = False

    @property
    def is_in_index(self) -> bool:
        """All that it may mean is found by the index of words."""
        return not (self.numbers or self.phone)

    @property
    def is_exact(self) -> bool:
        """What the index of words finds needs no second look: a pair is a pair."""
        return self.is_in_index and len(self.text) <= 2

    @property
    def asked(self) -> Asked:
        offices = map(case_words.department_word, self.departments)
        return Asked(self.text, (*(case_words.class_word(*each) for each in self.classes), *offices))

    @property
    def is_broad(self) -> bool:
        """It begins the number of more than one day's cases."""
        return any(len(number) < WHOLE_DAY for number in self.numbers)

    def others(self) -> list[Condition]:
        """Besides having it in the text."""
        found: list[Condition] = []
        for kind in dict.fromkeys(kind for kind, _ in self.classes):
            found.append(sa.and_(CaseRow.class_code.in_([code for each, code in self.classes if each is kind]), CaseRow.kind == kind))
        if self.departments:
            found.append(CaseRow.department_id.in_(self.departments))
        return [*found, *self.outside()]

    def outside(self) -> list[Condition]:
        """What the index of words knows nothing of."""
        found = [_begins(CaseRow.number, number) for number in self.numbers]
        return [*found, _begins(CaseRow.phone, self.text)] if self.phone else found


def concern(user: User) -> Condition:
    """The hall sees every case, an office its own, everybody what they reported."""
    if user.office is None:
        return sa.true()
    own = [CaseRow.reported_by == user.name]
    if user.office:
        own.append(CaseRow.department_id == user.office)
    if user.unit_id is not None:
        own.append(CaseRow.unit_id == user.unit_id)
    return sa.or_(*own)


def conditions(work: Work, wanted: CaseFilter) -> list[Condition]:
    """All but the words of the text; what takes longest to tell of a case at the end, for the databases ask in this order."""
    check(wanted)
    return [concern(work.user), *_codes(wanted), *_flags(wanted), *_times(wanted), *_places(wanted), *_late(work, wanted)]


def words(work: Work, wanted: CaseFilter) -> list[Word]:
    """Each is compared with every class and department: once for a question."""
    key = "words", wanted.text, work.user.id
    found: list[Word] | None = work.known.get(key)
    if found is None:
        found = work.known[key] = [_word(work, part) for part in case_words.parts(wanted.text)]
    return found


def meets(work: Work, word: Word) -> Condition:
    return sa.or_(*word.others(), case_words.has(work, word.text))


def seeks_phone(work: Work, wanted: CaseFilter) -> bool:
    """Whether this user, with these words, would find somebody by his phone."""
    return any(word.phone for word in words(work, wanted))


def note_phone(work: Work, wanted: CaseFilter, total: int) -> None:
    """Somebody has looked for a person by the phone (DOMAIN 9.11)."""
    sought = ", ".join(masks.phone(word.text) for word in words(work, wanted) if word.phone)
    work.audit("PHONE.SOUGHT", Noun.CASE, "", f"{sought}: {total} cases")


def check(wanted: CaseFilter) -> None:
    for name in TIMES:
        moment = getattr(wanted, name)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise Malformed(f"{name} must be a time with a zone.", [FieldError(path=name, detail="has no zone")])
    if wanted.kind is None and (wanted.class_code or wanted.major):
        raise Malformed("A class is one of components or of events: name the kind.", [FieldError(path="kind", detail="is missing")])
    if wanted.box is not None and (wanted.box[0] > wanted.box[2] or wanted.box[1] > wanted.box[3]):
        raise Malformed("The box must be west, south, east, north.", [FieldError(path="box", detail="west before east, south before north")])


def _codes(wanted: CaseFilter) -> Iterable[Condition]:
    for chosen, column in (
        (wanted.status, CaseRow.status),
        ([status for status, stage in STAGE_OF.items() if stage in wanted.stage], CaseRow.status),
        (wanted.source, CaseRow.source),
        (wanted.department_id, CaseRow.department_id),
        (wanted.duty_grid, CaseRow.duty_grid),
        (wanted.close_kind, CaseRow.close_kind),
        (wanted.void_kind, CaseRow.void_kind),
    ):
        if chosen:
            yield column.in_(chosen)
    if wanted.kind is not None:
        yield CaseRow.kind == wanted.kind
    if wanted.class_code is not None:
        yield CaseRow.class_code == wanted.class_code
    if wanted.major is not None:
        yield _begins(CaseRow.class_code, wanted.major)
    if wanted.grid is not None:
        yield _begins(CaseRow.grid_code, wanted.grid)


def _times(wanted: CaseFilter) -> Iterable[Condition]:
    if wanted.reported_from is not None:
        yield CaseRow.serial >= serials.first(wanted.reported_from)
    if wanted.reported_to is not None:
        yield CaseRow.serial < serials.first(wanted.reported_to)
    if wanted.closed_from is not None:
        yield CaseRow.closed_at >= wanted.closed_from
    if wanted.closed_to is not None:
        yield CaseRow.closed_at < wanted.closed_to


def _late(work: Work, wanted: CaseFilter) -> Iterable[Condition]:
    if wanted.overdue is not None:
        ended = sa.func.coalesce(CaseRow.disposed_at, CaseRow.closed_at, sa.literal(work.at, Moment))
        late = sa.and_(CaseRow.status.not_in((Status.VOIDED, Status.SUSPENDED)), sa.func.coalesce(CaseRow.deadline_at < ended, sa.false()))
        yield late if wanted.overdue else sa.not_(late)


def _flags(wanted: CaseFilter) -> Iterable[Condition]:
    if wanted.urgent is not None:
        yield CaseRow.urgent == wanted.urgent
    if wanted.rework is not None:
        yield CaseRow.rework_count > 0 if wanted.rework else CaseRow.rework_count == 0


def _places(wanted: CaseFilter) -> Iterable[Condition]:
    if wanted.box is not None:
        west, south, east, north = wanted.box
        yield sa.and_(CaseRow.lon.between(west, east), CaseRow.lat.between(south, north))
    if wanted.near is not None:
        yield _within(wanted.near)


def _within(circle: Circle) -> Condition:
    """Flat, which over 20 km is some centimetres off."""
    lon, lat, radius_m = circle
    west, south, east, north = box_around(lon, lat, radius_m)
    x = (CaseRow.lon - lon) * (METRES_PER_DEGREE * math.cos(math.radians(lat)))
    y = (CaseRow.lat - lat) * METRES_PER_DEGREE
    return sa.and_(CaseRow.lon.between(west, east), CaseRow.lat.between(south, north), x * x + y * y <= radius_m * radius_m)


def _word(work: Work, part: str) -> Word:
    digits = part.isascii() and part.isdecimal()
    named = [small for small in in_force(work).catalogue.classes if part in plain(small.name) or part in plain(small.name_en)]
    offices = [row.id for row in work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.name)) if part in plain(row.name)]
    whole = not in_force(work).machine.personal_roles.isdisjoint(work.user.roles)
    return Word(
        text=part,
        classes=tuple((small.kind, small.code) for small in named),
        departments=tuple(offices),
        numbers=tuple(numbers.beginnings(work, part)) if digits else (),
        phone=digits and len(part) >= FEWEST_OF_PHONE and whole,
    )


def _begins(column: InstrumentedAttribute[Any], digits: str) -> Condition:
    """As a range, which an index answers; digits are in the same order everywhere."""
    return column.between(digits, digits + LONGER)
