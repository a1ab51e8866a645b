"""Theme and language switched at the real desk with everything that a map can show: how long the GUI thread is held, and until the map wears it.

PostgreSQL, the real backend and the real console, a process each under Xvfb; the hall is at work meanwhile. "Held" is how late the console's
always-on timer came at the longest within two seconds of the switch, "worked" the processor time of the GUI thread in that turn, "the map" until
everything known has been drawn again. The floor is the same two seconds with no switch.
"""

import sys
import tempfile
import time
from pathlib import Path
from subprocess import PIPE, run

import msgspec

from bench import stage
from bench.figures import Row, table
from bench.sitting import Order
from bench.switched import Switch
from tools.household import Household
from tools.xvfb import environment, screen
from wire.codes import Role

OPEN, CLOSED, UNITS, CHANGES_PER_S = 5_000, 5_000, 1_000, 20
RUNS, LIMIT_S = 3, 300


def sit(order: Order, display: str, number: int) -> list[Switch]:
    order = msgspec.structs.replace(order, state=f"{order.state}/{number}", began=time.time())
    command = [sys.executable, "-m", "bench.switched"]
    done = run(command, input=msgspec.json.encode(order), stdout=PIPE, env=environment(display), cwd=stage.ROOT, timeout=LIMIT_S, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=list[Switch])


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database("postgresql", Path(name)) as url, screen() as display:
        stage.fill(url, OPEN, CLOSED, UNITS)
        components = stage.fill_components(url)
        household = Household(Path(name) / "log")
        try:
            server, token = stage.serve(household, url, Path(name) / "data"), stage.token(url, Role.DISPATCHER)
            household.start("traffic", [sys.executable, "-m", "bench.traffic", url, str(CHANGES_PER_S), str(UNITS)], ready="ready")
            basemap = str(stage.KEPT / "city" / "basemap.mbtiles")
            order = Order(server=server, token=token, state=f"{name}/state", basemap=basemap, began=0, steady_s=0, units=UNITS)
            switches = [switch for number in range(RUNS) for switch in sit(order, display, number)]
        finally:
            household.end()
    print(f"{' '.join(__doc__.splitlines())}\n\n{OPEN:,} open cases, {components:,} components, {UNITS:,} units moving once a second,")
    print(f"{CHANGES_PER_S} changes a second, all overlays on; {RUNS} sittings, each switch in each.\n")
    for says, of in (("held, the longest turn", "late_ms"), ("worked, the longest turn", "worked_ms"), ("the map", "drawn_ms")):
        kinds = dict.fromkeys(switch.to for switch in switches)
        print(table(says, [Row(kind, [getattr(switch, of) for switch in switches if switch.to == kind]) for kind in kinds]) + "\n")
    print("Budget of a turn of the GUI thread: 50 ms (DESIGN 4); a switch is by hand and rare.")
