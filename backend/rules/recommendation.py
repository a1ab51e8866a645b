"""Which unit should go to a case, and why not the others."""

from backend.refusals import RuleSaysNo
from backend.rules.candidates import candidates
from backend.rules.cases import find
from backend.rules.catalogue import in_force
from backend.rules.ranking import Ranked
from backend.session import Work
from wire.recommendation import Candidate, Recommendation


def recommendation(work: Work, case_id: str) -> Recommendation:
    """Every unit once; `nobody_needed` for a case that nobody need go to any more."""
    case = find(work, case_id)
    wanted = in_force(work).recommending.purpose_in(case.status)
    if wanted is None:
        raise RuleSaysNo("nobody_needed", f"Nobody need go to a case that is {case.status}.")
    found = candidates(work, case, wanted)
    return Recommendation(
        case_id=case.id, purpose=wanted.purpose, at=work.at, by_streets=found.by_streets, candidates=[_candidate(each) for each in found.ranked]
    )


def _candidate(found: Ranked) -> Candidate:
    return Candidate(
        unit_id=found.facts.unit_id,
        rank=found.rank,
        minutes=found.minutes,
        metres=found.facts.metres,
        reasons=found.reasons,
        barriers=found.barriers,
        changes=found.changes,
        rank_then=found.rank_then,
    )
