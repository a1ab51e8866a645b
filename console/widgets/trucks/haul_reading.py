"""What is typed into the forms of the truck registers, read into what goes into the order; what cannot be is refused in words."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from console.words import choose
from geo.tracks import length_m

SEPARATORS = re.compile(r"[\s,;，；、]+")
WINDOW = re.compile(r"([01]?\d|2[0-3])[:：]?([0-5]\d)\s*[-–~至]\s*([01]?\d|2[0-3])[:：]?([0-5]\d)")
MOST_WINDOWS = 4
NUMBER = r"-?\d+(?:\.\d+)?"
PLACE = re.compile(rf"({NUMBER})[\s,，]+({NUMBER})")
Places = list[tuple[float, float]]
Read = Callable[[Any], Any]


class NotSo(ValueError):
    """What stands in a field cannot be; the text says why to who has typed it."""


def text(typed: str | None) -> str:
    return typed or ""


def needed(typed: Any) -> Any:
    """A text, or what was chosen of a list."""
    if typed in (None, ""):
        raise NotSo(choose("此项必填", "Needed"))
    return typed


def number(low: float, high: float) -> Read:
    """More than `low`, `high` at most."""

    def read(typed: str | None) -> float:
        try:
            value = float((typed or "").replace(",", "").replace("，", ""))
        except ValueError:
            value = float("nan")
        if not low < value <= high:
            raise NotSo(choose(f"大于 {low:g}、不超过 {high:,.0f} 的数", f"A number above {low:g}, {high:,.0f} at most"))
        return value

    return read


def day(typed: str | None) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        raise NotSo(choose("日期如 2026-12-01", "A day such as 2026-12-01")) from None


def windows(typed: str | None) -> list[tuple[str, str]]:
    """Such as 20:00-05:00, which goes on past midnight; several with commas between."""
    found = list[tuple[str, str]]()
    for part in filter(None, re.split(r"\s*[,;，；、\n]\s*", typed or "")):
        hours = WINDOW.fullmatch(part.strip())
        if hours is None:
            raise NotSo(choose(f"“{part}”不是时段；如 20:00-05:00", f'"{part}" is no while; say it as 20:00-05:00'))
        begin, end = f"{int(hours[1]):02d}:{hours[2]}", f"{int(hours[3]):02d}:{hours[4]}"
        found.append((begin, end))
    if len(found) > MOST_WINDOWS:
        raise NotSo(choose(f"最多 {MOST_WINDOWS} 个时段", f"{MOST_WINDOWS} at most"))
    return found


def trucks(known: Callable[[], dict[str, str]]) -> Read:
    """`known`: id of a registered truck by its plate."""

    def read(typed: str | None) -> list[str]:
        ids, plates = known(), dict.fromkeys(filter(None, SEPARATORS.split(typed or "")))
        missing = [plate for plate in plates if plate not in ids]
        if missing:
            raise NotSo(choose(f"没有登记车辆 {'、'.join(missing)}", f"Not registered: {', '.join(missing)}"))
        if not plates:
            raise NotSo(choose("至少一辆车", "One truck at least"))
        return [ids[plate] for plate in plates]

    return read


def places(least: int) -> Read:
    """Longitude and latitude of a place on each line."""

    def read(typed: str | None) -> Places:
        lines = [line.strip() for line in (typed or "").splitlines() if line.strip()]
        found = Places()
        for row, line in enumerate(lines, 1):
            at = PLACE.fullmatch(line)
            lon, lat = (float(at[1]), float(at[2])) if at is not None else (999.0, 999.0)
            if not (abs(lon) <= 180 and abs(lat) <= 90):
                raise NotSo(choose(f"第 {row} 行不是经纬度；如 111.0012, 35.0231", f"Line {row} is no place; say it as 111.0012, 35.0231"))
            found.append((lon, lat))
        if len(set(found)) < least:
            raise NotSo(choose(f"至少 {least} 个不同的点", f"{least} places at least"))
        return found

    return read


def written(found: Iterable[tuple[float, float]]) -> str:
    """As `places` reads it, to a centimetre."""
    return "\n".join(f"{lon:.7f}, {lat:.7f}" for lon, lat in found)


def along_m(found: Places) -> float:
    return length_m([lon for lon, _ in found], [lat for _, lat in found])
