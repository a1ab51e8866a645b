"""A hall that is at work already: some hundred cases driven through the loop at once, through the same doors as all others."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from simulator.album import Album
from simulator.doors import DoorError, Doors
from simulator.posts import USER_OF, Posts
from simulator.sender import Tongue, now
from simulator.world import Found, Looked, World
from wire.cases import CaseCard
from wire.codes import Role, Status, TaskKind, TaskResult, TaskState

LOG = logging.getLogger(__name__)
HANDS = 8
MOST_STEPS = 30
DONE = (Status.CLOSED, Status.VOIDED)
Plan = tuple[Found, Status, str]
CARD = msgspec.json.Decoder(CaseCard)

URGENT = 3  # of those that are being disposed of

# Where the cases shall stand: closed ones are the hall's past.
GOALS = {
    Status.CLOSED: 0.3,
    Status.REPORTED: 0.08,
    Status.PENDING_FILING: 0.05,
    Status.PENDING_DISPATCH: 0.09,
    Status.PENDING_DISPOSAL: 0.1,
    Status.DISPOSING: 0.24,
    Status.PENDING_REVIEW: 0.05,
    Status.PENDING_CHECK: 0.04,
    Status.PENDING_CLOSE: 0.05,
}


def warm(world: World, doors: Doors, posts: Posts, tongue: Tongue, count: int) -> Counter[Status]:
    """How many cases stand where. Inspectors must be on duty; nobody walks."""
    people = [each for each in world.inspectors.values() if each.on_duty][:24]
    goals = world.rng.choice(list(GOALS), size=count, p=np.array(list(GOALS.values())) / sum(GOALS.values()))
    plans = [(world.find(people[number % len(people)]), Status(goal), tongue.new_id()) for number, goal in enumerate(goals)]
    disposing = [number for number, (_, goal, _) in enumerate(plans) if goal is Status.DISPOSING]
    for number in disposing[:: max(len(disposing) // URGENT, 1)][:URGENT]:
        plans[number] = (world.find(people[number % len(people)], urgent=True), *plans[number][1:])
    for person in people:  # the next ones are found elsewhere
        person.step(120)

    quick = Album(doors, editions=3)
    fast = Warm(doors, replace(posts, album=quick, hands_off=frozenset()), Tongue(doors, quick, tongue.new_id()))
    with ThreadPoolExecutor(HANDS) as hands:
        return Counter(status for status in hands.map(fast.drive, plans) if status)


@dataclass(frozen=True)
class Warm:
    doors: Doors
    posts: Posts
    tongue: Tongue

    def drive(self, plan: Plan) -> Status | None:
        """Where the case stands in the end; none when a door was shut."""
        found, goal, id = plan
        try:
            card = CARD.decode(self.tongue.report(found, id, now()))
            for _ in range(MOST_STEPS):
                if card.case.status in (goal, *DONE):
                    break
                card = self._further(card, found.problem.scene)
            return card.case.status
        except DoorError as error:
            LOG.warning("warming: %s", error)
            return None

    def _further(self, card: CaseCard, scene: str) -> CaseCard:
        task = next((task for task in card.tasks if task.state is TaskState.OPEN), None)
        if task is None:
            return self.posts.next(card) or card
        result = TaskResult.EXISTS if task.kind is TaskKind.VERIFY else TaskResult.PASS
        self.tongue.inspected(Looked(task, result, scene), now())
        return CARD.decode(self.doors.get(USER_OF[Role.ACCEPTOR], f"/v1/cases/{card.id}").content)
