"""`python -m backend feed renew`."""

import uuid
from argparse import ArgumentParser

import sqlalchemy as sa

from backend.commands import store
from backend.session import SYSTEM, Database
from backend.tables.feed import FeedHead


def arguments(parser: ArgumentParser) -> None:
    renewing = parser.add_subparsers(required=True, metavar="renew")
    store.do(renewing.add_parser("renew", help="begin a new epoch, after a restore from a backup"), lambda database, _: renew(database))


def renew(database: Database) -> str:
    """Begins a new epoch of the feed: to be done after a database was restored from a backup, so that no console goes on from what is lost."""
    with database.write(SYSTEM) as work:
        epoch = work.session.execute(sa.update(FeedHead).values(epoch=uuid.uuid4().hex).returning(FeedHead.epoch)).scalar_one()
        work.audit("FEED.RENEW", detail=epoch)
    return f"epoch {epoch}"
