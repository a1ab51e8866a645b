"""Which number the hall has given to what a device knows by a token of its own."""

from collections.abc import Mapping

import sqlalchemy as sa

from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.ptz import PtzTokenRow, TokenKind


def kept(work: Work, camera_id: str, kind: TokenKind) -> dict[str, int]:
    """By token."""
    chosen = sa.select(PtzTokenRow.token, PtzTokenRow.number).where(PtzTokenRow.camera_id == camera_id, PtzTokenRow.kind == kind)
    return dict(work.session.execute(chosen.order_by(PtzTokenRow.number)).all())


def held(work: Work, camera_id: str, kind: TokenKind) -> dict[str, int]:
    """The same, to be replaced: nobody else gives numbers meanwhile."""
    work.session.execute(sa.select(CameraRow.id).where(CameraRow.id == camera_id).with_for_update())
    return kept(work, camera_id, kind)


def replace(work: Work, camera_id: str, kind: TokenKind, numbers: Mapping[str, int]) -> None:
    work.session.execute(sa.delete(PtzTokenRow).where(PtzTokenRow.camera_id == camera_id, PtzTokenRow.kind == kind))
    if numbers:
        rows = [{"camera_id": camera_id, "kind": kind, "number": number, "token": token} for token, number in numbers.items()]
        work.session.execute(sa.insert(PtzTokenRow), rows)
