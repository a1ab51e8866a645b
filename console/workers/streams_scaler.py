"""A frame in the size of a pane, as BGRA, in memory that goes round: while a stream runs, none is taken for its pictures and none is given back."""

import av
from av.filter.context import FilterContext
from av.filter.graph import Graph

PLANAR = ("yuv420p", "yuvj420p")  # what cameras send
QUICK = "flags=fast_bilinear"
UNSAID = 2  # AVCOL_SPC_UNSPECIFIED, and so of its kin
MATRICES = frozenset({1, 4, 5, 6, 7, 9})  # AVCOL_SPC_…: those that swscale knows
Form = tuple[int, int, str, int, int]


class Scaler:
    """To one size at a time. It keeps swscale's contexts, which are dear to make, and the memory of the pictures that nobody holds any more.

    By swscale alone each picture is made in memory of its own, which falls to pieces in glibc's arenas. A graph of filters has its pictures from a
    pool, and they are the same to the last bit, in the same time.
    """

    def __init__(self) -> None:
        self._made_for: tuple[Form, int, int] | None = None
        self._graph: Graph | None = None

    def scaled(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        """Size first, colours then: swscale has a quick way for either, but for both at once a slow one, by a fifth to two fifths."""
        _calm(frame)
        form = (frame.width, frame.height, frame.format.name, int(frame.colorspace), int(frame.color_range))
        if self._made_for != (form, width, height):
            self._made_for = None
            self._graph, self._way_in, self._way_out = _graph(form, width, height)
            self._made_for = form, width, height
        self._way_in.push(frame)
        made = self._way_out.pull()
        assert isinstance(made, av.VideoFrame)
        return made


def _calm(frame: av.VideoFrame) -> None:
    """Cameras say what they like of their colours, reserved numbers too: swscale would refuse the picture for it."""
    if frame.colorspace not in MATRICES:
        frame.colorspace = UNSAID
    frame.color_trc = frame.color_primaries = UNSAID


def _graph(form: Form, width: int, height: int) -> tuple[Graph, FilterContext, FilterContext]:
    """Where frames of this form go in, and where pictures come out."""
    wide, high, name, colours, levels = form
    graph, size = Graph(), f"{width}:{height}:{QUICK}"
    graph.threads = 1
    source = {"video_size": f"{wide}x{high}", "pix_fmt": name, "time_base": "1/1000", "colorspace": str(colours), "range": str(levels)}
    chain = [graph.add("buffer", **source)]
    if name in PLANAR and (wide, high) != (width, height):
        chain += [graph.add("scale", size), graph.add("format", name)]
    chain += [graph.add("scale", size), graph.add("format", "bgra"), graph.add("buffersink")]
    graph.link_nodes(*chain).configure()
    return graph, chain[0], chain[-1]
