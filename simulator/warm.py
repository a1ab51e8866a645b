"""A hall that is at work already: some hundred cases driven through the loop at once, through the same doors as all others."""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np

from simulator.doors import DoorError, Doors
from simulator.posts import USER_OF, Posts
from simulator.sender import Tongue, now
from simulator.world import Found, Looked, World
from wire.cases import CaseCard
from wire.codes import Role, Status, TaskResult, TaskState

LOG = logging.getLogger(__name__)
HANDS = 8
MOST_STEPS = 30
CARD = msgspec.json.Decoder(CaseCard)

# Where the cases shall stand: closed ones are the hall's past.
GOALS = {
    Status.CLOSED: 0.42,
    Status.REPORTED: 0.06,
    Status.PENDING_FILING: 0.04,
    Status.PENDING_DISPATCH: 0.07,
    Status.PENDING_DISPOSAL: 0.08,
    Status.DISPOSING: 0.19,
    Status.PENDING_REVIEW: 0.05,
    Status.PENDING_CHECK: 0.04,
    Status.PENDING_CLOSE: 0.05,
}


def warm(world: World, doors: Doors, posts: Posts, tongue: Tongue, count: int) -> Counter[Status]:
    """How many cases stand where. Inspectors must be on duty; nobody walks."""
    people = [each for each in world.inspectors.values() if each.on_duty][:24]
    goals = world.rng.choice(list(GOALS), size=count, p=np.array(list(GOALS.values())) / sum(GOALS.values()))
    plans = [(world.find(people[number % len(people)]), Status(goal), tongue.new_id()) for number, goal in enumerate(goals)]
    for person in people:  # the next ones are found elsewhere
        person.step(120)

    def drive(plan: tuple[Found, Status, str]) -> Status | None:
        found, goal, id = plan
        try:
            tongue.report(found, id, now())
            return _drive(doors, posts, tongue, id, goal)
        except DoorError as error:
            LOG.warning("warming: %s", error)
            return None

    with ThreadPoolExecutor(HANDS) as hands:
        return Counter(status for status in hands.map(drive, plans) if status)


def _drive(doors: Doors, posts: Posts, tongue: Tongue, id: str, goal: Status) -> Status:
    """Step by step until the case stands at its goal."""
    card = _card(doors, id)
    for _ in range(MOST_STEPS):
        if card.case.status in (goal, Status.CLOSED, Status.VOIDED):
            break
        task = next((task for task in card.tasks if task.state is TaskState.OPEN), None)
        if task is not None:
            tongue.inspected(Looked(task, TaskResult.EXISTS if card.case.status is Status.VERIFYING else TaskResult.PASS), now())
            card = _card(doors, id)
            continue
        post = posts.post_of(card.case)
        if post is None:
            break
        user = posts.user_of(post, card.case)
        done = posts.take(user, CARD.decode(doors.get(user, f"/v1/cases/{id}").content))
        if done is None:
            break
        card = done
    return card.case.status


def _card(doors: Doors, id: str) -> CaseCard:
    return CARD.decode(doors.get(USER_OF[Role.ACCEPTOR], f"/v1/cases/{id}").content)
