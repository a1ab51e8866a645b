"""Muck trucks: the words for their codes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from console.words.spoken import Words
from wire.codes import HaulPlaceKind, HaulState

CODES: dict[type[StrEnum], Mapping[Any, Words]] = {
    HaulPlaceKind: {
        HaulPlaceKind.SITE: ("工地", "Site"),
        HaulPlaceKind.GROUND: ("消纳场", "Tipping ground"),
        HaulPlaceKind.FORBIDDEN: ("禁行区", "Forbidden area"),
    },
    HaulState: {
        HaulState.RUNNING: ("运输中", "On its way"),
        HaulState.DONE: ("已消纳", "Tipped"),
        HaulState.DUMPED: ("异地倾倒", "Tipped elsewhere"),
        HaulState.LOST: ("去向不明", "Lost from sight"),
    },
}
