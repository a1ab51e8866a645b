"""The figure by which one knows how large a geofence is."""

from console import words
from console.hall.draft import Shape
from wire.codes import FenceKind
from wire.geofences import Geofence


def size(fence: Geofence | Shape) -> str:
    radius = fence.radius_m or 0
    if fence.kind is FenceKind.CIRCLE:
        return f"r {radius:,.0f} m"
    if fence.kind is FenceKind.CORRIDOR:
        return f"± {radius:,.0f} m"
    return words.choose(f"{len(fence.places)} 个顶点", f"{len(fence.places)} corners")
