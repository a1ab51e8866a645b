"""A fault through time: it must hold for a while, weighs more the longer it holds, and is over only when it has been calm for a while."""

from backend.rules.hauling.faults import Reading
from backend.rules.hauling.state import Breach, Episode, Over, Truck
from backend.standards.hauling import HaulingStandard
from wire.alarms import MEASURES
from wire.codes import AlarmKind, AlarmMeasure

CALM = Reading(False, True)
GROWS = 1.1  # a value is told anew when it has grown by a tenth


def follow(truck: Truck, kind: AlarmKind, reading: Reading | None, quiet_s: float, rules: HaulingStandard) -> list[Breach | Over]:
    """What is to be said of one fault after a report. `quiet_s`: how long nothing was heard before it.

    A cause that gives way to another is over, and the other begins; a fault that comes back before it is over is the same one still.
    """
    reading, said = reading or CALM, list[Breach | Over]()
    episode = truck.episodes.get(kind)
    if episode is not None and reading.holds and episode.cause != reading.cause:
        said += _end(truck, kind, episode)
        episode = None
    if reading.holds:
        episode = _held(truck, kind, episode, reading, quiet_s, rules)
        return said + _weigh(truck, kind, episode, reading, rules)
    if episode is not None and reading.calm:
        return said + _calm(truck, kind, episode, rules)
    return said


def _held(truck: Truck, kind: AlarmKind, episode: Episode | None, reading: Reading, quiet_s: float, rules: HaulingStandard) -> Episode:
    if episode is None:
        since = truck.at - (reading.value or 0.0) if kind is AlarmKind.LONG_STOP else truck.at
        truck.episodes[kind] = episode = Episode(cause=reading.cause, since=since)
        return episode
    episode.reports += 1
    episode.calm_since = None
    if not episode.level:  # nobody knows what went on in a long silence
        episode.since += max(0.0, quiet_s - rules.silence_s)
    return episode


def _weigh(truck: Truck, kind: AlarmKind, episode: Episode, reading: Reading, rules: HaulingStandard) -> list[Breach | Over]:
    standard, held = rules.faults[kind], truck.at - episode.since
    enough = episode.reports > 1 and held >= standard.hold_s - rules.slack_s
    if not (episode.level or enough or reading.at_once):
        return []
    level = standard.level(held)
    grown = reading.value is not None and reading.value > episode.worst * GROWS
    if level <= episode.level and not grown:
        return []
    episode.level, episode.worst = max(level, episode.level), max(episode.worst, reading.value or 0.0)
    value, threshold = reading.value, reading.threshold
    if value is None and MEASURES[kind] is not AlarmMeasure.NONE:
        value, threshold = held, standard.hold_s
    where = {"lon": truck.lon, "lat": truck.lat, "at": truck.at, "since": episode.since}
    return [Breach(kind=kind, cause=episode.cause, level=episode.level, value=value, threshold=threshold, **where)]


def _calm(truck: Truck, kind: AlarmKind, episode: Episode, rules: HaulingStandard) -> list[Breach | Over]:
    if episode.calm_since is None:
        episode.calm_since = truck.at
    if not episode.level or truck.at - episode.calm_since >= rules.faults[kind].clear_s:
        return _end(truck, kind, episode)
    return []


def _end(truck: Truck, kind: AlarmKind, episode: Episode) -> list[Breach | Over]:
    truck.episodes.pop(kind, None)
    return [Over(kind=kind, cause=episode.cause, at=truck.at)] if episode.level else []
