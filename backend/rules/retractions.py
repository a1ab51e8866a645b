"""What was published of a result that holds no more."""

from backend.rules.steps import Step
from backend.tables.hotline import PublicationRow
from wire.codes import Publicity


def retract(step: Step, _: object) -> None:
    """The case goes back into the flow: the public reads of no result any more."""
    row = step.work.session.get(PublicationRow, step.case.id, with_for_update=True, populate_existing=True)
    if row is not None and row.state is not Publicity.WITHDRAWN:
        row.state, row.withdrawn_at, row.version = Publicity.WITHDRAWN, step.at, row.version + 1
        step.case.publicity = row.state


EFFECTS = (retract,)
