"""The standards that a transaction works by: those of the project, with the city's own catalogue once one was imported."""

import msgspec
import sqlalchemy as sa

from backend import standards
from backend.session import Work
from backend.standards import Standards
from backend.tables.standards import CatalogueRow
from wire.standards import Catalogue


def in_force(work: Work) -> Standards:
    """Looked up once in a transaction, so that all of it works by the same."""
    if "standards" not in work.session.info:
        work.session.info["standards"] = _newest(work)
    found: Standards = work.session.info["standards"]
    return found


def catalogue(work: Work) -> Catalogue:
    return in_force(work).catalogue


_merged: dict[str, tuple[Standards, Standards]] = {}  # by version of an imported catalogue: ours, and ours with it


def _newest(work: Work) -> Standards:
    ours = standards.in_force()
    version = work.session.scalar(sa.select(CatalogueRow.version).order_by(CatalogueRow.at.desc(), CatalogueRow.version.desc()).limit(1))
    if version is None:
        return ours
    if version not in _merged or _merged[version][0] is not ours:
        body = work.session.get_one(CatalogueRow, version).body
        _merged[version] = ours, msgspec.structs.replace(ours, catalogue=msgspec.json.decode(body, type=Catalogue))
    return _merged[version][1]
