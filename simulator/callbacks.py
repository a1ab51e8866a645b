"""What comes of calling a citizen back: whether he can be reached, and what he thinks of it."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.scenario import HotlineHabits
from wire.cases import Case
from wire.codes import CallbackState, Satisfaction


def answer(case: Case, remarks: Mapping[Satisfaction, Sequence[str]], habits: HotlineHabits) -> dict[str, Any]:
    """The fields of a CALL_BACK: the same for the same case and attempt. Where nothing was done he is only told why."""
    luck = np.random.default_rng([zlib.crc32(case.id.encode()), case.callback_tries, case.rework_count])
    if luck.random() < habits.unreachable:
        return {"outcome": CallbackState.UNREACHABLE}
    if case.void_kind is not None and case.duplicate_of is None and case.disposed_at is None:
        return {"outcome": CallbackState.DONE, "note": "已告知不予受理的理由"}
    says = _says(luck, case, habits)
    note = remarks[says][int(luck.integers(len(remarks[says])))]
    return {"outcome": CallbackState.DONE, "satisfaction": says, "resolved": says is not Satisfaction.NOT_SATISFIED, "note": note}


def _says(luck: np.random.Generator, case: Case, habits: HotlineHabits) -> Satisfaction:
    """Who was not content once is content with the rework."""
    chance = luck.random()
    if case.rework_count == 0 and chance < habits.not_satisfied:
        return Satisfaction.NOT_SATISFIED
    if chance < 0.08:
        return Satisfaction.NEUTRAL
    return Satisfaction.SATISFIED if chance < 0.6 else Satisfaction.VERY_SATISFIED
