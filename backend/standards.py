"""The rules of the field that differ by city, as data: `resources/standards`. Reads them, checks them, and says in one sentence what is wrong.

BadStandard    a file is missing, is not TOML, or says something that cannot be
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import field

from backend import modes
from backend.refusals import Setup
from wire.codes import HALL, Kind, LimitType, Role, Source, Status, UnitKind, Verb
from wire.evaluation import Counter, Dimension, FigureOf, Formula, Grade, HandKind, Indicator, Lap, Named, Scheme, Term
from wire.phrases import FIELDS, VARIABLES, Phrase, variables
from wire.presence import PresenceRules
from wire.recommendation import Purpose
from wire.standards import Catalogue, Condition, Limit, MajorClass, SmallClass

FOLDER = Path(__file__).parent.parent / "resources" / "standards"
WEEK = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
Words = tuple[str, str]  # in Chinese, in English
Positive = Annotated[float, msgspec.Meta(gt=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Angle = Annotated[float, msgspec.Meta(gt=0, le=360)]


class BadStandard(Setup):
    pass


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in a file; a key that nobody reads is a mistake."""


D = TypeVar("D", bound=Data)


class Hours(Data, frozen=True, kw_only=True):
    valid_from: date
    periods: list[tuple[time, time]]  # in the city's time, in order


class Holiday(Data, frozen=True, kw_only=True):
    name: str
    first: date
    last: date
    workdays: list[date] = []  # days of a weekend that were made working days in exchange


class Workday(Data, frozen=True, kw_only=True):
    """A day of a weekend that works, whatever for."""

    name: str
    day: date


class Calendar(Data, frozen=True, kw_only=True, dict=True):
    """When the working clocks run."""

    zone: str
    weekend: list[str]
    work_day_mode: Literal["HOURS8", "END_OF_DAY"]
    hours: list[Hours]
    holiday: list[Holiday] = []
    workday: list[Workday] = []

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def free(self) -> frozenset[date]:
        spans = ((h.first, (h.last - h.first).days + 1) for h in self.holiday)
        return frozenset(first + timedelta(days=n) for first, days in spans for n in range(days))

    @cached_property
    def made_working(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holiday for day in holiday.workdays) | {each.day for each in self.workday}

    def is_working(self, day: date) -> bool:
        return day in self.made_working or (day not in self.free and WEEK[day.weekday()] not in self.weekend)

    def periods(self, day: date) -> Sequence[tuple[time, time]]:
        """The working periods of a day in the city's time; none on a free day."""
        if not self.is_working(day):
            return ()
        valid = [hours for hours in self.hours if hours.valid_from <= day]
        return max(valid, key=lambda hours: hours.valid_from).periods if valid else self.hours[0].periods


class Transition(Data, frozen=True, kw_only=True, rename={"sources": "from"}):
    """One row of the machine; the words of its columns are explained in the file."""

    id: str
    verb: Verb
    sources: list[Status]
    roles: list[Role]
    to: Status | None = None
    main: bool = False
    back: bool = False
    granted: bool = False
    resumes: bool = False
    asks: list[str] = []
    completes: list[str] = []
    guards: list[str] = []
    checks: list[str] = []
    effects: list[str] = []
    undoable: bool = False
    undoes: bool = False

    @property
    def entries(self) -> Sequence[Status | None]:
        """Where it begins; none is the beginning of a case."""
        return self.sources or (None,)


class Axis(Data, frozen=True, kw_only=True):
    """One of two centres: who belongs to it, and what only they may do."""

    roles: frozenset[Role]
    verbs: frozenset[Verb]


class Machine(Data, frozen=True, kw_only=True):
    mode: Literal["ONE_ONE", "TWO_AXIS", "TWO_LEVEL"]
    axis: dict[Literal["SUPERVISION", "COMMAND"], Axis] = {}
    rework_clock: Literal["BUNDLED", "RESTART"]
    reopen_days: int
    undo_minutes: Annotated[int, msgspec.Meta(ge=0)]
    photo_sources: frozenset[Source]
    personal_roles: frozenset[Role]
    limits_min: dict[Status, int]
    transitions: list[Transition] = field(name="transition")

    def straddles(self, roles: Iterable[Role]) -> bool:
        """Whether somebody with these roles stands on both axes."""
        return len(self.axis) > 1 and all(not axis.roles.isdisjoint(roles) for axis in self.axis.values())


class SightRules(Data, frozen=True, kw_only=True):
    view_angle: Angle
    reach_m: Positive
    of_distance: Share
    of_axis: Share


class StreetRules(Data, frozen=True, kw_only=True):
    kmh: Positive
    detour: Annotated[float, msgspec.Meta(ge=1)]
    kmh_of: dict[str, Positive]


class Weights(Data, frozen=True, kw_only=True):
    """Minutes that each thing counts for."""

    eta: Positive
    load: Positive
    fix_age: Positive
    unsuited: Positive


class PurposeRules(Data, frozen=True, kw_only=True):
    purpose: Purpose
    statuses: list[Status]
    kinds: frozenset[UnitKind]
    most_load: Positive | None = None
    must_suit: bool = False


class Recommending(Data, frozen=True, kw_only=True):
    """Who can see a place, who can be there first, and whom to send."""

    fresh_min: Positive
    sight: SightRules
    streets: StreetRules
    weights: Weights
    purposes: list[PurposeRules]

    def purpose_in(self, status: Status) -> PurposeRules | None:
        """What somebody has to go there for; none when nobody has to."""
        return next((purpose for purpose in self.purposes if status in purpose.statuses), None)


class DuplicateRules(Data, frozen=True, kw_only=True):
    """When a report may repeat another one."""

    metres: Positive
    hours: Positive
    caller_hours: Positive
    most: Annotated[int, msgspec.Meta(ge=1, le=50)]


class SuggesterRules(Data, frozen=True, kw_only=True):
    """How words weigh when they are asked which class they mean; what each figure does stands in the file."""

    saturation: Positive
    length: Share
    name: Positive
    spoken: Positive
    condition: Positive
    learned: Annotated[float, msgspec.Meta(ge=0)]
    doubt: Positive
    cases: Annotated[int, msgspec.Meta(ge=0)]
    hours: Positive
    most: Annotated[int, msgspec.Meta(ge=1, le=50)]
    sure: Annotated[float, msgspec.Meta(ge=1)]
    pair: Share
    alike: list[list[str]]
    idle: frozenset[str]


class Said(Data, frozen=True, kw_only=True):
    """What people call a class: `of` is its kind and code."""

    of: Annotated[str, msgspec.Meta(pattern=r"^(COMPONENT|EVENT)-\d{4}$")]
    words: Annotated[list[str], msgspec.Meta(min_length=1)]

    @property
    def key(self) -> tuple[Kind, str]:
        kind, _, code = self.of.partition("-")
        return Kind(kind), code


class Advising(Data, frozen=True, kw_only=True):
    """What the report form asks."""

    duplicates: DuplicateRules
    suggester: SuggesterRules
    say: list[Said]


class ShippedPhrase(Data, frozen=True, kw_only=True):
    id: str
    field: str
    verb: Verb | None = None
    short: str
    text: str


class _Phrases(Data, frozen=True, kw_only=True):
    phrases: list[ShippedPhrase] = field(name="phrase")


class PresenceStandard(Data, frozen=True, kw_only=True):
    """Two people on one case, in seconds."""

    heartbeat_s: Positive
    stale_s: Positive
    grace_s: Positive
    typing_s: Positive
    supervisors: frozenset[Role]

    def message(self) -> PresenceRules:
        return PresenceRules(**msgspec.structs.asdict(self) | {"supervisors": sorted(self.supervisors)})


class _Grade(Grade, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Indicator(Indicator, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Term(Term, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Formula(Formula, frozen=True, kw_only=True, forbid_unknown_fields=True):
    terms: list[_Term]  # type: ignore[assignment]


class _HandKind(HandKind, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _Named(Named, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class _FigureOf(FigureOf, frozen=True, kw_only=True, forbid_unknown_fields=True): ...


class Evaluating(Data, frozen=True, kw_only=True, dict=True):
    """What is made of the counters."""

    version: str
    every_rework: bool
    grades: list[_Grade]
    counters: list[_Named]
    laps: list[_Named]
    dimensions: list[_Named]
    indicators: list[_Indicator]
    formulas: list[_Formula]
    hand: list[_HandKind]
    sets: list[_Named]
    figures: list[_FigureOf]

    @cached_property
    def scheme(self) -> Scheme:
        return Scheme(
            version=self.version,
            grades=[*self.grades],
            counters=[*self.counters],
            laps=[*self.laps],
            dimensions=[*self.dimensions],
            indicators=[*self.indicators],
            formulas=[*self.formulas],
            hand=[*self.hand],
            sets=[*self.sets],
            figures=[*self.figures],
        )


class Standards(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was read. `added` are the classes of ours that the city's list does not have."""

    division: str  # six digits, GB/T 2260
    catalogue: Catalogue
    machine: Machine
    calendar: Calendar
    recommending: Recommending
    advising: Advising
    phrases: list[Phrase]
    presence: PresenceStandard
    evaluation: Evaluating
    trades: dict[str, Words]
    added: frozenset[tuple[Kind, str]]

    @cached_property
    def classes(self) -> dict[tuple[Kind, str], SmallClass]:
        return {(small.kind, small.code): small for small in self.catalogue.classes}

    @cached_property
    def steps(self) -> dict[tuple[Verb, Status | None], Transition]:
        """The machine by verb and status, so that nobody has to search."""
        return {(row.verb, status): row for row in self.machine.transitions for status in row.entries}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        return {condition.id: condition for condition in self.catalogue.conditions}


class _Major(Data, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str


class _Condition(Data, frozen=True, kw_only=True):
    limit: str
    closing: str
    text: str
    text_en: str
    remark: str = ""


class _Class(Data, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str
    trade: str
    conditions: list[_Condition]
    added: bool = False


class _Classes(Data, frozen=True, kw_only=True):
    classes: list[_Class] = field(name="class")


class _Catalogue(Data, frozen=True, kw_only=True):
    version: str
    division: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
    components: list[_Major]
    events: list[_Major]
    closings: dict[str, Words]


class _Trades(Data, frozen=True, kw_only=True):
    trades: dict[str, Words]


def read(folder: Path = FOLDER, mode: str | None = None) -> Standards:
    """The standards in a folder, in the mode of the city or in another one; `BadStandard` with one sentence when they cannot be used."""
    trades = from_file(folder / "responsibility.toml", _Trades).trades
    head = from_file(folder / "catalogue.toml", _Catalogue)
    kinds = {
        Kind.COMPONENT: (head.components, from_file(folder / "components.toml", _Classes).classes),
        Kind.EVENT: (head.events, from_file(folder / "events.toml", _Classes).classes),
    }
    for kind, (majors, classes) in kinds.items():
        _check_classes(kind, majors, classes, trades, head.closings)
    catalogue = Catalogue(
        version=head.version,
        majors=[MajorClass(kind=kind, code=m.code, name=m.name, name_en=m.name_en) for kind, (majors, _) in kinds.items() for m in majors],
        classes=[
            SmallClass(kind=kind, code=c.code, name=c.name, name_en=c.name_en, trade=c.trade) for kind, (_, classes) in kinds.items() for c in classes
        ],
        conditions=[condition for kind, (_, classes) in kinds.items() for c in classes for condition in _conditions(kind, c, head.closings)],
    )
    return Standards(
        division=head.division,
        catalogue=catalogue,
        advising=_checked_advising(from_file(folder / "advice.toml", Advising), catalogue),
        phrases=_checked_phrases(from_file(folder / "phrases.toml", _Phrases).phrases),
        machine=_checked_machine(_converted("transitions.toml", Machine, lambda: modes.table(folder, mode))),
        calendar=_checked_calendar(from_file(folder / "calendar.toml", Calendar)),
        recommending=_checked_recommending(from_file(folder / "recommendation.toml", Recommending)),
        presence=_checked_presence(from_file(folder / "presence.toml", PresenceStandard)),
        evaluation=_checked_evaluation(from_file(folder / "evaluation.toml", Evaluating)),
        trades=trades,
        added=frozenset((kind, c.code) for kind, (_, classes) in kinds.items() for c in classes if c.added),
    )


def from_file(path: Path, kind: type[D]) -> D:
    return _converted(path.name, kind, lambda: tomllib.loads(path.read_text("utf-8")))


def _converted(name: str, kind: type[D], read_in: Callable[[], Any]) -> D:
    try:
        return msgspec.convert(read_in(), kind)
    except OSError as error:
        raise BadStandard(f"{name} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadStandard(f"{name}: {error}") from error


def limit_of(text: str) -> Limit:
    """ "4 WORK_HOUR" as a limit; `ValueError` when it is none."""
    amount, _, unit = text.partition(" ")
    limit = Limit(amount=float(amount), type=LimitType(unit))
    if limit.amount <= 0:
        raise ValueError(f"a limit of {text} is no time at all")
    return limit


def _conditions(kind: Kind, small: _Class, closings: dict[str, Words]) -> Iterator[Condition]:
    for number, row in enumerate(small.conditions, start=1):
        closing, closing_en = closings[row.closing]
        yield Condition(
            id=f"{kind}-{small.code}-{number}",
            kind=kind,
            class_code=small.code,
            text=row.text,
            text_en=row.text_en,
            limit=limit_of(row.limit),
            closing=closing,
            closing_en=closing_en,
            remark=row.remark,
        )


def _check_classes(kind: Kind, majors: list[_Major], classes: list[_Class], trades: dict[str, Words], closings: dict[str, Words]) -> None:
    seen: set[str] = set()
    for small in classes:
        where = f"{kind} class {small.code}"
        _demand(small.code not in seen, f"{where} is there twice")
        _demand(small.code[:2] in {major.code for major in majors}, f"{where} belongs to no major class")
        _demand(small.trade in trades, f"{where} names the unknown trade {small.trade}")
        _demand(bool(small.conditions), f"{where} has no filing condition")
        for row in small.conditions:
            _demand(row.closing in closings, f"{where} names the unknown closing {row.closing}")
            try:
                limit_of(row.limit)
            except ValueError as error:
                raise BadStandard(f"{where}: {error}") from error
        seen.add(small.code)


def _checked_machine(machine: Machine) -> Machine:
    taken: dict[tuple[Verb, Status | None], str] = {}
    for row in machine.transitions:
        _demand(bool(row.roles), f"transition {row.id} is nobody's")
        _demand(bool(row.sources) or row.to is not None, f"transition {row.id} leads nowhere")
        for name, axis in machine.axis.items():
            _demand(row.verb not in axis.verbs or axis.roles.issuperset(row.roles), f"transition {row.id}: {row.verb} is for the axis {name} alone")
        for status in row.entries:
            other = taken.setdefault((row.verb, status), row.id)
            _demand(other == row.id, f"transitions {other} and {row.id} both take {row.verb} from {status or 'nothing'}")
    return machine


def _checked_calendar(calendar: Calendar) -> Calendar:
    _demand(set(calendar.weekend) < set(WEEK), f"the weekend must be some days of {', '.join(WEEK)}")
    _demand(bool(calendar.hours), "the calendar has no working hours")
    for hours in calendar.hours:
        edges = [edge for period in hours.periods for edge in period]
        _demand(bool(edges) and edges == sorted(set(edges)), f"the working periods from {hours.valid_from} are empty or overlap")
    for holiday in calendar.holiday:
        _demand(holiday.first <= holiday.last, f"{holiday.name} {holiday.first} ends before it begins")
    try:
        ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError) as error:
        raise BadStandard(f"the time zone {calendar.zone} is unknown") from error
    return calendar


def _checked_recommending(rules: Recommending) -> Recommending:
    named = [status for purpose in rules.purposes for status in purpose.statuses]
    _demand(len(set(named)) == len(named), "recommendation.toml names a status under two purposes")
    _demand(abs(rules.sight.of_distance + rules.sight.of_axis - 1) < 1e-9, "of_distance and of_axis in recommendation.toml must add up to 1")
    return rules


def _checked_advising(rules: Advising, catalogue: Catalogue) -> Advising:
    known, seen = {(small.kind, small.code) for small in catalogue.classes}, set[str]()
    for said in rules.say:
        _demand(said.key in known, f"advice.toml says words of {said.of}, which is no class")
        _demand(said.of not in seen, f"advice.toml says words of {said.of} twice")
        seen.add(said.of)
    return rules


def _checked_phrases(shipped: list[ShippedPhrase]) -> list[Phrase]:
    _demand(len({each.id for each in shipped}) == len(shipped), "phrases.toml has two phrases of one id")
    for each in shipped:
        _demand(each.field in FIELDS, f"phrase {each.id} is for the unknown field {each.field}")
        unknown = [name for name in variables(each.text) if name not in VARIABLES]
        _demand(not unknown, f"phrase {each.id} has the unknown variable {{{''.join(unknown[:1])}}}")
    return [Phrase(version=1, owner=None, **msgspec.structs.asdict(each)) for each in shipped]


def _checked_presence(rules: PresenceStandard) -> PresenceStandard:
    _demand(rules.stale_s > rules.heartbeat_s, "stale_s in presence.toml must be longer than heartbeat_s")
    _demand(rules.supervisors <= HALL, "a supervisor in presence.toml must be of the hall")
    return rules


def _checked_evaluation(rules: Evaluating) -> Evaluating:
    """Names are there once, and a formula only names what stands before it."""
    known: set[str] = set(Counter)
    named: Iterator[HandKind | Indicator | Formula] = chain(rules.hand, rules.indicators, rules.formulas)
    for each in named:
        _demand(each.id not in known, f"evaluation.toml has {each.id} twice")
        for term in each.terms if isinstance(each, Formula) else ():
            _demand(term.of in known, f"the formula {each.id} in evaluation.toml names the unknown {term.of}")
        known.add(each.id)
    for indicator in rules.indicators:
        shared = bool(indicator.over and indicator.under)
        _demand(shared != bool(indicator.laps), f"the indicator {indicator.id} in evaluation.toml needs either over and under, or laps")
    for called, codes in ((rules.counters, Counter), (rules.laps, Lap), (rules.dimensions, Dimension)):
        _demand([name.id for name in called] == list(codes), f"evaluation.toml must name every {codes.__name__.lower()} once, in their order")
    for figure in rules.figures:
        ways = [bool(figure.counters), bool(figure.indicator), bool(figure.hand), bool(figure.call)]
        _demand(sum(ways) == 1, f"the figure {figure.id} in evaluation.toml needs either counters, an indicator, hand or call")
        _demand(not {figure.indicator, figure.hand} - known - {""}, f"the figure {figure.id} in evaluation.toml names what is unknown")
        _demand(figure.set in {each.id for each in rules.sets}, f"the figure {figure.id} in evaluation.toml belongs to no set")
    least = [grade.least for grade in rules.grades]
    _demand(bool(least) and least == sorted(set(least), reverse=True) and least[-1] == 0, "the grades in evaluation.toml must fall to 0")
    return rules


def _demand(right: bool, otherwise: str) -> None:
    if not right:
        raise BadStandard(otherwise)


_in_force: list[Standards] = []


def in_force() -> Standards:
    """The standards that this process works by: those of the project until `use` says otherwise."""
    if not _in_force:
        _in_force.append(read())
    return _in_force[0]


def use(standards: Standards) -> None:
    _in_force[:] = [standards]
