"""Fixes in open days, in closed ones, late and out of order: what is read is what was written."""

import numpy as np
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from backend import migrations, standards
from backend.fixes import folding, packing, parts, reading, rows, writing
from backend.fixes.scale import LARGEST, PAGE_MS, Fixes, Span, joined, of_values
from backend.migrations import upgrade
from backend.session import SYSTEM, Database
from backend.standards.data import BadStandard
from backend.standards.positions import checked_positions
from backend.tables.positions import CellPageRow, FixPageRow, PartRow
from tests.backend.test_migrations import empty
from tests.backend.tracked import add_units, midnight, trips
from wire.codes import UnitKind

__all__ = ["empty"]
HOUR_MS = 3_600_000


def same(one: Fixes, other: Fixes) -> bool:
    return all(np.array_equal(*columns) for columns in zip(one, other, strict=True))


def everything(database: Database, numbers: list[int]) -> Fixes:
    with database.read() as work:
        return reading.read(work, [Span(number, 0, 2**42) for number in numbers])


def keep(database: Database, fixes: Fixes) -> int:
    with database.write(SYSTEM) as work:
        return len(writing.keep(work, fixes))


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
    _downgrade(old, "0028")
    with old.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(table)) == len(told.at)
    upgrade(old.engine)
    assert same(everything(old, [3, 5]), told)
    old.close()


def _downgrade(database: Database, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(next(iter(migrations.__path__))))
    with database.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def test_that_rules_that_cannot_be_are_named() -> None:
    rules = standards.in_force().positions
    for wrong in ({"hop_s": 301.0}, {"keep_days": {UnitKind.TRUCK: 9}}, {"keep_days": dict.fromkeys(UnitKind, 1)}):
        with pytest.raises(BadStandard, match=f"{next(iter(wrong))} in positions.toml"):
            checked_positions(type(rules)(**{name: getattr(rules, name) for name in rules.__struct_fields__} | wrong))
