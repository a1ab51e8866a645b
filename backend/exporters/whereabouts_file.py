"""Who was there, as a table: each line says with its own cells what was asked, so that it can be laid into a file of a case."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime

from backend.exporters import words
from backend.exporters.tables import BOM, FORMULA
from backend.settings import CITY_ZONE
from wire.units import Unit
from wire.whereabouts import Stay, Whereabouts

HEADS = (  # zh_CN, en
    *(("名称", "Name"), ("编号", "Code"), ("类型", "Kind"), ("班组", "Team"), ("最早", "First at"), ("最晚", "Last at")),
    *(("停留分钟", "Minutes inside"), ("最近米", "Nearest, m"), ("最近时刻", "Nearest at"), ("定位数", "Fixes"), ("依据", "By")),
    *(("纬度", "Latitude"), ("经度", "Longitude"), ("半径米", "Radius, m"), ("起", "From"), ("止", "Until")),
)
BY = {False: ("定位", "fixes"), True: ("两次定位之间推算", "the line between two fixes")}
MOCKED = ("，其中终端自报模拟定位 {count} 个", ", {count} of them mocked by what the device says itself")
UNBELIEVED = ("，其中按轨迹清洗规则不采信 {count} 个", ", {count} of them not believed by the rules that tracks are cleaned by")


def write(found: Whereabouts, units: Mapping[str, Unit], language: str) -> bytes:
    """CSV that spreadsheets read, times of the city. `units` by id."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    at = words.LANGUAGES.index(language)
    asked = [f"{found.lat:.6f}", f"{found.lon:.6f}", f"{found.radius:g}", _time(found.start), _time(found.end)]
    table.writerow([head[at] for head in HEADS])
    for stay in found.stays:
        table.writerow([_safe(cell) for cell in _unit(units.get(stay.unit_id), stay, language)] + _stay(stay, at) + asked)
    return BOM + text.getvalue().encode()


def _unit(unit: Unit | None, stay: Stay, language: str) -> list[str]:
    if unit is None:
        return [stay.unit_id, "", "", ""]
    return [unit.name, unit.code, words.of("unit_kind", unit.kind, language), unit.team]


def _stay(stay: Stay, language: int) -> list[str]:
    figures = [f"{stay.inside_s / 60:.1f}", f"{stay.nearest_m:.1f}", _time(stay.nearest_at), str(stay.fixes)]
    doubts = [text[language].format(count=count) for text, count in ((MOCKED, stay.mocked), (UNBELIEVED, stay.unbelieved)) if count]
    return [_time(stay.first_at), _time(stay.last_at), *figures, "".join([BY[stay.interpolated][language], *doubts])]


def _time(at: datetime) -> str:
    return f"{at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}"


def _safe(cell: str) -> str:
    """Never a formula, whatever a unit is called."""
    return f"'{cell}" if FORMULA.match(cell) else cell
