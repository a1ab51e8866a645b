"""What a track is like."""

from console.words.spoken import choose
from console.words.times import span
from wire.codes import TrackDoubt
from wire.tracks import TrackLikeness


def likeness(like: TrackLikeness, name: str) -> str:
    """`name` is that of the other unit: "One way with Wang Wei: 92% (1 h 30 min)"."""
    share = choose(f"{like.share:.0%}（{span(like.seconds)}）", f"{like.share:.0%} ({span(like.seconds)})")
    if like.doubt is TrackDoubt.SAME_SHAPE:
        return choose(f"与 {like.day:%m-%d} 雷同 {share}", f"As on {like.day:%m-%d}: {share}")
    return choose(f"与{name}同轨 {share}", f"One way with {name}: {share}")
