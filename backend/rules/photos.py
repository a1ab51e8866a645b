"""Photos: what is known of those that were uploaded."""

from backend.refusals import Unknown
from backend.session import Work
from backend.tables.photos import PhotoRow
from wire.photos import Photo


def message(row: PhotoRow) -> Photo:
    return Photo(id=row.id, media_type=row.media_type, size=row.size, at=row.at)


def add(work: Work, id: str, media_type: str, size: int) -> Photo:
    """The bytes are on disk already. The same photo again is the same photo."""
    row = work.session.get(PhotoRow, id)
    if row is None:
        row = PhotoRow(id=id, media_type=media_type, size=size, at=work.at, user=work.user.name)
        work.session.add(row)
    return message(row)


def one(work: Work, id: str) -> Photo:
    row = work.session.get(PhotoRow, id)
    if row is None:
        raise Unknown("photo", id)
    return message(row)
