"""Small pictures of cases: asked for once, and no more of them kept than a table shows."""

import pytest

from console.hall.hall import Hall
from console.widgets.triage.thumbs import MOST, Thumbs
from tests.console.filled_hall import empty_hall
from tests.console.made import a_case, card_of


@pytest.fixture
def hall(qapp: object) -> Hall:
    return empty_hall()


def test_that_the_pictures_that_were_looked_at_last_are_kept(hall: Hall) -> None:
    thumbs, asked, arrived = Thumbs(hall), list[str](), list[str]()
    thumbs.card_wanted.connect(asked.append)
    thumbs.arrived.connect(arrived.append)
    ids = [f"c{number}" for number in range(MOST + 1)]
    for id in ids[:-1]:
        assert thumbs.of(id) is None
        hall.cards.put([card_of(a_case(id))])
    thumbs.of("c0")
    thumbs.of(ids[-1])
    hall.cards.put([card_of(a_case(ids[-1]))])
    assert asked == arrived == ids
    thumbs.of("c0")
    assert arrived == ids
    thumbs.of("c1")  # was looked at longest ago
    assert arrived == [*ids, "c1"]
    assert asked == ids, "its card is here still"
