"""Each place seen by a camera, in a light."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.clips.canvas import Canvas
from simulator.clips.lens import Lens
from simulator.clips.light import DAY, DUSK, MORNING, NIGHT, OVERCAST, RAIN, Light
from simulator.clips.motion import Act, Mover
from simulator.clips.scenes import avenue, crossing, market, old_lane, river, site
from simulator.clips.town import Random


class Scene(NamedTuple):
    """`lens` for a picture of 640 x 360. `still` is painted once, the movers on every frame."""

    lens: Lens
    light: Light
    still: Callable[[Canvas, Random], None]
    movers: Sequence[Mover | Act]
    seed: int


SCENES: dict[str, Scene] = {
    "avenue": Scene(Lens(640, 360, 6, 7.5, 9.5, -7), DAY, avenue.avenue, avenue.traffic(0), seed=3),
    "avenue_night": Scene(Lens(640, 360, -5, 8.5, 11, 6), NIGHT, avenue.avenue, avenue.traffic(4), seed=11),
    "crossing_dusk": Scene(Lens(640, 360, -9, 9.5, 14, 12), DUSK, crossing.crossing, crossing.traffic(), seed=5),
    "avenue_rain": Scene(Lens(640, 360, 9, 7, 9, -10), RAIN, avenue.wet_avenue, avenue.traffic(2), seed=8),
    "river": Scene(Lens(640, 360, 3, 5.5, 8, -9), MORNING, river.river, river.people(), seed=4),
    "market": Scene(Lens(640, 360, 1.2, 6, 12, -3), MORNING, market.market, market.people(), seed=6),
    "site_gate": Scene(Lens(640, 360, -3, 6.5, 5, 4, 74), OVERCAST, site.site, site.traffic(), seed=7),
    "lane_night": Scene(Lens(640, 360, -1.5, 5.5, 10, 3), NIGHT, old_lane.old_lane, old_lane.people(), seed=9),
}
