"""A seat of the hall without its windows: the console's own poller, caller and outbox, and a person who takes the next step of their post.

`python -m tools.seat SERVER NAME STATE --place N/OF --speed S`, the password in $YIPING_PASSWORD, until SIGTERM. Says on the standard output, a line
each, which keys were put, stored and refused; after SIGTERM nothing is put any more, and it ends when all that was put is answered.
"""

import argparse
import os
import signal
import sys
import uuid
import zlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from console.api import Api, ApiError
from console.connection import Connection
from console.hall.hall import Hall
from console.workers.caller import Caller
from console.workers.letters import AnyLetter, OrderLetter
from console.workers.outbox import Outbox
from console.workers.poller import Poller
from console.workers.shelves import open_shelf
from simulator import scenario
from simulator.album import Album
from simulator.doors import Doors
from simulator.posts import Order, Posts
from simulator.problems import Problems
from tools.asides import Asides
from wire.cases import AnyCaseOrder, Case, CaseCard
from wire.codes import Role, Status, Verb
from wire.problem import Problem

LOOK_MS = 250
AT_ONCE = 4  # cases that one person has in hand
GIVE_UP_MS = 20_000  # after SIGTERM


class Seat(QObject):
    def __init__(self, api: Api, hall: Hall, posts: Posts, outbox: Outbox, place: tuple[int, int]) -> None:
        super().__init__()
        self._hall, self._posts, self._outbox, self._place = hall, posts, outbox, place
        self._asides, self._caller = Asides(posts), Caller(api, self)
        self._in_hand: set[str] = set()
        self._done: dict[str, int] = {}  # the version of each case that nothing more is to be done with
        self._open: dict[str, str] = {}  # key: case
        self._leaving = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        outbox.stored.connect(self._stored)
        outbox.refused.connect(self._refused)

    def start(self) -> None:
        self._timer.start()

    def leave(self) -> None:
        """No new step; quits when every letter was answered."""
        self._leaving = True
        self._timer.stop()
        QTimer.singleShot(GIVE_UP_MS, self, QCoreApplication.quit)
        self._quit_when_done()

    def stop(self) -> None:
        self._caller.stop()

    def _look(self) -> None:
        mine = (case for case in list(self._hall.cases) if self._is_mine(case))
        for case in sorted(mine, key=lambda case: case.status_at)[: AT_ONCE - len(self._in_hand)]:
            self._in_hand.add(case.id)
            self._ask(case.id)

    def _ask(self, id: str) -> None:
        self._caller.call(lambda api: api.case(id), self._decide, lambda _: self._in_hand.discard(id))

    def _is_mine(self, case: Case) -> bool:
        number, of = self._place
        if case.id in self._in_hand or self._done.get(case.id) == case.version or zlib.crc32(case.id.encode()) % of != number:
            return False
        if Role.AUDITOR in self._roles:
            return self._pressing(case)
        return self._asides.post_of(case) in self._roles or self._posts.post_of(case) in self._roles

    @property
    def _roles(self) -> list[Role]:
        return self._hall.me.roles

    def _pressing(self, case: Case) -> bool:
        """An auditor looks after what is late."""
        if case.status not in (Status.PENDING_DISPOSAL, Status.DISPOSING) or case.supervised or case.yellow_at is None:
            return False
        return self._hall.clock.now() >= case.yellow_at

    def _decide(self, card: CaseCard) -> None:
        order = self._order(card)
        if self._leaving or order is None or order.verb not in [offer.verb for offer in card.offers]:
            self._done[card.id] = card.version
            self._in_hand.discard(card.id)
            return
        letter = OrderLetter(
            key=uuid.uuid4().hex,
            subject=card.id,
            order=msgspec.convert({"verb": str(order.verb), **order.fields}, AnyCaseOrder),
            version=card.version,
        )
        self._open[letter.key] = card.id
        tell("put", letter.key, order.verb, card.id)
        self._outbox.put(letter)

    def _order(self, card: CaseCard) -> Order | None:
        """What this seat does with it now; an aside goes before the next step. None when it is another's turn by now."""
        if Role.AUDITOR in self._roles:
            return Order(Verb.SUPERVISE, {"note": "处置接近超时，请抓紧办理"})
        offered = {offer.verb for offer in card.offers}
        posts = [post for post in (self._asides.post_of(card.case), self._posts.post_of(card.case)) if post is not None and post in self._roles]
        asides = (self._asides.decide(post, card) for post in posts)
        aside = next((each for each in asides if each is not None and each.verb in offered), None)
        own = self._posts.post_of(card.case)
        return aside or (self._posts.decide(own, card) if own is not None and own in self._roles else None)

    def _stored(self, letter: AnyLetter, answer: object) -> None:
        if isinstance(answer, CaseCard):
            self._hall.cases.put([answer.case])
        self._answered(letter, "stored")

    def _refused(self, letter: AnyLetter, problem: Problem) -> None:
        """As it stands it would be refused again."""
        if isinstance(letter, OrderLetter):
            self._done[letter.subject] = letter.version
        self._answered(letter, f"refused {problem.code}")

    def _answered(self, letter: AnyLetter, how: str) -> None:
        case_id = self._open.pop(letter.key, "")
        tell(how.split()[0], letter.key, *how.split()[1:])
        self._in_hand.discard(case_id)
        self._quit_when_done()

    def _quit_when_done(self) -> None:
        if self._leaving and not self._open:
            QCoreApplication.quit()


def tell(*said: str) -> None:
    sys.stdout.write(" ".join(said) + "\n")
    sys.stdout.flush()


def main() -> int:
    options = read_options()
    app = QCoreApplication([])
    password = os.environ["YIPING_PASSWORD"]
    api = Api(Connection(options.server, ""))
    try:
        me = api.login(options.name, password).user
        catalogue = api.catalogue()
    except ApiError as error:
        sys.stderr.write(f"{error.problem.detail}\n")
        return 2
    hall = Hall(me)
    hall.set_catalogue(catalogue)
    shelf = open_shelf(options.state)
    outbox, poller = Outbox(api, shelf), Poller(api)
    doors = Doors(options.server, {options.name: password})
    posts = Posts(doors, Album(doors), scenario.load(options.scenario), Problems.load(), catalogue, frozenset(), options.speed, options.seed)
    number, _, of = options.place.partition("/")
    seat = Seat(api, hall, posts, outbox, (int(number), int(of)))
    poller.snapshot_taken.connect(hall.take)
    poller.refreshed.connect(hall.settle)
    poller.changed.connect(hall.apply)
    poller.heard.connect(hall.clock.set)
    signal.signal(signal.SIGTERM, lambda *_: seat.leave())
    for worker in (outbox, poller):
        worker.start()
    seat.start()
    tell("ready", options.name)
    status = app.exec()
    poller.stop()
    outbox.stop()
    seat.stop()
    left = len(shelf.waiting())
    shelf.close()
    tell("left", str(left))
    return status


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.seat", description=__doc__)
    parser.add_argument("server")
    parser.add_argument("name")
    parser.add_argument("state", type=Path)
    parser.add_argument("--place", default="0/1", help="this seat's number of how many of the same post")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", default="ordinary_monday")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
