"""kill -9 of the backend during 200 orders: none lost, none doubled."""

from collections import Counter
from pathlib import Path

from tests.faults.harness import Order, Victim, feed, send, send_all

ORDERS = 200


def department(number: int) -> Order:
    """Forty departments, each put five times: an order that was done twice shows as a version too many."""
    id = f"d{number % 40}"
    return Order("PUT", f"/v1/departments/{id}", {"id": id, "code": id, "name": f"Order {number}", "trades": []})


def test_that_no_order_is_lost_or_doubled(url: str, tmp_path: Path) -> None:
    with Victim(url, tmp_path / "data") as victim:
        victim.start()
        token = victim.admin()
        orders = [department(number) for number in range(ORDERS)]
        answers = send_all(victim, token, orders, kills=5)
        assert {answer.status_code for answer in answers} == {200}
        changes = feed(victim, token)
        assert len(changes) == ORDERS
        assert Counter(change["body"]["name"] for change in changes) == Counter(order.body["name"] for order in orders)
        assert Counter(change["id"] for change in changes) == Counter({f"d{number}": 5 for number in range(40)})
        for order, answer in zip(orders, answers, strict=True):
            assert send(victim, token, order).content == answer.content
        assert len(feed(victim, token)) == ORDERS
