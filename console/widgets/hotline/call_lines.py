"""Calls and cases as lines of a list."""

from datetime import datetime

from console import words
from console.hall.hall import Hall
from console.widgets.lines import Line
from wire.calls import Call, CallCard
from wire.cases import Case, promise_lamp
from wire.codes import CallState, Lamp

TONES = {Lamp.RED: "danger", Lamp.YELLOW: "warn"}


def line_of_call(hall: Hall, call: Call) -> Line:
    """Number and what it came to; below, what is known of the number."""
    now = hall.clock.now()
    tone = "danger" if call.repeated and call.state is CallState.RINGING else "text"
    return Line(call.id, number_of(call), " · ".join(filter(None, known(call))), _figure(call, now), tone)


def number_of(call: Call | CallCard) -> str:
    return call.number or words.choose("号码未显示", "number withheld")


def known(call: Call) -> list[str]:
    """What the hall knows of the caller, the gravest first."""
    said = [words.choose("重复投诉", "complains again")] if call.repeated else []
    said += [words.choose(f"在办 {call.open_cases} 件", f"{call.open_cases} open")] if call.open_cases else []
    said += [words.choose(f"来电 {call.known_calls} 次", f"called {call.known_calls}×")] if call.known_calls else []
    if call.state is CallState.MISSED and call.tries:
        said += [words.choose(f"已回拨 {call.tries} 次", f"tried {call.tries}×")]
    if call.state in (CallState.TALKING, CallState.ENDED):
        said += [words.choose(f"{call.seat} 号席 {call.operator}", f"seat {call.seat}, {call.operator}")]
    said += [words.of(call.state)] if call.state is CallState.MISSED else []
    said += [words.of(call.kind)] if call.kind else []
    said += [words.choose(f"转接 {call.handed_to}", f"handed to {call.handed_to}")] if call.handed_to else []
    return said or ([words.choose("首次来电", "first call")] if call.number else [])


def line_of_case(hall: Hall, case: Case) -> Line:
    """A case of the caller: what, where, how far."""
    small = words.class_name(hall.classes.get((case.kind, case.class_code)), case.class_code)
    tone = TONES.get(promise_lamp(case, hall.clock.now()), "text")
    return Line(case.id, f"{small}  {words.number_short(case.number)}", case.address, words.of(case.status), tone)


def _figure(call: Call, now: datetime) -> str:
    if call.state is CallState.RINGING:
        return words.span((now - call.ring_at).total_seconds())
    if call.state is CallState.TALKING:
        return words.span((now - (call.answer_at or call.ring_at)).total_seconds())
    return words.moment(call.ring_at, now)
