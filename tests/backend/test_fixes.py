"""Fixes in open days, in closed ones, late and out of order: what is read is what was written."""

from datetime import timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from backend import standards
from backend.fixes import folding, packing, parts, reading, rows, writing
from backend.fixes.scale import LARGEST, PAGE_MS, Fixes, Span, joined, of_values
from backend.migrations import upgrade
from backend.rules import positions
from backend.session import SYSTEM, Database
from backend.standards.data import BadStandard
from backend.standards.positions import checked_positions
from backend.tables.positions import CellPageRow, FixPageRow, LatestRow, PartRow, PositionHead
from tests.backend.test_migrations import downgrade, empty
from tests.backend.tracked import add_units, midnight, moment, trips
from wire.codes import Role, UnitKind
from wire.people import User
from wire.units import Fix, FixBatch, FixReceipt

__all__ = ["empty"]
HOUR_MS = 3_600_000


def same(one: Fixes, other: Fixes) -> bool:
    return all(np.array_equal(*columns) for columns in zip(one, other, strict=True))


def everything(database: Database, numbers: list[int]) -> Fixes:
    with database.read() as work:
        return reading.read(work, [Span(number, 0, 2**42) for number in numbers])


def keep(database: Database, fixes: Fixes) -> int:
    with database.write(SYSTEM) as work:
        return int(writing.keep(work, fixes).new.sum())


def states(database: Database) -> list[tuple[int | None, str]]:
    with database.read() as work:
        return [(part.day, part.state) for part in parts.known(work, (parts.OPEN, parts.SEALED, parts.FOLDED))]


def test_that_a_page_gives_back_what_was_packed() -> None:
    fixes = trips([7], 3 * PAGE_MS, 400, seed=1)
    assert same(packing.unpack(7, 3, len(fixes.at), packing.pack(3, fixes)), fixes)
    far = of_values(7, np.array([0, 5, PAGE_MS - 1]), [-180, 180, -180], [90, -90, 90], [1e300, None, 0], [360, None, 0], [1e12, 0, None])
    assert same(packing.unpack(7, 0, 3, packing.pack(0, far)), far)
    assert far.speed.tolist() == [LARGEST, -1, 0]
    assert len(packing.pack(3, fixes)) / len(fixes.at) < 14  # one in a hundred is a jump, and times are odd


def test_that_what_is_loaded_at_once_is_kept_once_even_where_it_should_have_been_new(database: Database) -> None:
    """A thousand fixes ahead of the newest go in by bulk; when some are there after all, which nothing should bring about, the others still do."""
    (number,) = add_units(database, 1)
    at = midnight(0) - 3 * HOUR_MS + np.arange(1000) * 1000
    fixes = of_values(number, at, 114 + np.arange(1000) / 1e5, [22.5] * 1000, [None] * 1000, [None] * 1000, [None] * 1000)
    with database.write(SYSTEM) as work:
        positions.store(work, "u0", [Fix(at=moment(int(at[0]) - 60_000), lon=114, lat=22.5)])
    assert keep(database, fixes.pick(slice(0, 700))) == 700  # nobody tells the live picture, so that all seems to be ahead still
    assert keep(database, fixes) == 300
    assert keep(database, fixes) == 0
    assert len(everything(database, [number]).at) == 1001


def test_that_a_transaction_of_many_devices_gives_each_its_receipt_and_one_live_picture(database: Database) -> None:
    add_units(database, 300)
    device = User(id="d", version=1, name="gateway", full_name="", roles=[Role.DEVICE])
    noon = moment(midnight(1) + 12 * HOUR_MS)

    def said(code: str, *seconds: int) -> positions.Said:
        fixes = [Fix(at=noon + timedelta(seconds=second), lon=114 + second / 1e4, lat=22.5, heading=90) for second in seconds]
        return positions.Said(device, FixBatch(code=code, fixes=fixes))

    def told(said: list[positions.Said]) -> list[tuple[int, int] | str]:
        with database.write(SYSTEM) as work:
            return [(out.stored, out.doubled) if isinstance(out, FixReceipt) else out.code for out in positions.report_all(work, said)]

    assert told([said(f"c{n}", 0, 1) for n in range(300)]) == [(2, 0)] * 300
    again = [said("c1", 3, 2, 3), said("ghost", 1), said("c1", 3, 4), said("c2", 1), *(said(f"c{n}", 5) for n in range(3, 300))]
    assert told(again) == [(2, 1), "unknown_unit", (1, 1), (0, 1), *[(1, 0)] * 297]
    with database.read() as work:
        led = work.session.execute(sa.select(LatestRow.unit_id, LatestRow.at, LatestRow.lon, LatestRow.speed, LatestRow.heading)).all()
        cursors = work.session.scalars(sa.select(LatestRow.cursor)).all()
        head = work.session.scalars(sa.select(PositionHead.cursor)).one()
    newest = {"u0": 1, "u1": 4, "u2": 1}
    assert {row.unit_id: (row.at, row.lon) for row in led} == {
        f"u{n}": (midnight(1) + 12 * HOUR_MS + newest.get(f"u{n}", 5) * 1000, 114 + newest.get(f"u{n}", 5) / 1e4) for n in range(300)
    }
    assert {(row.speed, row.heading) for row in led} == {(None, 90.0)}
    assert (len(set(cursors)), max(cursors), head) == (300, 598, 598)


def test_that_fixes_in_any_order_are_kept_once_and_read_alike_before_and_after_their_days_are_closed(database: Database) -> None:
    numbers = add_units(database, 6)
    days = [trips(numbers, midnight(ago), 24 * 60, seed=ago).pick(slice(0, None, 40)) for ago in (9, 3, 0)]
    told = joined([day.pick(day.at < midnight(0) + HOUR_MS // 6) for day in days])
    pieces = [told.pick(np.arange(len(told.at)) % 7 == n) for n in (4, 0, 6, 2, 1, 5, 3)]
    for piece in pieces[:-1]:
        assert keep(database, piece) == len(piece.at)
        assert keep(database, piece.pick(slice(0, 9))) == 0
    written = joined(pieces[:-1])
    assert same(everything(database, numbers), written)
    with database.read() as work:
        before = {number: sorted(reading.stretches(work, number)) for number in numbers}
    assert folding.rewrite(database) >= 1
    assert (None, parts.FOLDED) in states(database)
    assert same(everything(database, numbers), written)
    assert keep(database, written.pick(slice(0, None, 5))) == 0  # known, in a page
    with database.read() as work:
        assert {number: sorted(reading.stretches(work, number)) for number in numbers} == before
    late = pieces[-1]
    assert keep(database, late) == len(late.at)
    assert same(everything(database, numbers), told)
    folding.rewrite(database)
    assert same(everything(database, numbers), told)
    with database.read() as work:
        assert sum(reading.counts(work, 0).values()) == len(told.at)


def test_that_a_rewriting_that_broke_off_is_done_again_and_its_tables_go_when_nobody_reads_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = add_units(database, 3)
    fixes = trips(numbers, midnight(5), 300, seed=2)
    keep(database, fixes)

    def break_off(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(folding, "_fold_cells", break_off)
        with pytest.raises(RuntimeError):
            folding.rewrite(database)
    assert states(database) == [(None, parts.SEALED)]
    assert same(everything(database, numbers), fixes)  # in pages and in the part
    keep(database, fixes.pick(slice(0, 5)))
    folding.rewrite(database)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.update(PartRow).values(state_at=0))
    folding.rewrite(database)
    assert states(database) == []
    assert same(everything(database, numbers), fixes)
    assert not [name for name in sa.inspect(database.engine).get_table_names() if name.startswith(("fixes_", "cells_"))]


def test_that_a_day_is_open_until_so_many_hours_after_its_end(database: Database) -> None:
    (number,) = add_units(database, 1)
    now = of_values(number, np.array([midnight(0) + 1]), [114.0], [22.5], [None], [None], [None])
    keep(database, now)
    with database.read() as work:
        (part,), first = parts.known(work), parts.first_open(work)
    assert part.day is not None
    assert part.day >= first
    folding.rewrite(database)
    assert states(database) == [(part.day, parts.OPEN)]


def test_that_an_import_of_old_days_goes_into_pages_at_once(database: Database) -> None:
    (number,) = add_units(database, 1)
    fixes = trips([number], midnight(400), 2000, seed=3)
    with database.write(SYSTEM) as work:
        assert writing.keep_many(work, fixes.pick(slice(0, None, 2))) == len(fixes.at[::2])
        assert writing.keep_many(work, fixes) == len(fixes.at[1::2])
        assert all(rows.slots(work, part.number) is None for part in parts.known(work))
    assert same(everything(database, [number]), fixes)


def test_that_what_is_older_than_its_kind_is_kept_is_deleted(database: Database) -> None:
    numbers = add_units(database, 3)
    kept = standards.in_force().positions.kept
    for ago in (500, 300, 30):
        keep(database, trips(numbers, midnight(ago), 30, seed=ago).pick(slice(0, None, 5)))
    folding.rewrite(database)
    assert folding.expire(database, kept) == 1 * 3 + 1
    left = {kind: everything(database, [number]) for kind, number in zip(UnitKind, numbers, strict=True)}
    assert [int((left[kind].at[-1] - left[kind].at[0]) / 86_400_000) for kind in UnitKind] == [0, 270, 270]
    with database.read() as work:
        oldest = work.session.scalar(sa.select(sa.func.min(CellPageRow.page))) or 0
        assert oldest == work.session.scalar(sa.select(sa.func.min(FixPageRow.page)))


def test_that_an_archive_is_kept_from_when_it_was_brought_in(database: Database) -> None:
    """However old it is, and also where a device has sent something of that day before."""
    (number,) = add_units(database, 1)
    kept, fixes = standards.in_force().positions.kept, trips([number], midnight(6000), 60, seed=3)
    keep(database, fixes.pick(slice(0, 3)))
    folding.rewrite(database)
    with database.write(SYSTEM) as work:
        writing.keep_many(work, fixes)
    folding.rewrite(database)
    assert folding.expire(database, kept) == 0
    assert same(everything(database, [number]), fixes)
    with database.write(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(CellPageRow))
        work.session.execute(sa.update(FixPageRow).values(entered=FixPageRow.entered - 181 * 86_400_000))
    assert folding.expire(database, kept) == 1
    assert not len(everything(database, [number]).at)
    with database.read() as work:
        assert not work.session.scalar(sa.select(sa.func.count()).select_from(CellPageRow))


def test_that_fixes_of_an_old_database_are_moved_there_and_back(database: Database, empty: str) -> None:
    told = trips([3, 5], midnight(2), 1500, seed=4).pick(slice(0, None, 3))
    old = Database(empty)
    upgrade(old.engine, to="0028")
    lon, lat = told.degrees()
    columns = [told.unit, told.at, lon, lat, *(np.where(c < 0, None, c / s) for c, s in zip(told[4:], (100, 1, 10), strict=True))]
    table = sa.table("fixes", *[sa.column(name) for name in Fixes._fields])
    values = [dict(zip(Fixes._fields, row, strict=True)) for row in zip(*[column.tolist() for column in columns], strict=True)]
    with old.engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.insert(table), values)
    upgrade(old.engine)
    assert same(everything(old, [3, 5]), told)
    with old.read() as work:
        assert work.session.scalar(sa.select(sa.func.sum(CellPageRow.visits)))
    late = trips([3], midnight(2), 1500, seed=5).pick(slice(0, None, 50))
    assert keep(old, late) > 0
    told = joined([told, late])
    downgrade(old, "0028")
    with old.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(table)) == len(told.at)
    upgrade(old.engine)
    assert same(everything(old, [3, 5]), told)
    old.close()


def test_that_rules_that_cannot_be_are_named() -> None:
    rules = standards.in_force().positions
    for wrong in ({"hop_s": 301.0}, {"keep_days": {UnitKind.TRUCK: 9}}, {"keep_days": dict.fromkeys(UnitKind, 1)}):
        with pytest.raises(BadStandard, match=f"{next(iter(wrong))} in positions.toml"):
            checked_positions(type(rules)(**{name: getattr(rules, name) for name in rules.__struct_fields__} | wrong))
