"""Half a million cases of years, made in bulk with a seed, for benches that need a history: streets, problems and words as in the real ones."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from psycopg.types.json import Json

from backend.rules import case_words, cases, departments, serials
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database, Work
from backend.tables.case_texts import CaseTextRow
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from bench.stage import CENTRE, SPREAD
from wire.codes import CallKind, CallState, CloseKind, Direction, Kind, Source, Status, Urgency, VoidKind
from wire.people import DepartmentOrder

PAGE = 20_000
BEGAN = datetime(2021, 1, 1, tzinfo=UTC)
EVERY = timedelta(minutes=5)
OPEN = 0.02  # share of what is not done yet
CALLED = 5  # every so many cases began with a call
ROADS = [
    name + kind
    for name in [
        "解放",
        "人民",
        "建设",
        "中银",
        "禹都",
        "河东",
        "学苑",
        "凤凰",
        "机场",
        "工农",
        "红旗",
        "圣惠",
        "槐东",
        "条山",
        "永胜",
        "货场",
        "周西",
        "姚孟",
        "涑水",
        "舜帝",
        "后稷",
        "关公",
        "司空",
        "魏风",
    ]
    for kind in ["街", "路", "大道", "东街", "西路", "巷"]
]
WHERE = ["人行道上", "小区门口", "学校门前", "公交站旁", "路口西南角", "商铺门前", "绿化带内", "便道上", "医院对面", "菜市场外", "桥下", "停车场入口"]
STATE = [
    "约两平方米",
    "影响通行",
    "已有三天",
    "气味难闻",
    "多次反映未处理",
    "存在安全隐患",
    "请尽快处理",
    "夜间看不清路",
    "老人孩子容易摔倒",
    "群众反映强烈",
]
NAMES = ["王秀英", "李建国", "张丽华", "刘志强", "陈晓燕", "杨国庆", "赵海涛", "黄玉兰", "周文斌", "吴桂芳"]
DISTRICT = "运城市盐湖区"
OTHERS = (*Source,)
Row = dict[str, Any]


def fill(url: str, count: int) -> None:
    """Into a database at head that has no cases."""
    database = Database(url)
    with database.write(SYSTEM) as work:
        for number in range(30):
            departments.put(work, DepartmentOrder(id=f"d{number}", code=f"d{number}", name=f"第{number}城管中队"))
        connection = work.session.connection()
        for index in CaseRow.__table__.indexes:  # type: ignore[attr-defined]
            index.drop(connection)
        for start in range(0, count, PAGE):
            rows = list(_rows(work, start, min(start + PAGE, count)))
            _store(work, rows)
            work.session.connection().execute(sa.insert(CallRow.__table__), [_call(row) for row in rows[::CALLED]])
        for index in CaseRow.__table__.indexes:  # type: ignore[attr-defined]
            index.create(connection)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if database.kind == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"))
    database.close()


def _rows(work: Work, start: int, stop: int) -> Iterator[Row]:
    chance, size = np.random.default_rng(start), stop - start
    classes = sorted(in_force(work).catalogue.classes, key=lambda small: small.kind is not Kind.EVENT)
    common = 1 / np.arange(3, len(classes) + 3)  # of classes few are most of the work
    small = chance.choice(len(classes), size, p=common / common.sum())
    place = chance.normal(CENTRE, SPREAD, (size, 2)).tolist()
    road, gate, where, department = (chance.integers(0, most, size) for most in (len(ROADS), 400, len(WHERE), 30))
    states, source, fate = chance.integers(0, len(STATE), (size, 2)), chance.integers(0, len(OTHERS), size), chance.random((size, 4))
    empty = dict.fromkeys(column.name for column in CaseRow.__table__.columns) | cases.blank(work) | {"callback_tries": 0}
    for each in range(size):
        number, kind = start + each, classes[small[each]]
        at = BEGAN + number * EVERY
        here, there = ROADS[road[each]], ROADS[(road[each] * 7 + 3) % len(ROADS)]
        written = f"{here}与{there}交叉口{WHERE[where[each]]}{kind.name}，{STATE[states[each, 0]]}，{STATE[states[each, 1]]}。"
        yield empty | {
            **{"id": f"past-{number:07d}", "version": 11, "steps": 11, "catalogue": "bench", "digest": "0" * 64, "reported_by": "importer"},
            **{"number": f"140802{at:%Y%m%d}{number % 288 + 1:05d}", "serial": serials.serial_of(f"past-{number:07d}", at)},
            **{"source": OTHERS[source[each]], "kind": kind.kind, "class_code": kind.code, "condition_id": f"{kind.kind}-{kind.code}-1"},
            **{"lon": place[each][0], "lat": place[each][1], "address": f"{DISTRICT}{here}{gate[each] + 1}号附近", "description": written},
            **{"department_id": f"d{department[each]}", "last_department_id": f"d{department[each]}", "duty_grid": f"140802{number % 355:03d}"},
            **{"grid_code": f"140802{number % 7:03d}{number % 11:03d}{number % 400:03d}", "reporter": NAMES[number % 10]},
            **{"phone": f"138{int(hashlib.blake2b(str(number).encode(), digest_size=4).hexdigest(), 16) % 10**8:08d}", "reported_at": at},
            **{"rework_count": int(fate[each, 1] < 0.05), "urgent": bool(fate[each, 2] < 0.01), "returned": False, "photo_count": 0, "paused_s": 0.0},
            **_course(at, fate[each].tolist()),
        }


def _call(case: Row) -> Row:
    """By which the case was reported."""
    at: datetime = case["reported_at"]
    return dict.fromkeys(column.name for column in CallRow.__table__.columns) | {
        **{"id": f"call-{case['id']}", "version": 3, "number": case["phone"], "direction": Direction.IN, "state": CallState.ENDED},
        **{"ring_at": at - timedelta(minutes=3), "answer_at": at - timedelta(minutes=3), "end_at": at, "seat": 1, "operator": "bench"},
        **{"taken_by": "bench", "kind": CallKind.COMPLAINT, "urgency": Urgency.GENERAL, "case_id": case["id"], "caller": case["reporter"]},
        **{"known_calls": 0, "open_cases": 0, "repeated": False, "tries": 0, "text": "", "digest": "0" * 64},
    }


def _course(at: datetime, fate: list[float]) -> Row:
    """When it was filed, dispatched, done: some late, some void, some not done yet."""
    went = {
        f"{name}_at": at + timedelta(minutes=minutes) for name, minutes in (("accepted", 20), ("filed", 40), ("dispatched", 60), ("yellow", 1200))
    }
    deadline, took = at + timedelta(hours=25), timedelta(hours=2 + 28 * fate[3])
    went |= {"deadline_at": deadline, "status_at": at + took}
    if fate[0] < OPEN:
        return went | {"status": Status.DISPOSING}
    if fate[0] < OPEN + 0.03:
        return {"status": Status.VOIDED, "status_at": at + timedelta(minutes=30), "void_kind": VoidKind.NOT_ACCEPTED}
    late = took > timedelta(hours=25)
    done = {"submitted_at": at + took, "disposed_at": at + took, "closed_at": at + took + timedelta(hours=3)}
    return went | done | {"status": Status.CLOSED, "close_kind": CloseKind.OVERDUE if late else CloseKind.NORMAL}


def _store(work: Work, rows: Sequence[Row]) -> None:
    texts = [(row["serial"], case_words.text_of(row)) for row in rows]
    if work.session.get_bind().dialect.name == "sqlite":
        work.session.connection().execute(sa.insert(CaseRow.__table__), rows)
        case_words.enter(work, rows)
        return
    cursor = work.session.connection().connection.cursor()
    words = ((row["serial"], " ".join((*case_words.pairs(text), *case_words.codes(row)))) for row, (_, text) in zip(rows, texts, strict=True))
    for table, columns, values in (
        ("cases", list(rows[0]), (tuple(map(_copied, row.values())) for row in rows)),
        (CaseTextRow.__tablename__, ["serial", "text"], iter(texts)),
        ("case_words", ["serial", "words"], words),
    ):
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:  # a third of the time of inserts
            for value in values:
                copy.write_row(value)


def _copied(value: Any) -> Any:
    """As COPY wants it: a list would be an array there, and the column is JSON."""
    return Json(value) if isinstance(value, list) else value
