"""What muck trucks do wrong, found in their reports: against labelled trips of the simulator (PEERS, idea 4)."""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from backend import standards
from backend.rules.hauling.ground import Land, Plane, area_of
from backend.rules.hauling.replay import paper_of, replay
from backend.rules.hauling.state import Breach, Over
from backend.rules.hauling.watch import Watch
from simulator import hauls
from simulator.haul_score import Said, Score, score
from simulator.haul_truth import MIDDLE
from wire.codes import AlarmKind
from wire.hauls import FAULTS

TRIPS, SEED = 500, 14
RECALL, FALSE, LATE = 0.98, 1.0, 2  # budgets: of all that was planted, per 100 truck-hours, in reports
MISS_S = 10.0  # how often the backend looks for silence


def main() -> None:
    scores, hours, reports, seconds = measure(TRIPS, SEED)
    print(f"{TRIPS} labelled trips, {hours:,.0f} truck-hours, {reports:,} reports of every {hauls.PERIOD_S:.0f} s with drift, outliers, street")
    print(
        "canyons, tunnels, lying sensors, lights, jams, and streets 72 m beside the approved one; labels are read off what the trucks really did.\n"
    )
    print("| fault | planted | found | recall | false per 100 truck-hours | said again | lateness in reports, p50 | p95 | longest |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for kind in FAULTS:
        print(line(kind, scores[kind], hours))
    whole = Score()
    for each in scores.values():
        whole.certain, whole.found, whole.false = whole.certain + each.certain, whole.found + each.found, whole.false + each.false
        whole.again, whole.border, whole.late = whole.again + each.again, whole.border + each.border, whole.late + each.late
    print(line("all", whole, hours))
    hidden, guessed = (sum(getattr(each, name) for each in scores.values()) for name in ("hidden", "guessed"))
    share = (whole.found + guessed) / (whole.certain + hidden)
    print(f"\n{hidden} more lie for their most part in a silence, where no report shows them; {guessed} were said. With them recall is {share:.1%}.")
    print(f"Budget: recall {RECALL:.0%}, {FALSE:g} false alarm per 100 truck-hours, {LATE} reports late. {whole.border} further stretches were on")
    print("the border of a rule (too short, or within a receiver's error): neither missed nor false. Late by 0: said with the first report that")
    print("came when it was due.")
    print(f"{reports / seconds:,.0f} reports a second through all rules, in one thread.")
    late = sorted(whole.late)
    broken = [
        *([f"recall {share:.1%}"] if share < RECALL else []),
        *([f"{whole.false / hours * 100:.2f} false alarms per 100 truck-hours"] if whole.false / hours * 100 > FALSE else []),
        *([f"{late[-1]} reports late"] if late and late[-1] > LATE else []),
    ]
    if broken:
        sys.exit(f"bench trucks: over its budget: {', '.join(broken)}")


def measure(count: int, seed: int) -> tuple[dict[AlarmKind, Score], float, int, float]:
    """The score of each fault, truck-hours, reports, and the seconds that the rules took."""
    ground = hauls.country(seed)
    plane = Plane(*MIDDLE)
    watch = Watch(Land(plane, [area_of(plane, each.id, each.kind, each.outline) for each in ground.places]), standards.in_force().hauling, hauls.ZONE)
    scores: dict[AlarmKind, Score] = defaultdict(Score)
    hours, reports, taken = 0.0, 0, 0.0
    for trip in hauls.trips(count, seed, ground):
        papers = [paper_of(plane, permit) for permit in trip.permits]
        began = time.perf_counter()
        said = list(replay(watch, trip.fixes, papers, MISS_S, trip.until))
        taken += time.perf_counter() - began
        raised = [Said(each.kind, each.at) for each in _raised(said)]
        score(trip.labels, raised, [fix.at.timestamp() for fix in trip.fixes], hauls.PERIOD_S, scores)
        hours, reports = hours + trip.hours, reports + len(trip.fixes)
    return scores, hours, reports, taken


def _raised(said: list[Breach | Over]) -> Iterator[Breach]:
    """Not what weighs more only: `Over` comes between two of one kind and cause."""
    open_: Counter[tuple[AlarmKind, str]] = Counter()
    for each in said:
        if isinstance(each, Breach):
            if not open_[each.kind, each.cause]:
                yield each
            open_[each.kind, each.cause] = 1
        else:
            open_[each.kind, each.cause] = 0


def line(name: str, of: Score, hours: float) -> str:
    late = sorted(of.late)
    at = [f"{late[min(len(late) - 1, int(share * len(late)))]}" if late else "–" for share in (0.5, 0.95, 1.0)]
    return f"| {name} | {of.certain} | {of.found} | {of.recall:.1%} | {of.false / hours * 100:.2f} | {of.again} | {' | '.join(at)} |"
