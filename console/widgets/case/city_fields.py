"""Fields whose options come from the Hall: departments, inspectors, classes with their conditions, cases."""

import math
from collections.abc import Iterator

from console import words
from console.hall.hall import Hall
from console.widgets.fields import ChoiceField
from wire.cases import Case, CaseCard
from wire.codes import DutyState, Kind, UnitKind

NEAR_M, NEAR_HOURS = 50.0, 24.0  # within which two cases of one class are likely one (DOMAIN 3.3)


class DepartmentField(ChoiceField):
    """The departments that were suggested on top, then all others."""

    def __init__(self, hall: Hall, required: bool = True) -> None:
        self._hall = hall
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

    def refill(self) -> None:
        on_top = self._suggestions()
        rest = sorted((department.name, department.id) for department in self._hall.departments if department.id not in on_top)
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


class InspectorField(ChoiceField):
    """Inspectors on duty; none leaves the choice to the backend."""

    def __init__(self, hall: Hall, required: bool = False) -> None:
        on_duty = [unit for unit in hall.units if unit.kind is UnitKind.INSPECTOR and unit.duty is DutyState.ON_DUTY]
        super().__init__("unit_id", required, sorted((unit.id, f"{unit.name} · {unit.team}") for unit in on_duty))
        self.say()

    def say(self) -> None:
        super().say()
        self.choice.line.setPlaceholderText(self.tr("Inspector of the duty grid, else the nearest on duty"))


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
    """Cases that this one may repeat: of the same class, near, and lately; the nearest first. Any number can be typed."""

    def __init__(self, hall: Hall, case: Case) -> None:
        super().__init__("duplicate_of", True)
        self._hall = hall
        near = sorted(likely_doubles(hall, case))
        self.fill([(other.id, self._text(other, metres)) for metres, _, other in near])

    def value(self) -> object | None:
        typed = self.choice.currentText().strip()
        if self.choice.chosen() or not typed:
            return self.choice.chosen()
        return next((case.id for case in self._hall.cases if typed in (case.number, words.number_short(case.number))), None)

    def _text(self, case: Case, metres: float) -> str:
        return f"{words.number_short(case.number)} · {metres:.0f} m · {words.of(case.status)} · {case.address}"


def likely_doubles(hall: Hall, case: Case) -> Iterator[tuple[float, str, Case]]:
    """Distance in metres, id, and the case."""
    for other in hall.cases:
        if other.id == case.id or (other.kind, other.class_code) != (case.kind, case.class_code):
            continue
        hours = abs((other.reported_at - case.reported_at).total_seconds()) / 3600
        if hours <= NEAR_HOURS and (metres := metres_between(case.lon, case.lat, other.lon, other.lat)) <= NEAR_M:
            yield metres, other.id, other


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Between two places that are near each other, on the flat."""
    return 111_320 * math.hypot(other_lat - lat, (other_lon - lon) * math.cos(math.radians(lat)))
