"""Whom to send, with the reasons; and folded below, why not the others and what would change it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import sight_words, theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, button, label
from wire.recommendation import Candidate, Criterion, Recommendation

BEST = 3  # lines that are always seen
OTHERS_SEEN = 6  # lines of the others before one scrolls


class Recommended(Spoken):
    """For the form that sends somebody. A line taken up is whom one wants to send; nobody is chosen by itself."""

    chosen = Signal(str)  # unit id

    def __init__(self, hall: Hall, case_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._case_id = hall, case_id
        self._found: Recommendation | None = None
        self._title, self._remark, self._fold = label("label"), label("hint", wrap=True), button("quiet")
        self.best, self.others = Lines(), Lines()
        self._fold.setCheckable(True)
        self.others.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (self._title, self.best, self._remark, self._fold, self.others):
            column.addWidget(part)
        self.best.chosen.connect(self.chosen)
        self.best.opened.connect(self.chosen)
        for opened in (self.others.opened, self.others.chosen):
            opened.connect(self._choose_other)
        self._fold.toggled.connect(self.others.setVisible)
        hall.units.changed.connect(self.say)
        hall.failures.changed.connect(lambda wanted, _: self.say() if wanted == Wanted.RECOMMENDATION else None)
        self.say()

    @property
    def is_known(self) -> bool:
        """Whether it is seen who is recommended, or that nobody is."""
        return self._found is not None

    def show_recommendation(self, found: Recommendation) -> None:
        self._found = found
        self.say()

    def mark(self, unit_id: str) -> None:
        """The unit that the form would send now."""
        self.best.choose(unit_id)

    def say(self) -> None:
        found = self._found
        ranked = [each for each in found.candidates if each.rank] if found else []
        rest = [*ranked[BEST:], *(each for each in found.candidates if not each.rank)] if found else []
        self._title.setText(self.tr("Recommended {purpose}").format(purpose=sight_words.purpose(found.purpose)) if found else self.tr("Recommended"))
        self.best.take([self._best(each) for each in ranked[:BEST]])
        self.others.take([self._other(each) for each in rest])
        self.best.setFixedHeight(theme.px(HEIGHT) * max(len(ranked[:BEST]), 1))
        self.others.setFixedHeight(theme.px(HEIGHT) * min(max(len(rest), 1), OTHERS_SEEN))
        self.best.setVisible(bool(ranked))
        self._fold.setVisible(bool(rest))
        self._fold.setText(self.tr("Why not the other {count}").format(count=len(rest)))
        self._remark.setText(self._remarked(found, ranked))
        self._remark.setVisible(bool(self._remark.text()))

    def _remarked(self, found: Recommendation | None, ranked: list[Candidate]) -> str:
        if found is None:
            problem = self._hall.failures.of(Wanted.RECOMMENDATION, self._case_id)
            return words.missing(Wanted.RECOMMENDATION, problem) if problem else self.tr("weighing …")
        if not ranked:
            return self.tr("Nobody can be recommended now")
        return "" if found.by_streets else self.tr("No streets known: straight line with a detour")

    def _best(self, each: Candidate) -> Line:
        assert self._found is not None
        reasons, changes = sight_words.reasons(each, self._found.purpose), sight_words.changes(each, self._found.purpose)
        name = f"{each.rank}  {self._name(each)}"
        return Line(each.unit_id, name, reasons, self._way(each), more="\n".join(part for part in (name, reasons, changes) if part))

    def _other(self, each: Candidate) -> Line:
        assert self._found is not None
        why = sight_words.reasons(each, self._found.purpose) if each.rank else sight_words.why_not(each)
        changes = sight_words.changes(each, self._found.purpose)
        name = f"{each.rank}  {self._name(each)}" if each.rank else self._name(each)
        more = "\n".join(part for part in (name, why, sight_words.reasons(each, self._found.purpose), changes) if part)
        below = changes if each.rank and changes else " → ".join(part for part in (why, changes) if part)
        return Line(each.unit_id, name, below, self._way(each), "text" if each.rank else "text_3", more)

    def _way(self, each: Candidate) -> str:
        seconds = next((reason.value for reason in each.reasons if reason.criterion is Criterion.ETA), None)
        return "—" if seconds is None else sight_words.minutes(seconds)

    def _name(self, each: Candidate) -> str:
        unit = self._hall.units.get(each.unit_id)
        return " · ".join(part for part in (unit.name, unit.team) if part) if unit else each.unit_id

    def _choose_other(self, unit_id: str) -> None:
        """One may pass the recommendation over, for whoever can be sent at all."""
        self.best.choose("")
        self.chosen.emit(unit_id)
