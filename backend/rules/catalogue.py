"""The standards that a transaction works by: those of the project, with the catalogue and the calendar of the library that are in force."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend import standards
from backend.rules import day_lines
from backend.session import Work
from backend.standards import Standards
from backend.tables.standards import StandardRow
from wire.codes import StandardKind, StandardState, Verb
from wire.standards import Catalogue, DayLine, Repeats

IN_ORDER = (StandardRow.valid_from, StandardRow.changed_at, StandardRow.id)  # of two for the same day the one published later holds

PUBLISHED = sa.select(StandardRow.id, StandardRow.kind, StandardRow.digest).where(StandardRow.state == StandardState.PUBLISHED).order_by(*IN_ORDER)
UNTIL = PUBLISHED.where(StandardRow.valid_from <= sa.bindparam("until"))


class Published(NamedTuple):
    id: str
    kind: StandardKind
    digest: str


def in_force(work: Work) -> Standards:
    """Looked up once in a transaction, so that all of it works by the same."""
    if "standards" not in work.session.info:
        work.session.info["standards"] = on(work, today(work))
    found: Standards = work.session.info["standards"]
    return found


def catalogue(work: Work) -> Catalogue:
    return in_force(work).catalogue


def for_forms(work: Work) -> Catalogue:
    """With what else of the rules a form has to know."""
    standards = in_force(work)
    machine, duplicates = standards.machine, standards.advising.duplicates
    return msgspec.structs.replace(
        standards.catalogue,
        photo_sources=sorted(machine.photo_sources),
        assessors=sorted({role for row in machine.transitions if row.verb is Verb.ASSESS for role in row.roles}),
        repeats=Repeats(metres=duplicates.metres, hours=duplicates.hours),
    )


def today(work: Work) -> date:
    return day_of(work.at)


def day_of(moment: datetime) -> date:
    return moment.astimezone(standards.in_force().calendar.tz).date()


def on(work: Work, day: date) -> Standards:
    """What was, is or will be in force on a day."""
    newest = {each.kind: each for each in published(work, day)}
    return merged(work, list(newest.values()))


def at(work: Work, moment: datetime) -> Standards:
    """What was in force at a moment that has been: of what had been published by then."""
    held = PUBLISHED.where(StandardRow.valid_from <= day_of(moment), StandardRow.changed_at <= moment)
    return merged(work, list({kind: Published(id, kind, digest) for id, kind, digest in work.session.execute(held)}.values()))


def published(work: Work, until: date | None = None) -> list[Published]:
    """In the order in which they come into force."""
    rows = work.session.execute(PUBLISHED) if until is None else work.session.execute(UNTIL, {"until": until})
    return [Published(*row) for row in rows]


_merged: dict[tuple[str, ...], tuple[Standards, Standards]] = {}  # by digests: ours, and ours with them
MOST_MERGED = 32


def merged(work: Work, versions: Sequence[Published]) -> Standards:
    """Ours, with what these versions say instead. What is published never changes, so it is read once."""
    ours = standards.in_force()
    key = tuple(each.digest for each in versions)
    known = _merged.get(key)
    if known is not None and known[0] is ours:
        return known[1]
    found = ours
    for each in versions:
        body = work.session.scalars(sa.select(StandardRow.body).where(StandardRow.id == each.id)).one()
        found = _with(found, each.kind, body)
    if len(_merged) >= MOST_MERGED:
        _merged.clear()  # other threads may be at it: what was found is not looked up again
    _merged[key] = ours, found
    return found


def _with(ours: Standards, kind: StandardKind, body: str) -> Standards:
    if kind is StandardKind.CATALOGUE:
        return msgspec.structs.replace(ours, catalogue=msgspec.json.decode(body, type=Catalogue))
    lines = msgspec.json.decode(body, type=list[DayLine])
    return msgspec.structs.replace(ours, calendar=day_lines.calendar_of(lines, ours.calendar))
