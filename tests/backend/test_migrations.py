"""The migrations make precisely the tables that the code knows, and bring with them what an old database holds."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from backend import migrations
from backend.migrations import upgrade
from backend.opening import opened
from backend.refusals import Setup
from backend.rules import alarms, counting, evaluation, keys, past_marks, people, period_records, units, video_layouts
from backend.session import SYSTEM, Database
from backend.settings import Settings
from backend.tables import Base
from backend.tables.alarms import CalloutRow
from backend.tables.cases import CaseRow, FlowRow
from backend.tables.counts import counts
from backend.tables.shifts import SignRow
from geo.datum import Datum
from tests.backend import past
from tests.backend.centre import DEPARTMENT, Centre
from tests.postgres import Cluster
from wire.case_filter import CaseFilter, CaseSort
from wire.codes import AlarmKind, CalloutState, CloseKind, DutyState, Role, SignResult, Status, UnitKind, Verb
from wire.evaluation import Period
from wire.people import UserOrder
from wire.period_records import PeriodOrder
from wire.units import UnitOrder
from wire.video_layouts import LayoutOrder

SPATIAL = re.compile(r"spatial_ref_sys|\w+_(at|box|boxes)(_node|_parent|_rowid)?|geom|geog|ix_\w+_(geom|geog)|(ix_)?(name|case)_words(_\w+)?")


def ours(_: object, name: str | None, kind: str, reflected: bool, counterpart: object) -> bool:
    """Leaves out what only a spatial index needs: PostGIS' own table and columns, R*Trees."""
    return not (reflected and counterpart is None and SPATIAL.fullmatch(name or ""))


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geo")  # reflection need not know PostGIS
def test_that_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_that_a_second_start_changes_nothing(database: Database) -> None:
    upgrade(database.engine)
    with database.read() as work:
        assert work.session.execute(sa.text("SELECT count(*) FROM feed_head")).scalar_one() == 1


def test_that_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Setup, match="does not belong to this version"):
        upgrade(database.engine)


BEFORE_HISTORY = "0019"  # then cases had neither serial nor words
ASKED = (
    CaseFilter(limit=7),
    CaseFilter(text="路灯"),
    CaseFilter(text="井"),
    CaseFilter(text="环卫 垃圾"),  # a department by its name, and a text
    CaseFilter(text="20250303"),  # numbers
    CaseFilter(status=[Status.CLOSED], sort=CaseSort.CLOSED, limit=7),
    CaseFilter(close_kind=[CloseKind.OVERDUE], sort=CaseSort.DEADLINE, ascending=True),
)


@pytest.fixture
def empty(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the same kind in which there is nothing, not even tables."""
    if database.kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres").cluster
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geo")
def test_that_the_cases_of_an_old_database_are_found_by_every_filter(database: Database, empty: str, tmp_path: Path) -> None:
    past.fill(database, 300)
    old = Database(empty)
    upgrade(old.engine, to=BEFORE_HISTORY)
    for name in ("departments", "case_numbers", "cases"):
        _copy(database, old, name)
    old.close()
    now = opened(Settings(data=tmp_path / "data", database=empty))
    for wanted in ASKED:
        told = past.found(now, wanted)
        assert told, wanted
        assert told == past.found(database, wanted), wanted
    past.add(now, 20, seed=7)  # and what comes after is found among them
    assert past.found(now, CaseFilter(text="路灯")) == past.expected(now, CaseFilter(text="路灯"))
    _change_department(now)
    assert past.found(now, CaseFilter(text="市政所")) == past.expected(now, CaseFilter(text="市政所"))
    now.close()


def _copy(source: Database, target: Database, name: str) -> None:
    """What a table holds, as far as the older one has columns for it."""
    older = sa.Table(name, sa.MetaData(), autoload_with=target.engine)
    table = Base.metadata.tables[name]
    columns = [column for column in table.columns if column.name in older.columns]
    with source.read() as work:
        rows = [dict(row) for row in work.session.execute(sa.select(*columns)).mappings()]
    with target.engine.execution_options(write=True).begin() as connection:
        typed = sa.table(name, *(sa.column(column.name, column.type) for column in columns))
        connection.execute(sa.insert(typed), rows)


def _change_department(database: Database) -> None:
    with database.write(past.CHIEF) as work:
        case = work.session.scalars(sa.select(CaseRow).where(CaseRow.department_id == "d1").order_by(CaseRow.id)).first()
        assert case is not None
        case.department_id = "d2"


def downgrade(database: Database, to: str) -> None:
    """Back to an earlier step, all or nothing."""
    config = Config()
    config.set_main_option("script_location", str(next(iter(migrations.__path__))))
    with database.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


@pytest.fixture
def filled(empty: str) -> Iterator[Database]:
    """At head, with a user and a unit."""
    made = Database(empty)
    upgrade(made.engine)
    with made.write(SYSTEM) as work:
        people.put(work, UserOrder(name="gate", full_name="Gate", roles=[Role.DEVICE]))
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.TRUCK, name="Truck one"))
    yield made
    made.close()


def nouns(database: Database) -> set[str]:
    """Of what the change log tells."""
    with database.read() as work:
        return set(work.session.execute(sa.text("SELECT noun FROM changes")).scalars())


def epoch(database: Database) -> str:
    with database.read() as work:
        return str(work.session.execute(sa.text("SELECT epoch FROM feed_head")).scalar_one())


def test_that_shared_layouts_are_not_lost_by_a_step_back_and_leave_nothing_unreadable(filled: Database) -> None:
    with filled.write(SYSTEM) as work:
        for id, name in (("a", "夜间"), ("b", "河道")):
            video_layouts.put(work, LayoutOrder(id=id, name=name, layout="4", cameras=["k1", "", "", ""]))
    with pytest.raises(Setup, match=r"shares 2 layouts of the video wall.*: 夜间, 河道\. Remove them first"):
        downgrade(filled, "0046")
    with filled.read() as work:
        assert len(video_layouts.all_layouts(work)) == 2  # nothing of it was done
    with filled.write(SYSTEM) as work:
        for id in ("a", "b"):
            video_layouts.remove(work, id)
    before = epoch(filled)
    assert "VIDEO_LAYOUT" in nouns(filled)
    downgrade(filled, "0046")
    assert nouns(filled) == {"UNIT"}
    assert epoch(filled) != before  # consoles take the picture anew
    upgrade(filled.engine)
    with filled.read() as work:
        assert video_layouts.all_layouts(work) == []


def test_that_no_key_changes_its_datum_by_a_step_back_and_no_alarm_is_left_that_cannot_be_read(filled: Database) -> None:
    with filled.write(SYSTEM) as work:
        people.add_key(work, "gate", Datum.GCJ02)
        people.add_key(work, "gate", Datum.CGCS2000)
        alarms.raise_(work, AlarmKind.SHIFTED, "u1", "gate/1", level=2)
        alarms.raise_(work, AlarmKind.SPEED, "u1")
    with pytest.raises(Setup, match="The keys of gate send places in GCJ-02 or BD-09, which the version before would take for WGS-84"):
        downgrade(filled, "0049")
    with filled.write(SYSTEM) as work:
        assert {key.datum for key in keys.all_keys(work)} == {Datum.GCJ02, Datum.CGCS2000}
        keys.declare(work, "gate", Datum.WGS84)
    downgrade(filled, "0049")
    with filled.read() as work:
        told = work.session.execute(sa.text("SELECT body FROM changes WHERE noun = 'ALARM'")).scalars().all()
        assert [msgspec.json.decode(body)["kind"] for body in told] == ["SPEED"]
        assert list(work.session.execute(sa.text("SELECT kind FROM alarms")).scalars()) == ["SPEED"]
    upgrade(filled.engine)
    with filled.read() as work:
        assert {key.datum for key in keys.all_keys(work)} == {Datum.WGS84}


def test_that_squads_called_out_to_an_alarm_that_the_version_before_cannot_read_are_not_forgotten(filled: Database) -> None:
    with filled.write(SYSTEM) as work:
        row = {"id": "o1", "version": 1, "alarm_id": "a1", "alarm": AlarmKind.SHIFTED, "about": "u1", "unit_id": "u1", "state": CalloutState.SENT}
        work.session.add(CalloutRow(**row, lon=111.0, lat=35.0, sent_at=work.at, sent_by="Gate", note=""))
    with pytest.raises(Setup, match="called out to alarms of a datum"):
        downgrade(filled, "0049")


def test_that_keys_of_before_have_a_datum_and_those_of_after_keep_theirs(empty: str) -> None:
    old = Database(empty)
    upgrade(old.engine, to="0049")
    with old.engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("INSERT INTO users (name, version, full_name, roles) VALUES ('gate', 1, 'Gate', '[]')"))
        connection.execute(sa.text("""INSERT INTO tokens (digest, "user", at) VALUES ('a1', 'gate', '2026-11-20 00:00:00')"""))
    upgrade(old.engine, to="0052")
    with old.engine.execution_options(write=True).begin() as connection:
        connection.execute(sa.text("""INSERT INTO tokens (digest, "user", at, datum) VALUES ('b2', 'gate', '2026-11-21 00:00:00', 'GCJ02')"""))
    upgrade(old.engine)
    with old.read() as work:
        assert [(key.id, key.datum) for key in keys.all_keys(work)] == [("a1", Datum.WGS84), ("b2", Datum.GCJ02)]
    old.close()


def followed(database: Database) -> tuple[list[str], int]:
    """Whom it was recommended to give cases to, by the flow, and how often that was counted."""
    counting.keep_up(database)
    with database.read() as work:
        told = work.session.scalars(sa.select(FlowRow.recommended).where(FlowRow.recommended.is_not(None))).all()
        return [each for each in told if each], work.session.execute(sa.select(sa.func.sum(counts.c.suggest_dispatch))).scalar_one()


def test_that_what_was_recommended_is_forgotten_by_a_step_back_and_the_flow_still_stands(empty: str) -> None:
    made = Database(empty)
    upgrade(made.engine)
    centre = Centre(made)
    case = centre.bring(Status.PENDING_DISPOSAL, "c")
    assert followed(made) == (["d1"], 1)
    with made.read() as work:
        steps = work.session.execute(sa.text("SELECT seq, verb, note FROM flow ORDER BY seq")).all()
    downgrade(made, "0053")
    made.engine.dispose()  # no connection knows the columns any more
    assert {"rank", "recommended"}.isdisjoint(column["name"] for column in sa.inspect(made.engine).get_columns("flow"))
    with made.read() as work:
        assert work.session.execute(sa.text("SELECT seq, verb, note FROM flow ORDER BY seq")).all() == steps
    with pytest.raises(sa.exc.DBAPIError, match="they are never changed"), made.write(SYSTEM) as work:
        work.session.execute(sa.text("UPDATE flow SET note = 'x'"))
    upgrade(made.engine)
    made.engine.dispose()
    centre.step(DEPARTMENT, case.id, Verb.ASSIGN)
    assert followed(made) == ([], 0)
    assert past_marks.keep_up(made) == 0
    made.close()


def test_that_signs_from_nobody_knows_where_can_be_read_after_a_step_back(filled: Database) -> None:
    with filled.write(SYSTEM) as work:
        row = {"id": "s1", "unit_id": "u1", "duty": DutyState.ON_DUTY, "at": work.at, "result": SignResult.UNPLACED}
        work.session.add(SignRow(**row, shift_id=None, lon=None, lat=None, away_m=None))
    downgrade(filled, "0055")
    filled.engine.dispose()
    with filled.read() as work:
        assert work.session.execute(sa.text("SELECT result FROM signs")).scalar_one() == "NORMAL"
    upgrade(filled.engine)


def test_that_a_period_that_was_frozen_with_rates_of_recommendations_stays_what_it_is(filled: Database) -> None:
    with filled.write(SYSTEM) as work:
        day = evaluation.today(work) - timedelta(days=1)
        period_records.freeze(work, PeriodOrder(period=Period.DAY, day=day))
    with pytest.raises(Setup, match=rf"rates of recommendations, which the version before cannot read: \S*{day}\. There is no way back"):
        downgrade(filled, "0053")
    with filled.read() as work:
        assert [record.first for record in period_records.records(work)] == [day]
    assert "rank" in {column["name"] for column in sa.inspect(filled.engine).get_columns("flow")}  # nothing of it was done


def test_that_who_reported_under_a_number_as_it_was_typed_is_known_by_it(filled: Database) -> None:
    centre, typed = Centre(filled), {"a": "+86 138-1234 5678", "b": "0086 13812345678", "c": "0359-2001234 转 8"}
    for id in typed:
        centre.report(id)
    with filled.write(SYSTEM) as work:
        for id, phone in typed.items():
            work.session.execute(sa.update(CaseRow).where(CaseRow.id == id).values(phone=phone))
    downgrade(filled, "0057")
    upgrade(filled.engine)
    with filled.read() as work:
        kept = {row.id: row.phone for row in work.session.execute(sa.select(CaseRow.id, CaseRow.phone))}
    assert kept == {"a": "13812345678", "b": "13812345678", "c": typed["c"]}
