"""Who was there, as rows."""

from enum import IntEnum

from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.widgets.row_model import RowModel
from wire.whereabouts import Stay

choose = words.choose


class Column(IntEnum):
    NAME = 0
    KIND = 1
    FIRST = 2
    LAST = 3
    INSIDE = 4
    NEAREST = 5
    BY = 6


class StayModel(RowModel):
    """The nearest first, as the backend has them."""

    columns, right = Column, (Column.INSIDE, Column.NEAREST)

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._days = False  # whether times are told with their day

    def show(self, stays: list[Stay], days: bool) -> None:
        self._days = days
        self.beginResetModel()  # another answer, even of the same stays
        self._things = list(stays)
        self.endResetModel()

    def stay(self, row: int) -> Stay | None:
        found: Stay | None = self.thing(row)
        return found

    def heads(self) -> tuple[str, ...]:
        return _heads()

    def tip(self, stay: Stay, column: Column) -> str:
        return _how(stay) if column is Column.BY else self.text(stay, column)

    def tone(self, stay: Stay, column: Column) -> str:
        if column is Column.BY and (stay.interpolated or stay.mocked or stay.unbelieved):
            return "warn"
        return "text" if column is Column.NAME else "text_2"

    def text(self, stay: Stay, column: Column) -> str:
        unit = self._hall.units.get(stay.unit_id)
        match column:
            case Column.NAME:
                return " · ".join(filter(None, (unit.name, unit.plate or unit.team))) if unit else stay.unit_id
            case Column.KIND:
                return words.of(unit.kind) if unit else ""
            case Column.FIRST | Column.LAST:
                at = words.local(stay.first_at if column is Column.FIRST else stay.last_at)
                return f"{at:%m-%d %H:%M:%S}" if self._days else f"{at:%H:%M:%S}"
            case Column.INSIDE:
                return choose(f"{stay.inside_s / 60:.1f} 分", f"{stay.inside_s / 60:.1f} min")
            case Column.NEAREST:
                return choose(f"{stay.nearest_m:.0f} 米", f"{stay.nearest_m:.0f} m")
            case Column.BY:
                return _by(stay)


def _heads() -> tuple[str, ...]:
    return (
        choose("人员车辆", "Unit"),
        choose("类型", "Kind"),
        choose("最早", "First"),
        choose("最晚", "Last"),
        choose("停留", "Inside"),
        choose("最近", "Nearest"),
        choose("依据", "By"),
    )


def _by(stay: Stay) -> str:
    if stay.interpolated:
        return choose("推算", "interpolated")
    made_up = choose(f"，模拟 {stay.mocked}", f", {stay.mocked} mocked") if stay.mocked else ""
    astray = choose(f"，不采信 {stay.unbelieved}", f", {stay.unbelieved} not believed") if stay.unbelieved else ""
    return choose(f"{stay.fixes} 个定位", f"{stay.fixes} fixes") + made_up + astray


def _how(stay: Stay) -> str:
    if stay.mocked:
        return choose("终端自报其中有模拟定位：不足为凭", "Of some its device says itself that they are mocked: no proof of having been here")
    if stay.unbelieved:
        return choose("其中有按轨迹清洗规则不采信的定位：跳点或精度太差", "Some are dropped from its track: a jump, or too inexact to believe")
    if stay.interpolated:
        return choose("范围内没有定位：前后两个定位的连线经过这里", "No fix within: the line between two fixes leads through here")
    return choose("范围内的定位；停留时间按定位之间的连线计", "Fixes within; how long is told by the lines between fixes")
