"""The form in which a post is lent, and the list of what is lent."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from console.hall.hall import Hall
from console.widgets.authorisations import AuthorisationsPane
from tests.console import town
from wire.authorisations import Authorisation, AuthorisationOrder, Authorisations, Colleague
from wire.codes import Role
from wire.problem import Problem

pytestmark = pytest.mark.gui


@pytest.fixture
def pane(hall: Hall, show: Callable[..., AuthorisationsPane]) -> AuthorisationsPane:
    hall.me = msgspec.structs.replace(town.user(Role.DISPATCHER, Role.SHIFT_LEADER, Role.ADMIN), lent={Role.SHIFT_LEADER: "李强"})
    return show(AuthorisationsPane(hall), 420, 700)


def shown(hall: Hall) -> Authorisations:
    now, hour = hall.clock.now(), timedelta(hours=1)
    given = [
        Authorisation(
            id=f"a{number}",
            version=1,
            holder="wang",
            holder_name="王敏",
            substitute="li",
            substitute_name="李强",
            roles=[Role.DISPATCHER],
            from_at=now + begin * hour,
            to_at=now + end * hour,
        )
        for number, (begin, end) in enumerate([(-5, -1), (-1, 3), (4, 9)])
    ]
    return Authorisations(given=given, colleagues=[Colleague(name="li", full_name="李强")])


def test_that_one_lends_what_one_holds_and_nothing_borrowed(pane: AuthorisationsPane, hall: Hall) -> None:
    assert list(pane.roles) == [Role.DISPATCHER], "neither what is borrowed nor an administrator's powers"
    orders: list[AuthorisationOrder] = []
    pane.given.connect(orders.append)
    pane.submit()
    assert orders == [], "to whom?"
    pane.show_all(shown(hall))
    pane.substitute.set("li")
    pane.submit()
    assert (orders[0].substitute, orders[0].roles) == ("li", [Role.DISPATCHER])
    assert orders[0].to_at - orders[0].from_at == timedelta(hours=8)


def test_that_only_what_has_not_ended_can_be_taken_back(pane: AuthorisationsPane, hall: Hall) -> None:
    pane.show_all(shown(hall))
    revoked: list[str] = []
    pane.revoked.connect(revoked.append)
    pane.lines.choose("a0")
    pane._judge()
    assert not pane.revoke.isEnabled()
    pane.lines.choose("a1")
    pane._judge()
    pane.revoke.click()
    assert revoked == ["a1"]


def test_that_a_refusal_is_said_in_words(pane: AuthorisationsPane) -> None:
    pane.refuse(Problem(status=409, code="authorises_himself", title="", detail=""))
    assert pane._said.text() == "不能授权给自己"
