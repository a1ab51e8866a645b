"""What the rules say of reports that lie in a file or in a database: all of one truck, one after the other."""

from collections.abc import Iterable, Iterator, Sequence

from backend.rules.hauling.ground import Paper, Plane, line_of
from backend.rules.hauling.state import Breach, Over, Sample, Truck
from backend.rules.hauling.watch import Watch
from wire.hauls import HaulPermit, HaulPermitOrder
from wire.units import Fix, Signals

KMH = 3.6
NO_SIGNALS = Signals()


def sample_of(fix: Fix) -> Sample:
    said = fix.signals or NO_SIGNALS
    return Sample(
        at=fix.at.timestamp(),
        lon=fix.lon,
        lat=fix.lat,
        speed=None if fix.speed is None else fix.speed * KMH,
        accuracy=fix.accuracy,
        loaded=said.loaded,
        cover_open=said.cover_open,
        body_raised=said.body_raised,
        ignition=said.ignition,
    )


def paper_of(plane: Plane, permit: HaulPermit | HaulPermitOrder) -> Paper:
    carried = permit.carried_m3 if isinstance(permit, HaulPermit) else 0.0
    return Paper(
        id=permit.id,
        site_id=permit.site_id,
        ground_id=permit.ground_id,
        line=line_of(plane, permit.route),
        starts=permit.starts,
        ends=permit.ends,
        windows=tuple((_minute(begin), _minute(end)) for begin, end in permit.windows),
        left_m3=permit.volume_m3 - carried,
    )


def replay(watch: Watch, fixes: Iterable[Fix], papers: Sequence[Paper], every_s: float, until: float) -> Iterator[Breach | Over]:
    """As if the reports came now; silence is looked at every so many seconds, and after the last report until a time."""
    truck = Truck()
    for fix in fixes:
        sample, at = sample_of(fix), truck.heard + every_s
        while truck.heard and at < sample.at:
            yield from watch.miss(truck, at)
            at += every_s
        yield from watch.hear(truck, sample, papers).said
    at = truck.heard + every_s
    while truck.heard and at <= until:
        yield from watch.miss(truck, at)
        at += every_s


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
