"""The words of supervision: of alarms and what they measure, of people on shift, of fixes that are not believed (DOMAIN 6.7 and 6.10)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from console.words.datums import DATUMS
from console.words.spoken import Words, choose
from console.words.times import moment, span
from wire.alarms import MEASURES, Alarm, Displaced
from wire.callouts import Callout
from wire.codes import AlarmKind, AlarmMeasure, CalloutState, SignResult, TrackFault, WorkState
from wire.rotations import RosterFault

CODES: dict[type[StrEnum], Mapping[Any, Words]] = {
    AlarmKind: {
        AlarmKind.OFF_GRID: ("脱岗越界", "Off the grid"),
        AlarmKind.STAYING: ("停留过久", "Stays too long"),
        AlarmKind.OFFLINE: ("离线", "Offline"),
        AlarmKind.ABSENT: ("缺勤未签到", "Absent"),
        AlarmKind.DEVIATION: ("偏离路线", "Off the route"),
        AlarmKind.WINDOW: ("时段违规", "Outside its hours"),
        AlarmKind.UNCOVERED: ("未密闭", "Uncovered load"),
        AlarmKind.NO_PERMIT: ("无证运输", "No permit"),
        AlarmKind.SPEED: ("超速", "Speeding"),
        AlarmKind.FORBIDDEN_AREA: ("驶入禁区", "Forbidden area"),
        AlarmKind.DUMPING: ("乱倒", "Dumping"),
        AlarmKind.LONG_STOP: ("异常停留", "Long stop"),
        AlarmKind.SHIFTED: ("定位偏移", "Positions shifted"),
    },
    WorkState: {
        WorkState.OFF_DUTY: ("未上班", "Off duty"),
        WorkState.ABSENT: ("缺勤", "Absent"),
        WorkState.BREAK: ("休息", "On a break"),
        WorkState.OFFLINE: ("离线", "Offline"),
        WorkState.STAYING: ("停留", "Staying"),
        WorkState.ON_TASK: ("任务中", "On a task"),
        WorkState.OFF_GRID: ("脱岗", "Off the grid"),
        WorkState.ON_DUTY: ("在岗", "On duty"),
    },
    CalloutState: {
        CalloutState.SENT: ("已派出", "Sent"),
        CalloutState.SEEN: ("已收到", "Seen"),
        CalloutState.ACCEPTED: ("已接受", "Accepted"),
        CalloutState.DONE: ("已到场处理", "Done"),
        CalloutState.DECLINED: ("不能前往", "Declined"),
        CalloutState.WITHDRAWN: ("已撤回", "Withdrawn"),
    },
    RosterFault: {
        RosterFault.GRID_UNWALKED: ("网格无人巡查", "A grid that nobody walks"),
        RosterFault.NO_REST: ("连续上班过久", "Too long without a rest"),
        RosterFault.SHORT_REST: ("班次间休息不足", "Too short a rest"),
        RosterFault.UNFAIR: ("班组内天数不均", "Unequal days in a team"),
        RosterFault.NOBODY: ("班组无人或无网格", "A team without people or grids"),
    },
    TrackFault: {
        TrackFault.ZERO: ("零坐标", "at 0/0"),
        TrackFault.MOCK: ("模拟定位", "mocked"),
        TrackFault.OUTSIDE: ("界外", "outside"),
        TrackFault.DUPLICATE: ("重复", "doubled"),
        TrackFault.ACCURACY: ("精度差", "too inexact"),
        TrackFault.TUNNEL: ("隧道滞留", "stuck in a tunnel"),
        TrackFault.JUMP: ("跳变", "jumped"),
    },
    SignResult: {
        SignResult.NORMAL: ("正常", "In order"),
        SignResult.LATE: ("迟到", "Late"),
        SignResult.LEFT_EARLY: ("早退", "Left early"),
        SignResult.ELSEWHERE: ("不在签到范围", "Elsewhere"),
        SignResult.UNPLACED: ("位置未知", "Place unknown"),
        SignResult.EXTRA: ("非排班", "Without a shift"),
    },
}


def of_alarm(alarm: Alarm) -> str:
    """What it is of; of positions that lie off also whose, how far, and what was probably meant."""
    shift = Displaced.of(alarm.cause) if alarm.kind is AlarmKind.SHIFTED else None
    if shift is None:
        return choose(*CODES[AlarmKind][alarm.kind])
    far, meant, taken = measured(alarm.kind, alarm.value), DATUMS.get(shift.meant, shift.meant), DATUMS.get(shift.declared, shift.declared)
    if shift.taken == ("wgs84" if shift.declared == "cgcs2000" else shift.declared):
        why = choose(f"疑为 {meant}，却声明为 {taken}", f"{meant} declared as {taken}?")
    elif shift.meant == "wgs84":
        why = choose("疑为重复转换", "converted twice?")
    else:
        taken = DATUMS.get(shift.taken, shift.taken)
        why = choose(f"疑为 {meant}，却按 {taken} 转换", f"{meant} taken for {taken}?")
    return choose(f"{shift.gateway} 的定位偏移 {far}：{why}", f"Positions of {shift.gateway} look shifted by {far}: {why}")


def measured(kind: AlarmKind, value: float | None) -> str:
    """A value of such an alarm, or its threshold: "120 m", "12 min", "64 km/h"; nothing for none."""
    if value is None:
        return ""
    match MEASURES[kind]:
        case AlarmMeasure.METRES:
            return f"{value:,.0f} m"
        case AlarmMeasure.SECONDS:
            return span(value)
        case AlarmMeasure.SPEED:
            return f"{value * 3.6:.0f} km/h"
    return ""


def called(callout: Callout, now: datetime) -> str:
    """How far a callout is, and since when: "Accepted 10:31"."""
    since = {
        CalloutState.SENT: callout.sent_at,
        CalloutState.SEEN: callout.seen_at,
        CalloutState.ACCEPTED: callout.accepted_at,
    }.get(callout.state, callout.ended_at)
    return f"{choose(*CODES[CalloutState][callout.state])} {moment(since, now)}"
