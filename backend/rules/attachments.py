"""Photos that hang on cases."""

from collections.abc import Sequence

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules.answers import prepared, run
from backend.session import Work
from backend.tables.cases import CasePhotoRow, CaseRow
from backend.tables.photos import PhotoRow
from wire.codes import PhotoPhase
from wire.photos import Photo

HANG = prepared(lambda insert: insert(CasePhotoRow).on_conflict_do_nothing().returning(CasePhotoRow.photo_id))


def attach(work: Work, case: CaseRow, photo_ids: Sequence[str], phase: PhotoPhase) -> None:
    """Hangs uploaded photos on a case; one that hangs there in this phase already stays as it is."""
    wanted = set(photo_ids)
    known = set(work.session.scalars(sa.select(PhotoRow.id).where(PhotoRow.id.in_(wanted)))) if wanted else wanted
    if missing := sorted(wanted - known):
        raise RuleSaysNo("unknown_photo", f"There is no photo {missing[0]!r}; upload it first.")
    for photo_id in dict.fromkeys(photo_ids):
        hung = run(work, HANG, case_id=case.id, photo_id=photo_id, phase=phase, at=work.at)
        case.photo_count += hung.first() is not None


def photos_of(work: Work, case_id: str) -> list[Photo]:
    """In the order in which they were hung."""
    found = sa.select(PhotoRow, CasePhotoRow.phase, CasePhotoRow.at).join(CasePhotoRow, CasePhotoRow.photo_id == PhotoRow.id)
    rows = work.session.execute(found.where(CasePhotoRow.case_id == case_id).order_by(CasePhotoRow.at, PhotoRow.id))
    return [Photo(id=row.id, media_type=row.media_type, size=row.size, at=at, phase=phase) for row, phase, at in rows]
