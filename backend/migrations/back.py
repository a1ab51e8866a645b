"""What steps back share: nothing that the version before cannot read is left, and nothing that somebody has said is lost without a word."""

import uuid

import sqlalchemy as sa
from alembic import op

from backend.refusals import Setup


def demand(none: str, sentence: str) -> None:
    """`Setup` with this sentence when the query `none` finds texts: the first column of each row goes into its `{found}`."""
    found = op.get_bind().execute(sa.text(none)).scalars().all()
    if found:
        raise Setup(sentence.format(count=len(found), found=", ".join(map(str, found))))


def forget_changes(which: str) -> None:
    """Of the change log. Where there were such, the feed begins a new epoch: every console takes the picture anew."""
    if op.get_bind().execute(sa.text(f"DELETE FROM changes WHERE {which}")).rowcount:
        op.get_bind().execute(sa.text("UPDATE feed_head SET epoch = :epoch"), {"epoch": uuid.uuid4().hex})
