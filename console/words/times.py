"""Times as people of the hall write them."""

from datetime import UTC, datetime

from console.words.spoken import choose, zone
from wire.codes import Clock

LONG_DAYS = 30


def local(at: datetime) -> datetime:
    """A time of the wire as the city's clocks show it."""
    return at.astimezone(zone())


def moment(at: datetime | None, now: datetime) -> str:
    """HH:mm:ss today, MM-dd HH:mm this year, else with the year; nothing for none."""
    if at is None:
        return ""
    at, now = local(at), local(now)
    if at.date() == now.date():
        return f"{at:%H:%M:%S}"
    return f"{at:%m-%d %H:%M}" if at.year == now.year else f"{at:%Y-%m-%d %H:%M}"


def expected(at: datetime, later: bool, clock: Clock, now: datetime) -> str:
    """When what a clock limits is expected to end: "expected to be done at 16:40:00", of a stage that it is left.

    Where nobody knows more than that it is `later`: "done later than 16:40".
    """
    leaves = clock is Clock.STAGE
    if later:
        shown = f"{local(at):%H:%M}" if local(at).date() == local(now).date() else moment(at, now)
        zh, en = ("离开该环节", "leaves this stage") if leaves else ("完成", "done")
        return choose(f"将晚于 {shown} {zh}", f"{en} later than {shown}")
    zh, en = ("离开该环节", "leave this stage") if leaves else ("完成", "be done")
    return choose(f"预计 {moment(at, now)} {zh}", f"expected to {en} at {moment(at, now)}")


def at_seconds(seconds: float) -> datetime:
    """Seconds since 1970 as a time of the wire."""
    return datetime.fromtimestamp(seconds, UTC)


def span(seconds: float) -> str:
    """A length of time in its two largest parts: "2 d 4 h", "3 h 20", "12 min", "40 s"; "2天4时", "3时20分", "12分", "40秒".

    From `LONG_DAYS` on nobody asks for hours: "6,864 d", "6864天".
    """
    seconds = abs(int(seconds))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days >= LONG_DAYS:
        return choose(f"{days}天", f"{days:,} d")
    if days:
        return choose(f"{days}天{hours}时", f"{days} d {hours} h")
    if hours:
        return choose(f"{hours}时{minutes:02}分", f"{hours} h {minutes:02}")
    return choose(f"{minutes}分", f"{minutes} min") if minutes else choose(f"{seconds}秒", f"{seconds} s")


def left(deadline: datetime, at: datetime) -> str:
    """What is left until a deadline; with a plus, how far it is over."""
    seconds = (deadline - at).total_seconds()
    return span(seconds) if seconds >= 0 else "+" + span(seconds)


def waiting(seconds: float) -> str:
    """How long something has waited: "等 17分", "wait 17 min"."""
    return f"{choose('等', 'wait')} {span(seconds)}"


def age(seconds: float) -> str:
    """How old something is: "2 s", "4 min", "5 h", "3 d"; "2 秒", "4 分", "5 小时", "3 天"."""
    seconds = int(seconds)
    if seconds < 120:
        return choose(f"{seconds} 秒", f"{seconds} s")
    if seconds < 7200:
        return choose(f"{seconds // 60} 分", f"{seconds // 60} min")
    if seconds < 2 * 86400:
        return choose(f"{seconds // 3600} 小时", f"{seconds // 3600} h")
    return choose(f"{seconds // 86400} 天", f"{seconds // 86400:,} d")
