"""Freezing, publishing and correcting the evaluation of a period (DOMAIN 5.1)."""

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import evaluation, masks
from backend.session import Work
from backend.tables.counts import DAYS, PeriodRow, counts, frozen_counts
from wire.evaluation import Counter, Dimension, Question, Scheme, Standing
from wire.period_records import Correction, CorrectionOrder, Difference, PeriodOrder, PeriodRecord
from wire.periods import id_of, span

CORRECTED = (Dimension.CITY, Dimension.DEPARTMENT, Dimension.DISTRICT, Dimension.STREET, Dimension.AREA, Dimension.DUTY_GRID)


def records(work: Work) -> list[PeriodRecord]:
    """The newest period first."""
    return [_message(row) for row in work.session.scalars(sa.select(PeriodRow).order_by(PeriodRow.last.desc(), PeriodRow.id))]


def freeze(work: Work, order: PeriodOrder) -> PeriodRecord:
    """The rows of all its cases as they are counted now: its numbers and the lists behind them stay what they are."""
    first, last = span(order.period, order.day)
    id = id_of(order.period, order.day)
    if work.session.get(PeriodRow, id) is not None:
        raise RuleSaysNo("period_frozen", f"{id} is frozen already; what has changed since goes into a correction.")
    if last >= evaluation.today(work):
        raise RuleSaysNo("period_not_over", f"{id} ends on {last}; it can be frozen the day after.")
    ours = sa.or_(*(counts.c[day].between(first, last) for day in DAYS))
    copied = sa.select(sa.literal(id).label("period_id"), *counts.c).where(ours)
    work.session.execute(sa.insert(frozen_counts).from_select(list(frozen_counts.c.keys()), copied))
    cases = work.session.scalar(sa.select(sa.func.count()).where(frozen_counts.c.period_id == id)) or 0
    row = PeriodRow(
        id=id,
        version=1,
        period=order.period,
        first=first,
        last=last,
        cases=cases,
        frozen_at=work.at,
        frozen_by=work.user.full_name,
        published_at=None,
        published_by="",
        scheme=msgspec.json.encode(evaluation.scheme(work)).decode(),
        corrections=[],
    )
    work.session.add(row)
    work.audit("EVALUATION.FREEZE", "", id, f"{cases} cases")
    return _message(row)


def publish(work: Work, id: str) -> PeriodRecord:
    row = _locked(work, id)
    if row.published_at is not None:
        raise RuleSaysNo("period_published", f"{id} is published already.")
    row.published_at, row.published_by, row.version = work.at, work.user.full_name, row.version + 1
    work.audit("EVALUATION.PUBLISH", "", id)
    return _message(row)


def correct(work: Work, id: str, order: CorrectionOrder) -> PeriodRecord:
    """What is otherwise now than it was frozen, with the reason for looking again."""
    row = _locked(work, id)
    found = list(_differences(work, row))
    if not found:
        raise RuleSaysNo("nothing_to_correct", f"Nothing of {id} is otherwise than it was frozen.")
    correction = Correction(at=work.at, user=work.user.full_name, reason=order.reason, differences=found)
    row.corrections, row.version = [*row.corrections, msgspec.to_builtins(correction)], row.version + 1
    work.audit("EVALUATION.CORRECT", "", id, f"{len(found)} figures: {masks.text(order.reason)}")
    return _message(row)


def _differences(work: Work, row: PeriodRow) -> Iterator[Difference]:
    for by in CORRECTED:
        was, now = (_standings(work, row, by, frozen) for frozen in (True, False))
        for key in sorted(was.keys() | now.keys()):
            before, after = _figures(was.get(key)), _figures(now.get(key))
            for figure in [name for name in (*Counter, *sorted(before.keys() | after.keys() - set(Counter))) if before.get(name) != after.get(name)]:
                named = now.get(key) or was[key]
                yield Difference(by=by, key=key, name=named.name, figure=figure, frozen=before.get(figure), now=after.get(figure))


def _standings(work: Work, row: PeriodRow, by: Dimension, frozen: bool) -> dict[str, Standing]:
    found = evaluation.evaluation(work, Question(period=row.period, day=row.first, frozen=frozen), by)
    return {"": found.total} if by is Dimension.CITY else {each.key: each for each in found.rows}


def _figures(standing: Standing | None) -> dict[str, float | None]:
    if standing is None:
        return {}
    counts: dict[str, float | None] = dict(standing.counts.items())
    return counts | standing.scores


def _locked(work: Work, id: str) -> PeriodRow:
    row = work.session.get(PeriodRow, id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Unknown("period", id)
    work.match(row.version, _message(row))
    return row


def _message(row: PeriodRow) -> PeriodRecord:
    copied = {name: getattr(row, name) for name in PeriodRecord.__struct_fields__ if name not in ("scheme_version", "corrections")}
    version = msgspec.json.decode(row.scheme, type=Scheme).version
    return PeriodRecord(**copied, scheme_version=version, corrections=msgspec.convert(row.corrections, list[Correction]))
