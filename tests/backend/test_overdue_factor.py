"""The card says by how many limits a case is late."""

from datetime import timedelta

import pytest

from backend.session import Database
from tests.backend.centre import FORWARD, Centre
from wire.codes import Status


@pytest.mark.parametrize(("days", "late"), [(0, False), (60, True)])
def test_that_what_was_disposed_of_late_keeps_its_factor(database: Database, days: int, late: bool) -> None:
    centre = Centre(database)
    card = centre.bring(Status.DISPOSING)
    assert card.overdue_factor is None
    centre.ahead += timedelta(days=days)
    assert (centre.card(card.id).overdue_factor is not None) is late
    for by, verb in FORWARD[4:6]:
        card = centre.step(by, card.id, verb)
    assert card.case.status is Status.PENDING_REVIEW
    assert (card.overdue_factor is not None) is late
    first = card.overdue_factor
    centre.ahead += timedelta(days=90)
    assert centre.card(card.id).overdue_factor == first
