"""Fields whose options come from the Hall: departments, inspectors, classes with their conditions, cases."""

from collections import Counter

from console import words
from console.hall import second
from console.hall.hall import Hall
from console.widgets.fields import ChoiceField
from console.widgets.soon import Soon
from console.widgets.spoken import label
from wire.cases import Case, CaseCard, Duplicate
from wire.codes import DutyState, Kind, Status, TaskState, UnitKind, Verb
from wire.people import Department, commanded, districts
from wire.tasks import Task
from wire.units import Unit

MOST_AT_WORK = 3


class DepartmentField(ChoiceField):
    """The departments that were suggested on top, then all others that the step may name."""

    def __init__(self, hall: Hall, required: bool = True, verb: Verb = Verb.DISPATCH) -> None:
        self._hall, self._verb = hall, verb
        self._card: CaseCard | None = None
        super().__init__("department_id", required)
        hall.departments.changed.connect(self.refill)

    def suit(self, card: CaseCard | None) -> None:
        """Offer first what suits this case."""
        self._card = card
        self.refill()

    def suggested(self) -> str | None:
        """The department on top, where one was suggested."""
        return next(iter(self._suggestions()), None)

    def why(self) -> str:
        """Why the chosen department was suggested, in words; nothing when it was not."""
        code = self._suggestions().get(str(self.value()))
        return words.why(code) if code else ""

    def offered(self) -> list[Department]:
        """Those that the machine lets have this case: what is passed down goes to a district's centre, and what a district has it keeps below it."""
        case, known = self._card.case if self._card else None, list(self._hall.departments)
        if self._verb is Verb.SUB_DISPATCH:
            allowed = districts(self._hall.me.department_id, known)
        elif case is not None and case.status is Status.PENDING_SUB_DISPATCH and case.sub_centre_id is not None:
            allowed = {case.sub_centre_id} | commanded(case.sub_centre_id, known)
        else:
            return known
        return [each for each in known if each.id in allowed]

    def refill(self) -> None:
        on_top = self._suggestions()
        rest = sorted((department.name, department.id) for department in self.offered() if department.id not in on_top)
        self.fill([*((id, self._name(id)) for id in on_top), *((id, name) for name, id in rest)])

    def _suggestions(self) -> dict[str, str]:
        """Why by department, best first."""
        of_card = self._card.suggestions if self._card else []
        return {each.department_id: each.why for each in of_card if each.department_id in self._hall.departments}

    def say(self) -> None:
        super().say()
        self.refill()

    def _name(self, id: str) -> str:
        department = self._hall.departments.get(id)
        return department.name if department else id


class WarningField(ChoiceField):
    """A choice of people, which says below itself what speaks against who is chosen: what else he has to do, and who is at work at the place. Looked
    at again a moment after tasks or cases have changed."""

    def __init__(self, hall: Hall, name: str, required: bool, case: Case | None) -> None:
        self._hall, self._case = hall, case
        self._there: list[str] = []  # who is at work at the place, in words
        self.busy = label(tone="warn", wrap=True)
        super().__init__(name, required)
        self._column.addWidget(self.busy)
        self.changed.connect(self._warn)
        soon = Soon(self._look, self)
        for table in (hall.tasks, hall.cases):
            table.changed.connect(soon.ask)
        self.say()

    def say(self) -> None:
        super().say()
        self._look()

    def _look(self) -> None:
        self._there = at_work_words(self._hall, self._case)
        self._refill()
        self._warn()

    def _refill(self) -> None:
        """Offer who may be chosen, each with what he has to do."""
        raise NotImplementedError

    def _has(self) -> list[str]:
        """What who is chosen has to do already, in words."""
        raise NotImplementedError

    def _warn(self) -> None:
        if self.busy.parent() is None:
            return  # still being made: shown now, it would be a window
        told = [*self._has(), *self._there]
        self.busy.setText("\n".join(told))
        self.busy.setVisible(bool(told))


class InspectorField(WarningField):
    """Inspectors on duty, each with the tasks that he has; none leaves the choice to the backend."""

    def __init__(self, hall: Hall, required: bool = False, case: Case | None = None) -> None:
        self._open: dict[str, list[Task]] = {}  # by unit
        super().__init__(hall, "unit_id", required, case)

    def say(self) -> None:
        super().say()
        self.choice.line.setPlaceholderText(self.tr("Inspector of the duty grid, else the nearest on duty"))

    def _refill(self) -> None:
        self._open = {}
        for task in self._hall.tasks:
            if task.state is TaskState.OPEN:
                self._open.setdefault(task.unit_id, []).append(task)
        on_duty = [unit for unit in self._hall.units if unit.kind is UnitKind.INSPECTOR and unit.duty is DutyState.ON_DUTY]
        self.fill(sorted((unit.id, self._text(unit, len(self._open.get(unit.id, ())))) for unit in on_duty))

    def _text(self, unit: Unit, count: int) -> str:
        parts = (unit.name, unit.team, self.tr("{count} open").format(count=count) if count else "")
        return " · ".join(filter(None, parts))

    def _has(self) -> list[str]:
        mine, now = self._open.get(str(self.value()), []), self._hall.clock.now()
        if not mine:
            return []
        text = self.tr("Has {count} open tasks, the last due {at}: this one waits for them.")
        return [text.format(count=len(mine), at=words.moment(max(task.due_at for task in mine), now))]


class HandlerField(WarningField):
    """The hands of the department, each with what he has in hand."""

    def __init__(self, hall: Hall, card: CaseCard, required: bool = True) -> None:
        self._card, self._in_hand = card, Counter[str]()
        super().__init__(hall, "handler", required, card.case)

    def value(self) -> object | None:
        """Who types the bare name means him, whatever the list says of him."""
        typed = self.choice.currentText().strip()
        return typed if typed in self._card.hands else super().value()

    def _refill(self) -> None:
        chosen = self.value()
        self._in_hand = second.in_hand(self._hall, self._card.case.department_id, self._card.id)
        self.fill((name, self._text(name, self._in_hand[name])) for name in self._card.hands)
        if chosen is not None and not self.choice.line.hasFocus():
            self.set(chosen)

    def _text(self, name: str, count: int) -> str:
        return " · ".join((name, self.tr("{count} in hand").format(count=count))) if count else name

    def _has(self) -> list[str]:
        count = self._in_hand[str(self.value())]
        return [self.tr("Has {count} cases in hand: this one waits for them.").format(count=count)] if count else []


def at_work_words(hall: Hall, case: Case | None) -> list[str]:
    """Who is at work at the place of a case for another one, the nearest, a line each."""
    found = second.at_place(hall, case)[:MOST_AT_WORK] if case is not None else []
    return [_at_work(words.person(each.who), f"{each.away_m:.0f}", _number(hall, each)) for each in found]


def _at_work(who: str, away: str, number: str) -> str:
    return words.choose(f"{away} 米处 {who} 已在办{number}", f"{who} is at work {away} m away{number}")


def _number(hall: Hall, each: second.AtWork) -> str:
    other = hall.cases.get(each.case_id)
    return f" {words.number_short(other.number)}" if other else ""


class KindField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("kind", True, [(kind, words.of(kind)) for kind in Kind])

    def say(self) -> None:
        super().say()
        self.fill([(kind, words.of(kind)) for kind in Kind])


class ClassField(ChoiceField):
    """The small classes of one kind."""

    def __init__(self, hall: Hall) -> None:
        super().__init__("class_code", True)
        self._hall = hall

    def suit(self, kind: object) -> None:
        classes = [small for (of, _), small in self._hall.classes.items() if of == kind]
        self.fill([(small.code, f"{small.code}  {words.class_name(small)}") for small in classes])


class ConditionField(ChoiceField):
    """The filing conditions of one class, each with its limit."""

    def __init__(self, hall: Hall, required: bool = True) -> None:
        super().__init__("condition_id", required)
        self._hall = hall

    def suit(self, kind: object, class_code: object) -> None:
        fitting = [condition for condition in self._hall.conditions.values() if (condition.kind, condition.class_code) == (kind, class_code)]
        self.fill([(each.id, f"{words.condition_text(each)} · {words.limit(each.limit.amount, each.limit.type)}") for each in fitting])
        if len(fitting) == 1:
            self.set(fitting[0].id)


class DuplicateField(ChoiceField):
    """Cases that this one may repeat, as the backend finds them: near, of its class and lately, or from the same caller. Any number can be typed."""

    def __init__(self, hall: Hall, card: CaseCard) -> None:
        self._duplicates: list[Duplicate] = []
        super().__init__("duplicate_of", True)
        self._hall, self._duplicates = hall, card.duplicates
        self.say()

    def value(self) -> object | None:
        typed = self.choice.currentText().strip()
        if self.choice.chosen() or not typed:
            return self.choice.chosen()
        return next((case.id for case in self._hall.cases if typed in (case.number, words.number_short(case.number))), None)

    def say(self) -> None:
        super().say()
        self.fill([(each.case.id, self._text(each)) for each in self._duplicates])

    def _text(self, each: Duplicate) -> str:
        case = each.case
        away = "" if each.away_m is None else f"{each.away_m:.0f} m"
        caller = self.tr("same caller") if each.same_caller else ""
        return " · ".join(filter(None, (words.number_short(case.number), away, caller, words.of(case.status), case.address)))
