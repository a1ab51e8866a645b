"""Results on their way to the public: proposed word by word, confirmed by a second post, asked for by number, withdrawn (DOMAIN 8.5 XY-04)."""

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import anonymous, cases, masks
from backend.rules.catalogue import in_force
from backend.rules.messages import case_of
from backend.session import Work
from backend.tables.cases import CasePhotoRow, CaseRow
from backend.tables.hotline import PublicationRow
from wire.codes import Noun, Publicity, Role
from wire.problem import FieldError
from wire.publications import ProposeOrder, Publication, PublicationOrder, PublicResult, PublishOrder, WithdrawOrder

CONFIRMERS = frozenset({Role.ADMIN, Role.EVALUATOR})
DONE_ZH = "已处置完毕"
DAY = msgspec.json.Decoder(PublicResult).decode


def look(work: Work, case_id: str) -> Publication:
    """How it stands; before anybody has proposed it, how it would look."""
    case = cases.find(work, case_id)
    row = work.session.get(PublicationRow, case_id)
    return _message(row) if row is not None else Publication(id=case.id, version=0, state=None, shown=_shown(work, case))


def order(work: Work, case_id: str, asked: PublicationOrder) -> Publication:
    case = cases.find(work, case_id, lock=True)
    row = work.session.get(PublicationRow, case_id, with_for_update=True, populate_existing=True)
    if row is not None:
        work.match(row.version, _message(row))
    if isinstance(asked, ProposeOrder):
        row = _propose(work, case, row, asked)
    elif row is None:
        raise RuleSaysNo("not_proposed", "Nobody has proposed to publish this result.")
    elif isinstance(asked, PublishOrder):
        _confirm(work, row)
    elif isinstance(asked, WithdrawOrder):
        _withdraw(work, row)
    row.version += 1
    case.publicity, case.version = row.state, case.version + 1
    work.audit(f"PUBLICATION.{row.state}", Noun.CASE, case.id, masks.about(case, asked.reason) if isinstance(asked, WithdrawOrder) else "")
    work.publish(Noun.CASE, case.id, case.version, case_of(case))
    return _message(row)


def asked_by_number(work: Work, number: str) -> PublicResult:
    """For anybody; only what is published is there."""
    row = work.session.scalar(sa.select(PublicationRow).where(PublicationRow.number == number, PublicationRow.state == Publicity.PUBLISHED))
    if row is None:
        raise Unknown("result", number)
    return DAY(row.shown)


def is_public_photo(work: Work, photo_id: str) -> bool:
    hung = sa.select(CasePhotoRow.case_id).where(CasePhotoRow.photo_id == photo_id)
    shown = sa.select(PublicationRow.shown).where(PublicationRow.case_id.in_(hung), PublicationRow.state == Publicity.PUBLISHED)
    return any(photo_id in DAY(text).photos for text in work.session.scalars(shown))


def _propose(work: Work, case: CaseRow, row: PublicationRow | None, asked: ProposeOrder) -> PublicationRow:
    if case.disposed_at is None:
        raise RuleSaysNo("not_disposed", "A result is published once there is one.")
    if row is not None and row.state is Publicity.PUBLISHED:
        raise RuleSaysNo("published_already", "Withdraw what is published before you propose something else.")
    _must_be_anonymous(case, asked)
    _must_hang(work, case, asked.photos)
    shown = msgspec.structs.replace(_shown(work, case), problem=asked.problem.strip(), result=asked.result.strip(), photos=asked.photos)
    if row is None:
        row = PublicationRow(case_id=case.id, number=case.number, version=0)
        work.session.add(row)
    row.state, row.shown = Publicity.PROPOSED, msgspec.json.encode(shown).decode()
    row.proposed_by, row.proposer = work.user.full_name, work.user.name
    row.confirmed_by, row.published_at, row.withdrawn_at = "", None, None
    return row


def _confirm(work: Work, row: PublicationRow) -> None:
    if CONFIRMERS.isdisjoint(work.user.roles):
        raise RuleSaysNo("not_a_confirmer", "An administrator or an evaluator confirms what is published.")
    if row.state is not Publicity.PROPOSED:
        raise RuleSaysNo("not_proposed", "Nobody has proposed to publish this result.")
    if row.proposer == work.user.name:
        raise RuleSaysNo("confirms_himself", "You have proposed this result yourself: somebody else confirms it.")
    row.state, row.confirmed_by, row.published_at = Publicity.PUBLISHED, work.user.full_name, work.at


def _withdraw(work: Work, row: PublicationRow) -> None:
    if row.state is Publicity.WITHDRAWN:
        raise RuleSaysNo("withdrawn_already", "It was withdrawn already.")
    row.state, row.withdrawn_at = Publicity.WITHDRAWN, work.at


def _must_be_anonymous(case: CaseRow, asked: ProposeOrder) -> None:
    wrong = [name for name in ("problem", "result") if not anonymous.is_anonymous(getattr(asked, name), case.reporter, case.handler or "")]
    if wrong:
        errors = [FieldError(path=name, detail="names somebody, a number or a door") for name in wrong]
        raise Malformed("What the public reads must not name anybody, a number or a door.", errors)


def _must_hang(work: Work, case: CaseRow, photos: list[str]) -> None:
    known = set(work.session.scalars(sa.select(CasePhotoRow.photo_id).where(CasePhotoRow.case_id == case.id)))
    if strange := sorted(set(photos) - known):
        raise Malformed("Only photos of the case can be published.", [FieldError(path="photos", detail=f"{strange[0]} is none of them")])


def _shown(work: Work, case: CaseRow) -> PublicResult:
    standards = in_force(work)
    small = standards.classes.get((case.kind, case.class_code))
    condition = standards.conditions.get(case.condition_id or "")
    day = case.reported_at.astimezone(standards.calendar.tz).date()
    return PublicResult(
        number=case.number,
        class_name=small.name if small else "",
        place=anonymous.street(case.address),
        problem=anonymous.text(case.description, case.reporter, case.handler or "")[:500],
        result=condition.closing if condition else DONE_ZH,
        reported=day,
        disposed=case.disposed_at.astimezone(standards.calendar.tz).date() if case.disposed_at else None,
    )


def _message(row: PublicationRow) -> Publication:
    return Publication(
        id=row.case_id,
        version=row.version,
        state=row.state,
        shown=DAY(row.shown),
        proposed_by=row.proposed_by,
        confirmed_by=row.confirmed_by,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )
