"""How well a camera sees, when a unit could be there, why it is recommended or not, in words."""

from collections.abc import Mapping

from console import words
from console.words import choose
from wire.codes import DutyState, WorkState
from wire.recommendation import Barrier, Candidate, Change, Criterion, Purpose, Reason
from wire.sight import CameraSight, Pace, UnitArrival, View

Words = tuple[str, str]  # zh_CN, en

BARRIER: Mapping[Barrier, Words] = {
    Barrier.WRONG_KIND: ("不是这类任务的人员或车辆", "Not the kind of unit for this"),
    Barrier.OFF_DUTY: ("未签到", "Off duty"),
    Barrier.NO_FIX: ("从未上报位置", "Never reported where it is"),
    Barrier.STALE_FIX: ("定位过旧", "Fix too old"),
    Barrier.NO_WAY: ("无路可达", "No way leads there"),
    Barrier.BUSY: ("任务已满", "Has enough to do"),
    Barrier.UNSUITED: ("所属部门不负责此案", "Its department does not answer for the case"),
}
PURPOSE: Mapping[Purpose, Words] = {
    Purpose.VERIFY: ("核实", "to verify"),
    Purpose.CHECK: ("核查", "to check"),
    Purpose.DISPOSE: ("处置", "to dispose"),
}
STATES = {1.0: WorkState.OFF_GRID, 2.0: WorkState.BREAK}  # as `Criterion.STATE` has them
DOT = " · "


def minutes(seconds: float) -> str:
    """ "4 min", "<1 min": nobody goes by seconds."""
    whole = round(seconds / 60)
    if whole >= 120:
        return words.span(seconds)
    return choose(f"{whole} 分钟", f"{whole} min") if whole else choose("不到 1 分钟", "< 1 min")


def length(metres: float) -> str:
    if metres < 1000:
        return choose(f"{metres:.0f} 米", f"{metres:.0f} m")
    return choose(f"{metres / 1000:.1f} 公里", f"{metres / 1000:.1f} km")


def view(camera: CameraSight) -> str:
    """Why a camera stands where it does in the list."""
    far = length(camera.metres)
    parts = [choose(f"相距 {far}", f"{far} away")]
    if camera.view is View.HIDDEN:
        by = camera.behind or choose("建筑", "a building")
        parts.insert(0, choose(f"被 {by} 挡住", f"Hidden by {by}"))
    elif camera.hidden > 0:
        by = f"({camera.behind})" if camera.behind else ""
        parts.append(choose(f"遮挡 {camera.hidden:.0%}{by}", f"{camera.hidden:.0%} hidden {by}".strip()))
    if camera.view is View.DIRECTION_UNKNOWN:
        parts.insert(0, choose("朝向未测", "Direction unknown"))
    elif camera.view is View.SEES:
        parts.append(choose(f"偏离中轴 {camera.off_axis or 0:.0f}°", f"{camera.off_axis or 0:.0f}° off axis"))
    if camera.assumed:
        parts.append(choose("视角视距按默认", "usual lens assumed"))
    return DOT.join(parts)


def fix_age(seconds: int | None) -> str:
    if seconds is None:
        return choose("无定位", "no fix")
    return choose(f"{words.age(seconds)}前定位", f"fix {words.age(seconds)} old")


def arrival(unit: UnitArrival) -> str:
    """What the minutes of a unit stand on."""
    parts = [choose("步行", "walks") if unit.pace is Pace.WALKS else choose("驾车", "drives")]
    if unit.metres is not None:
        parts.append(length(unit.metres))
    parts.append(fix_age(unit.fix_age_s))
    if unit.stale and unit.fix_age_s is not None:
        parts.append(choose("可能已不在那里", "need not be there any more"))
    signs_in = unit.pace is Pace.WALKS  # vehicles do not
    return DOT.join([choose("未签到", "Off duty"), *parts] if signs_in and unit.duty is not DutyState.ON_DUTY else parts)


def reason(each: Reason, purpose: Purpose) -> str:
    """One thing that counts, and how much where it counts at all."""
    plus = choose(f" +{each.minutes:.0f}", f" +{each.minutes:.0f}") if each.minutes >= 0.5 else ""
    if each.criterion is Criterion.ETA:
        return choose(f"路上 {minutes(each.value)}", f"{minutes(each.value)} away")
    if each.criterion is Criterion.LOAD:
        return choose(f"在办 {each.value:g}{plus}", f"{each.value:g} open{plus}")
    if each.criterion is Criterion.FIX_AGE:
        return fix_age(int(each.value)) + plus
    if each.criterion is Criterion.STATE:
        return words.of(STATES.get(each.value, WorkState.ON_DUTY)) + plus
    return _skill(bool(each.value), purpose) + plus


def reasons(candidate: Candidate, purpose: Purpose) -> str:
    """The way first, then what costs most."""
    order = sorted(candidate.reasons, key=lambda each: (each.criterion is not Criterion.ETA, -each.minutes))
    return DOT.join(reason(each, purpose) for each in order)


def why_not(candidate: Candidate) -> str:
    age = next((each.value for each in candidate.reasons if each.criterion is Criterion.FIX_AGE), None)
    said = {Barrier.STALE_FIX: fix_age(int(age))} if age is not None else {}
    return DOT.join(said.get(barrier) or choose(*BARRIER[barrier]) for barrier in candidate.barriers)


def change(each: Change, purpose: Purpose) -> str:
    """What would have to be otherwise."""
    if each.criterion is Criterion.DUTY:
        return choose("签到", "on duty")
    if each.criterion is Criterion.SKILL:
        return _skill(True, purpose)
    if each.criterion is Criterion.STATE:
        return words.of(WorkState.ON_DUTY)
    if each.criterion is Criterion.LOAD:
        return choose(f"在办不超过 {each.to:g}", f"at most {each.to:g} open")
    within = words.age(each.to)
    if each.criterion is Criterion.ETA:
        return choose(f"路上不超过 {within}", f"at most {within} away")
    return choose(f"定位在 {within}以内", f"fix younger than {within}")


def changes(candidate: Candidate, purpose: Purpose) -> str:
    """ "3rd if his fix were younger than 5 min"; nothing where nothing would help."""
    if candidate.rank_then is None:
        return ""
    said = [change(each, purpose) for each in candidate.changes]
    joined = (choose("或", " or ") if candidate.rank else choose("且", " and ")).join(said)
    return choose(f"若{joined}，可列第 {candidate.rank_then}", f"No. {candidate.rank_then} if {joined}")


def purpose(code: Purpose) -> str:
    return choose(*PURPOSE[code])


def _skill(suited: bool, purpose: Purpose) -> str:
    if purpose is Purpose.DISPOSE:
        return choose("部门负责此案", "department answers for it") if suited else choose("部门不负责", "department does not answer for it")
    return choose("本责任网格", "own duty grid") if suited else choose("非本网格", "not its grid")
