"""Which language the console speaks now, and in which zone it tells the time."""

from datetime import timedelta, timezone, tzinfo

LANGUAGES = ("zh_CN", "en")
Words = tuple[str, str]  # zh_CN, en


class _Spoken:
    """What the console speaks now, and the zone in which it tells the time: the city's, whatever this machine is set to."""

    language = "zh_CN"
    zone: tzinfo = timezone(timedelta(hours=8))


def speak(language: str) -> None:
    """From now on in this language, one of `LANGUAGES`."""
    _Spoken.language = LANGUAGES[LANGUAGES.index(language)]


def language() -> str:
    return _Spoken.language


def set_zone(zone: tzinfo) -> None:
    _Spoken.zone = zone


def choose(zh: str, en: str) -> str:
    """The one of two wordings that is spoken now; the other where it is empty."""
    return (zh or en) if _Spoken.language == "zh_CN" else (en or zh)


def quoted(text: str) -> str:
    """English ones are plain: a Chinese font draws the curved ones as wide as one of its letters."""
    return choose(f"“{text}”", f'"{text}"')


def zone() -> tzinfo:
    return _Spoken.zone
