"""What people on shift are seen to do, and when supervision is told of it: `duty.toml`."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from msgspec import Meta

from backend.settings import CITY_ZONE
from backend.standards.data import Data, Positive, Words, demand

Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # of the city
NotNegative = Annotated[float, Meta(ge=0)]
Worse = tuple[float, float]  # from so many times the threshold on an alarm is of level 2, and 3


class Thresholds(Data, frozen=True, kw_only=True):
    enter: Positive
    leave: Positive
    hold_s: NotNegative
    calm_s: NotNegative
    worse: Worse


class Staying(Data, frozen=True, kw_only=True):
    radius_m: Positive
    leave_m: Positive
    leave_s: NotNegative
    after_s: Positive
    worse: Worse


class SigningIn(Data, frozen=True, kw_only=True):
    before_s: NotNegative
    late_s: NotNegative
    early_s: NotNegative
    radius_m: Positive
    absent_s: Positive
    worse: Worse


class ShiftTimes(Data, frozen=True, kw_only=True):
    name: Words
    starts: Clock
    ends: Clock
    breaks: list[tuple[Clock, Clock]] = []

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Of the shift that begins on this day."""
        return between(day, self.starts, self.ends)

    def break_spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Within the shift that begins on this day, also after midnight."""
        start = self.span(day)[0]
        spans = [between(day, begins, ends) for begins, ends in self.breaks]
        return [(since + timedelta(days=since < start), until + timedelta(days=since < start)) for since, until in spans]


class Score(Data, frozen=True, kw_only=True):
    """What each part is worth, of 100 together; `work` cases and tasks in a shift are all that is asked for."""

    attendance: NotNegative
    effective: NotNegative
    coverage: NotNegative
    workload: NotNegative
    work: Positive


class Coverage(Data, frozen=True, kw_only=True):
    """How near a fix must be to have seen a street, in which pieces; of how many days cases count, and how near to a street to be of it."""

    reach_m: Positive
    piece_m: Positive
    case_reach_m: Positive
    days: Positive


class DutyStandard(Data, frozen=True, kw_only=True):
    fresh_s: Positive
    fastest_mps: Positive
    believed_fixes: int
    sign_in: SigningIn
    off_grid: Thresholds
    staying: Staying
    offline: Thresholds
    coverage: Coverage
    score: Score
    shift: dict[str, ShiftTimes]


def between(day: date, begins: str, ends: str) -> tuple[datetime, datetime]:
    """Two clock times of the city as moments; over midnight when the second is not the later one."""
    start, end = (datetime.combine(day, time.fromisoformat(text), CITY_ZONE) for text in (begins, ends))
    return start, end if end > start else end + timedelta(days=1)


def checked_duty(rules: DutyStandard) -> DutyStandard:
    for name in ("off_grid", "offline"):
        found: Thresholds = getattr(rules, name)
        demand(found.leave <= found.enter, f"leave of {name} in duty.toml must be enter or less")
    for worse in (rules.off_grid.worse, rules.offline.worse, rules.staying.worse, rules.sign_in.worse):
        demand(1 <= worse[0] <= worse[1], "worse in duty.toml must be two multiples, 1 at least, in order")
    demand(rules.staying.radius_m <= rules.staying.leave_m, "leave_m of staying in duty.toml must be radius_m or more")
    demand(rules.believed_fixes >= 1, "believed_fixes in duty.toml must be 1 or more")
    score = rules.score
    parts = score.attendance + score.effective + score.coverage + score.workload
    demand(abs(parts - 100) < 1e-6, "the parts of score in duty.toml must be 100 together")
    demand(bool(rules.shift), "duty.toml must name a shift")
    for kind, shift in rules.shift.items():
        start, end = shift.span(date(2026, 1, 5))
        inside = all(start <= since < until <= end for since, until in shift.break_spans(date(2026, 1, 5)))
        demand(inside, f"the breaks of shift {kind} in duty.toml must lie within it")
    return rules
