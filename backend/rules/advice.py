"""What the report form is told while it is filled in."""

from backend.rules import duplicates
from backend.rules.responsibility import Concern, departments, suggestions
from backend.rules.suggester import Model
from backend.session import Work
from wire.advice import Advice, DraftReport
from wire.cases import Suggestion


def advise(work: Work, asked: DraftReport, model: Model) -> Advice:
    return Advice(classes=model.suggest(asked.text), duplicates=duplicates.likely(work, asked), departments=_departments(work, asked))


def _departments(work: Work, asked: DraftReport) -> list[Suggestion]:
    if asked.kind is None or asked.class_code is None:
        return []
    return suggestions(departments(work, Concern(asked.kind, asked.class_code, asked.lon, asked.lat, asked.component_code)))
