"""Muck trucks: the words for their codes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from console.words.spoken import Words
from wire.codes import HaulPlaceKind, HaulState

FIELD: Mapping[str, Words] = {  # of the forms of the registers
    "haul_name": ("名称", "Name"),
    "haul_licence": ("统一社会信用代码或核准号", "Number of its approval"),
    "haul_contact": ("联系人", "Contact"),
    "haul_phone": ("联系电话", "Telephone"),
    "haul_note": ("备注", "Note"),
    "haul_kind": ("类别", "Kind"),
    "haul_company_id": ("运输企业", "Company"),
    "haul_outline": ("范围", "Outline"),
    "haul_truck": ("车辆", "Truck"),
    "haul_volume_m3": ("方量（立方米）", "Volume (m³)"),
    "haul_camera_id": ("车载监控点", "Camera on board"),
    "haul_number": ("准运证号", "Number"),
    "haul_site_id": ("工地", "Site"),
    "haul_ground_id": ("消纳场", "Tipping ground"),
    "haul_starts": ("有效期起", "From"),
    "haul_ends": ("有效期止", "Until, included"),
    "haul_windows": ("每日时段（空为全天）", "Hours of the day (none: at any)"),
    "haul_truck_ids": ("准运车辆", "Trucks"),
    "haul_route": ("核准路线", "Approved line"),
}

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
