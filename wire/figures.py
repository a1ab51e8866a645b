"""Figures of the hotline over a span of time, each with what it counts (DOMAIN 6.11)."""

from datetime import datetime
from enum import StrEnum

from wire.calls import Call
from wire.cases import Case
from wire.message import Message


class HotlineFigure(StrEnum):
    CALLS = "CALLS"
    ANSWERED = "ANSWERED"
    MISSED = "MISSED"
    CALLED_BACK = "CALLED_BACK"  # missed callers
    CONSULTATIONS = "CONSULTATIONS"
    HANDED_OVER = "HANDED_OVER"
    ACCEPTED = "ACCEPTED"  # calls that became cases
    DUPLICATES = "DUPLICATES"  # citizens' cases that were merged
    OWED = "OWED"  # citizens' cases that were disposed of or refused
    CALLBACKS = "CALLBACKS"  # of those, called back
    SATISFIED = "SATISFIED"  # of those, satisfied or very satisfied
    PROMISED = "PROMISED"
    PROMISES_KEPT = "PROMISES_KEPT"


class HotlineFigures(Message, frozen=True, kw_only=True):
    """`counts` by figure; a rate is none where it would divide by nothing. A call belongs to the span in which it rang, a case to its report's."""

    start: datetime
    end: datetime
    counts: dict[HotlineFigure, int]
    answer_rate: float | None
    answer_s: float | None  # average seconds until an answer
    accepted_rate: float | None  # accepted / answered
    callback_rate: float | None  # callbacks / owed
    satisfaction_rate: float | None  # satisfied / callbacks with an answer
    promise_rate: float | None  # kept / (kept + broken)


class FigureList(Message, frozen=True, kw_only=True):
    """What a figure counts: calls or cases, the newest first."""

    figure: HotlineFigure
    calls: list[Call] = []
    cases: list[Case] = []
