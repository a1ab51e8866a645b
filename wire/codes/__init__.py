"""Codes of the field. Messages carry codes, never phrases; `console.words` turns them into sentences.

Source of the values: DOMAIN 2.2 to 2.6, 3.2, 3.6 and 4.1.
"""

from wire.codes.alarms import AlarmKind, AlarmMeasure, CalloutState
from wire.codes.analytics import CaptureKind, CaptureState
from wire.codes.beside import AdjustmentKind, AdjustmentState, SuperviseKind, SuspendKind, TaskKind, TaskResult, TaskState
from wire.codes.cases import (
    INSPECTOR_SOURCES,
    STAGE_OF,
    Clock,
    CloseKind,
    Kind,
    Lamp,
    LimitType,
    PhotoPhase,
    ReceiverKind,
    Source,
    Stage,
    Status,
    Verb,
    VoidKind,
)
from wire.codes.city import (
    ComponentState,
    DutyState,
    FenceKind,
    GridKind,
    HappeningKind,
    PastMarkKind,
    RegisterKind,
    SensorKind,
    TrackDoubt,
    TrackFault,
    TrackSpanKind,
    TravelMode,
    UnitKind,
)
from wire.codes.duty import SignResult, WorkState
from wire.codes.feed import Noun
from wire.codes.hauls import HaulPlaceKind, HaulState
from wire.codes.hotline import CallbackState, CallKind, CallState, Direction, Publicity, Satisfaction, SeatState, TransferState, Urgency
from wire.codes.library import DayMeaning, StandardKind, StandardState
from wire.codes.people import HALL, OFFICE, Role, SubjectAnswer, UnmaskReason

__all__ = [
    "HALL",
    "INSPECTOR_SOURCES",
    "OFFICE",
    "STAGE_OF",
    "AdjustmentKind",
    "AdjustmentState",
    "AlarmKind",
    "AlarmMeasure",
    "CallKind",
    "CallState",
    "CallbackState",
    "CalloutState",
    "CaptureKind",
    "CaptureState",
    "Clock",
    "CloseKind",
    "ComponentState",
    "DayMeaning",
    "Direction",
    "DutyState",
    "FenceKind",
    "GridKind",
    "HappeningKind",
    "HaulPlaceKind",
    "HaulState",
    "Kind",
    "Lamp",
    "LimitType",
    "Noun",
    "PastMarkKind",
    "PhotoPhase",
    "Publicity",
    "ReceiverKind",
    "RegisterKind",
    "Role",
    "Satisfaction",
    "SeatState",
    "SensorKind",
    "SignResult",
    "Source",
    "Stage",
    "StandardKind",
    "StandardState",
    "Status",
    "SubjectAnswer",
    "SuperviseKind",
    "SuspendKind",
    "TaskKind",
    "TaskResult",
    "TaskState",
    "TrackDoubt",
    "TrackFault",
    "TrackSpanKind",
    "TransferState",
    "TravelMode",
    "UnitKind",
    "UnmaskReason",
    "Urgency",
    "Verb",
    "VoidKind",
    "WorkState",
]
