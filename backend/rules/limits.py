"""Time limits as cities write them."""

import math
import re

from backend import standards
from wire.codes import LimitType
from wire.standards import Limit

LIMIT = re.compile(
    r"(?P<before>\D*)(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>紧急工作时|紧急小时|紧急工作日|日历日|自然日|工作小时|工作时|小时|工作日|天|日)(?P<after>.*)",
    re.S,
)
ZH = {LimitType.URGENT_HOUR: "紧急工作时", LimitType.WORK_HOUR: "工作时", LimitType.WORK_DAY: "工作日", LimitType.CALENDAR_DAY: "日历日"}
MOST = 100_000


def limit_of(text: str) -> tuple[Limit, str]:
    """A limit and the remark around it: "种植季节15工作日" is 15 working days, in the planting season (DOMAIN 4.1)."""
    found = LIMIT.fullmatch(text.strip())
    if found is None or not 0 < float(found["amount"]) <= MOST:
        raise ValueError(f"{text!r} is no time limit")
    return Limit(amount=float(found["amount"]), type=_limit_type(found["unit"])), " ".join((found["before"] + " " + found["after"]).split())


def code_of(limit: Limit) -> str:
    """ "4 WORK_HOUR", as it stands in lines and in `resources/standards`."""
    return f"{limit.amount:.12g} {limit.type}"


def read(text: str) -> Limit | None:
    """A limit in codes or in the city's words and nothing beside it; none when it is none."""
    try:
        limit = standards.limit_of(text.strip())
    except ValueError:
        try:
            limit, beside = limit_of(text)
        except ValueError:
            return None
        return None if beside else limit
    return limit if math.isfinite(limit.amount) and limit.amount <= MOST else None


def in_chinese(text: str) -> str:
    """ "4工作时"; what is no limit stays as it is."""
    limit = read(text)
    return f"{limit.amount:.12g}{ZH[limit.type]}" if limit else text


def _limit_type(unit: str) -> LimitType:
    hours = unit.endswith("时")
    if "紧急" in unit:
        return LimitType.URGENT_HOUR if hours else LimitType.CALENDAR_DAY
    if unit in ("日历日", "自然日"):
        return LimitType.CALENDAR_DAY
    return LimitType.WORK_HOUR if hours else LimitType.WORK_DAY
