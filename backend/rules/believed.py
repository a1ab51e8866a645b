"""Which fixes supervision goes by: one that its own device does not believe says nothing of where anybody is (`tracks.toml`, DOMAIN 6.10)."""

import sqlalchemy as sa

from backend.standards.tracks import TrackStandard
from backend.tables.positions import LatestRow
from backend.tables.units import UnitRow
from geo.tracks.rules import TrackRules
from wire.codes import TrackFault, UnitKind


def newest(rules: TrackRules) -> sa.ColumnElement[bool]:
    """Of a `LatestRow`."""
    exact = sa.or_(LatestRow.accuracy.is_(None), LatestRow.accuracy <= rules.accuracy_m)
    return exact if rules.believe_mock else sa.and_(exact, LatestRow.mock.is_(False))


def not_made_up(standard: TrackStandard) -> sa.ColumnElement[bool]:
    """Of a `LatestRow` beside its `UnitRow`: where a unit is said to be may be inexact, for whoever looks for the nearest, but not made up."""
    return sa.or_(LatestRow.mock.is_(False), UnitRow.kind.in_([kind for kind in UnitKind if standard.of(kind).believe_mock]))


def doubt(mock: bool, accuracy: float | None, rules: TrackRules) -> TrackFault | None:
    """Why a fix is not believed."""
    if mock and not rules.believe_mock:
        return TrackFault.MOCK
    return TrackFault.ACCURACY if accuracy is not None and accuracy > rules.accuracy_m else None
