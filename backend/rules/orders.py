"""What users ask to be done to a case: one step of the machine, on the version that they have seen."""

from typing import Any

from backend.rules import seen, splitting, transitions
from backend.rules.cards import card
from backend.rules.cases import blank, find
from backend.rules.messages import case_of
from backend.session import Work
from backend.tables.cases import CaseRow
from wire.case_order import CaseOrder
from wire.cases import CaseCard, SplitOrder, Taken
from wire.codes import Verb


def order(work: Work, case_id: str, asked: CaseOrder) -> CaseCard:
    """The card after `take`."""
    return card(work, take(work, case_id, asked))


def take(work: Work, case_id: str, asked: CaseOrder) -> CaseRow:
    """412 with the case as it is now when it was another version; 403 or 409 with the named reason when it may not be."""
    case = find(work, case_id, lock=True)
    if work.expected != case.version:
        work.match(case.version, case_of(case))
    step = transitions.begin(work, verb_of(asked), case)
    if seen.unseen(work, [case.id]):
        seen.enter(work, case)
    transitions.take(step, asked, asked.note)
    if isinstance(asked, SplitOrder):
        part = splitting.make(work, case, asked, blank(work))
        transitions.take(transitions.first(work, Verb.SPLIT, part), asked, asked.note)
    return case


def taken(case: CaseRow) -> Taken:
    return Taken(id=case.id, version=case.version, step=case.steps)


def verb_of(asked: CaseOrder) -> Verb:
    tag: Any = asked.__struct_config__.tag
    return Verb(tag)
