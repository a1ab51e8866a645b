"""The words for what cases are sifted and ordered by, by the names of `wire.case_filter.CaseFilter`."""

from collections.abc import Mapping

from console.words.spoken import Words, choose
from wire.case_filter import CaseSort

FILTER: Mapping[str, Words] = {
    "status": ("状态", "Status"),
    "stage": ("阶段", "Stage"),
    "source": ("来源", "Source"),
    "kind": ("类别", "Kind"),
    "major": ("大类", "Class group"),
    "class_code": ("小类", "Class"),
    "department_id": ("部门", "Department"),
    "duty_grid": ("责任网格", "Duty grid"),
    "grid": ("区域", "Area"),
    "reported": ("上报时间", "Reported"),
    "closed": ("结案时间", "Closed"),
    "overdue": ("处置时限", "Disposal"),
    "close_kind": ("结案方式", "Closing"),
    "void_kind": ("作废方式", "Voiding"),
    "urgent": ("紧急", "Urgent"),
    "rework": ("返工", "Rework"),
    "near": ("附近", "Near"),
    "box": ("地图范围", "Map area"),
}
YES_NO: Mapping[str, tuple[Words, Words]] = {  # when it is so, when it is not
    "overdue": (("超时", "Overdue"), ("未超时", "In time")),
    "urgent": (("紧急", "Urgent"), ("非紧急", "Not urgent")),
    "rework": (("有返工", "With rework"), ("无返工", "Without rework")),
}
SORT: Mapping[CaseSort, tuple[Words, Words]] = {  # descending, ascending
    CaseSort.REPORTED: (("最近上报在前", "Newest reports first"), ("最早上报在前", "Oldest reports first")),
    CaseSort.CLOSED: (("最近结案在前", "Newest closings first"), ("最早结案在前", "Oldest closings first")),
    CaseSort.DEADLINE: (("时限最晚在前", "Latest deadlines first"), ("时限最早在前", "Earliest deadlines first")),
}


def sifted_by(name: str) -> str:
    return choose(*FILTER[name])


def yes_no(name: str, value: bool) -> str:
    return choose(*YES_NO[name][not value])


def sorting(sort: CaseSort, ascending: bool) -> str:
    return choose(*SORT[sort][ascending])


def last_days(days: int) -> str:
    return choose("今天", "today") if days == 1 else choose(f"近{days}天", f"last {days} days")
