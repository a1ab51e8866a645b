"""What a shift has left, counted once more from what was written down: flow records against the table, keys against what the seats said."""

import collections
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from backend.rules import counting
from backend.rules.catalogue import in_force
from backend.session import Database, Work
from backend.standards.machine import Transition
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from backend.tables.counts import counts
from backend.tables.orders import OrderRow
from tools import plain_count
from wire.codes import CallbackState, CloseKind, Satisfaction, Status, Verb, VoidKind

PAGE = 500

Deed = tuple[str, str]  # verb, case


@dataclass
class Found:
    cases: int = 0
    steps: int = 0
    sources: collections.Counter[str] = field(default_factory=collections.Counter)
    statuses: collections.Counter[str] = field(default_factory=collections.Counter)
    counted: collections.Counter[str] = field(default_factory=collections.Counter)
    reports: collections.Counter[str] = field(default_factory=collections.Counter)  # of citizens, that the door refused
    told: dict[str, collections.Counter[str]] = field(default_factory=dict)  # of what is rarer in a shift, how much of each
    put: int = 0
    stored: int = 0
    refused: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        differ = "not " if any("count" in each for each in self.wrong) else ""
        said = [
            f"{self.cases} cases of {len(self.sources)} sources, {self.steps} steps",
            f"keys: {self.put} put, {self.stored} stored, {self.refused.total()} refused",
            "sources: " + ", ".join(f"{source} {count}" for source, count in self.sources.most_common()),
            "standing: " + ", ".join(f"{status} {count}" for status, count in self.statuses.most_common()),
            f"counters {differ}equal to a recount of the flow records: " + ", ".join(f"{name} {self.counted[name]}" for name in plain_count.TOLD),
            *(f"{kind}: " + ", ".join(f"{what} {count}" for what, count in of_it.items()) for kind, of_it in self.told.items()),
            "reports that were refused: " + (", ".join(f"{code} {count}" for code, count in self.reports.most_common()) or "none"),
            "refused: " + (", ".join(f"{code} {count}" for code, count in self.refused.most_common()) or "none"),
            *(self.wrong or ["every case stands where its flow says, lawfully; no key was lost, none was done twice"]),
        ]
        return "\n".join(said)


def of(url: str, logs: Sequence[Path]) -> Found:
    found, database = Found(), Database(url)
    try:
        counting.keep_up(database)
        with database.read() as work:
            _recount_counters(work, found)
            _recount_cases(work, found)
            found.told = _rarer(work)
            _recount_keys(work, logs, found)
    finally:
        database.close()
    return found


def _recount_counters(work: Work, found: Found) -> None:
    """The counters that followed the feed beside a fold of all flow records, and beside what the records alone say."""
    stored = {row.case_id: row._asdict() for row in work.session.execute(sa.select(counts))}
    ids = list(work.session.scalars(sa.select(CaseRow.id)))
    folded = {row["case_id"]: row for start in range(0, len(ids), PAGE) for row in counting.count(work, ids[start : start + PAGE])}
    found.wrong += [f"case {id} has no counters" for id in folded.keys() - stored.keys()]
    for id in folded.keys() & stored.keys():
        other = sorted(name for name, value in folded[id].items() if stored[id][name] != value)
        found.wrong += [f"case {id}: the counters {', '.join(other)} are not those of a recount"] if other else []
    _recount_plainly(work, stored, found)


def _recount_plainly(work: Work, stored: Mapping[str, Mapping[str, Any]], found: Found) -> None:
    """Beside what the records say by themselves; a fold that is wrong is found here alone."""
    flows, due = _flows(work), _due(work)
    mains = {id: main for id, flow in flows.items() for record in flow if (main := record.set.get("duplicate_of"))}
    for id in flows.keys() & stored.keys():
        told = plain_count.told(flows[id], due.get(id, {}), flows.get(mains.get(id, ""), ()), in_force(work).evaluation.every_rework)
        counted = {counter for counter in plain_count.TOLD if stored[id][counter.lower()]}
        if other := counted ^ told:
            found.wrong.append(f"case {id}: its flow records do not say what it counts of {', '.join(sorted(other))}")
        found.counted.update(counted)


def _flows(work: Work) -> dict[str, list[plain_count.Record]]:
    columns = [getattr(FlowRow, name) for name in plain_count.Record._fields if name != "set"]
    found: dict[str, list[plain_count.Record]] = {}
    for id, changed, *values in work.session.execute(sa.select(FlowRow.case_id, FlowRow.changed, *columns).order_by(FlowRow.case_id, FlowRow.seq)):
        found.setdefault(id, []).append(plain_count.Record._make([*values, {each["field"]: each["new"] for each in changed}]))
    return found


def _due(work: Work) -> dict[str, dict[str, datetime]]:
    """By when the last task of each kind was due, by case."""
    found: dict[str, dict[str, datetime]] = {}
    for row in work.session.execute(sa.select(TaskRow.case_id, TaskRow.kind, TaskRow.due_at).order_by(TaskRow.sent_at, TaskRow.id)):
        found.setdefault(row.case_id, {})[row.kind] = row.due_at
    return found


def _recount_cases(work: Work, found: Found) -> None:
    rows = {row.id: row for row in in_force(work).machine.transitions}
    flow: dict[str, list[FlowRow]] = {}
    for record in work.session.scalars(sa.select(FlowRow).order_by(FlowRow.case_id, FlowRow.seq)):
        flow.setdefault(record.case_id, []).append(record)
    for case in work.session.scalars(sa.select(CaseRow)):
        records = flow.get(case.id, [])
        found.cases, found.steps = found.cases + 1, found.steps + len(records)
        found.sources[case.source] += 1
        found.statuses[case.status] += 1
        if wrong := _unlawful(case, records, rows):
            found.wrong.append(f"case {case.id}: {wrong}")


def _unlawful(case: CaseRow, records: list[FlowRow], rows: dict[str, Transition]) -> str:
    """What is wrong with a case, nothing when it stands where lawful steps led it."""
    status = None
    for number, record in enumerate(records, 1):
        row = rows.get(record.transition)
        if record.seq != number:
            return f"record {number} is missing"
        if record.from_status != status:
            return f"step {number} begins at {record.from_status}, and the case was at {status}"
        if row is None or record.from_status not in row.entries or record.role not in row.roles:
            return f"step {number} ({record.transition} by {record.role}) is not in the table"
        if row.to is not None and not row.undoes and record.to_status != row.to:
            return f"step {number} ({record.transition}) led to {record.to_status}"
        status = record.to_status
    return "" if status == case.status else f"it is {case.status}, its flow says {status}"


def _rarer(work: Work) -> dict[str, collections.Counter[str]]:
    """Call-backs, voids, appeals and what ran over its limit, by the flow records and the clocks; what there is none of is 0."""
    calls = collections.Counter(dict.fromkeys(("made", *CallbackState, *Satisfaction), 0))
    asked = collections.Counter(dict.fromkeys(("asked for", *VoidKind), 0))
    appeals = collections.Counter(dict.fromkeys(("asked for", "granted", "rejected"), 0))
    late = collections.Counter(dict.fromkeys(("disposed of late", *(f"closed as {kind}" for kind in CloseKind), "still over the limit"), 0))
    for record in work.session.scalars(sa.select(FlowRow)):
        if record.verb is Verb.CALL_BACK and record.outcome is not None:
            calls.update(["made", record.outcome, *([record.satisfaction] if record.satisfaction else [])])
        asked["asked for"] += record.verb is Verb.ASK_VOID
        appeals["asked for"] += record.verb is Verb.ASK_APPEAL
        appeals["granted"] += record.verb is Verb.EXEMPT
        appeals["rejected"] += record.verb is Verb.REJECT and record.from_status is Status.CLOSED
    for case in work.session.scalars(sa.select(CaseRow)):
        asked.update([case.void_kind] if case.void_kind else [])
        late.update([f"closed as {case.close_kind}"] if case.close_kind else [])
        at_work = case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING)
        if case.deadline_at is not None:
            late["disposed of late"] += case.disposed_at is not None and case.disposed_at > case.deadline_at
            late["still over the limit"] += case.disposed_at is None and at_work and case.deadline_at < work.at
    del calls[CallbackState.PENDING]
    return {"call-backs": calls, "voided": asked, "appeals": appeals, "overdue": late}


def _recount_keys(work: Work, logs: Sequence[Path], found: Found) -> None:
    kept = {(row.user, row.key) for row in work.session.execute(sa.select(OrderRow.user, OrderRow.key))}
    for log in logs:
        user, put, ended, done = log.stem, {}, {}, collections.Counter[Deed]()
        for line in log.read_text().splitlines():
            word, *rest = line.split()
            if word == "put":
                put[rest[0]] = (rest[1], rest[2])
            elif word in ("stored", "refused"):
                if rest[0] in ended:
                    found.wrong.append(f"{user}: the key {rest[0]} was answered twice")
                ended[rest[0]] = word
                found.refused.update(rest[1:2] if word == "refused" else ())
            elif word == "left" and rest != ["0"]:
                found.wrong.append(f"{user}: {rest[0]} letters are left in the outbox")
        stored = [key for key, word in ended.items() if word == "stored"]
        found.put, found.stored = found.put + len(put), found.stored + len(stored)
        done.update(put[key] for key in stored)
        found.wrong += [f"{user}: the key {key} was never answered" for key in put.keys() - ended.keys()]
        found.wrong += [f"{user}: the key {key} is stored, and the backend does not know it" for key in stored if (user, key) not in kept]
        _recount_deeds(work, user, done, found)


def _recount_deeds(work: Work, user: str, done: collections.Counter[Deed], found: Found) -> None:
    """Each stored order is one record of the flow: none lost, none doubled."""
    rows = work.session.execute(sa.select(FlowRow.verb, FlowRow.case_id).where(FlowRow.actor == user))
    written = collections.Counter((str(verb), case_id) for verb, case_id in rows)
    found.wrong += [
        f"{user}: {verb} of {case_id} was stored {count} times and is written {written[verb, case_id]} times"
        for (verb, case_id), count in done.items()
        if written[verb, case_id] != count
    ]
