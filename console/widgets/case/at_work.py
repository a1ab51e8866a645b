"""Who else is at work at the place of a case, in one line, and the way to what they work on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from console import words
from console.hall.second import AtWork
from console.widgets.spoken import button, label

MOST_NAMES = 3


class AtWorkLine(QWidget):
    def __init__(self, found: Sequence[AtWork], cases: Mapping[str, str], choose: Callable[[str], None]) -> None:
        """`found`, the nearest first, and not empty; `cases` says of each that can be chosen what it is, by its id."""
        super().__init__()
        said = label(tone="warn", wrap=True)
        said.setText(told(found))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(said, 1)
        if cases:
            row.addWidget(_way(cases, choose), 0, Qt.AlignmentFlag.AlignTop)


def _way(cases: Mapping[str, str], choose: Callable[[str], None]) -> QPushButton:
    way = button("quiet")
    way.setText(words.choose(f"{len(cases)} 件", f"{len(cases)} case" + "s" * (len(cases) > 1)))
    menu = QMenu(way)
    for id, text in cases.items():
        menu.addAction(text).triggered.connect(lambda _, id=id: choose(id))
    way.setMenu(menu)
    return way


def told(found: Sequence[AtWork]) -> str:
    """A name for each, the nearest first; who is there for several cases with their number."""
    counts = Counter(words.person(each.who) for each in found)
    names = [f"{name} ×{count}" if count > 1 else name for name, count in counts.items()]
    who, more, away = words.choose("、", ", ").join(names[:MOST_NAMES]), len(names) - MOST_NAMES, f"{found[0].away_m:.0f}"
    if more > 0:
        who = words.choose(f"{who}等 {len(names)} 人", f"{who} and {more} more")
    zh, en = ("最近相距", "the nearest ") if len(found) > 1 else ("相距", "")
    return words.choose(f"同一地点另有人在办：{who}，{zh} {away} 米", f"Also at work here: {who}, {en}{away} m away")
