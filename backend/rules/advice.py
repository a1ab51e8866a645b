"""What the report form is told while it is filled in."""

from datetime import timedelta

import msgspec
import sqlalchemy as sa

from backend.rules import callers, duplicates, masks
from backend.rules.catalogue import in_force
from backend.rules.responsibility import Concern, departments, suggestions
from backend.rules.suggester import Model
from backend.session import Work
from backend.tables.audit import AuditRow
from backend.tables.feed import FeedHead
from wire.advice import Advice, DraftReport
from wire.cases import Suggestion
from wire.codes import Noun

AGAIN = timedelta(minutes=10)  # so long the same number is the same look: a form asks at every pause of whoever writes
LOOKED_AT = 500  # entries of the trail


def advise(work: Work, asked: DraftReport, model: Model) -> Advice:
    """Whoever may not see numbers whole is told nothing of whose this one is, as when cases are searched by it; of all else he is."""
    if in_force(work).machine.personal_roles.isdisjoint(work.user.roles):
        asked = msgspec.structs.replace(asked, phone="")
    return Advice(classes=model.suggest(asked.text), duplicates=duplicates.likely(work, asked), departments=_departments(work, asked))


def found_by_phone(found: Advice) -> int:
    """How many cases were found because somebody with this number reported them."""
    return sum(each.same_caller for each in found.duplicates)


def is_noted(work: Work, asked: DraftReport, found: Advice) -> bool:
    """Whether this look of the user stands in the trail already, a while ago at most."""
    head = work.session.scalar(sa.select(FeedHead.audit)) or 0
    newest = sa.select(AuditRow.user, AuditRow.act, AuditRow.detail).where(AuditRow.seq > head - LOOKED_AT, AuditRow.at > work.at - AGAIN)
    return (work.user.name, "PHONE.SOUGHT", _look(asked, found)) in (tuple(row) for row in work.session.execute(newest))


def note(work: Work, asked: DraftReport, found: Advice) -> None:
    """Somebody was shown what a person had reported before, by the phone (DOMAIN 9.11)."""
    work.audit("PHONE.SOUGHT", Noun.CASE, "", _look(asked, found))


def _look(asked: DraftReport, found: Advice) -> str:
    return f"{masks.phone(callers.kept(asked.phone))}: {found_by_phone(found)} cases"


def _departments(work: Work, asked: DraftReport) -> list[Suggestion]:
    if asked.kind is None or asked.class_code is None:
        return []
    return suggestions(departments(work, Concern(asked.kind, asked.class_code, asked.lon, asked.lat, asked.component_code)))
