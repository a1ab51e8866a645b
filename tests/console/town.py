"""A small town for the console's tests: what a hall of a county seat might hold on a Saturday morning."""

import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from wire.cases import Case, CaseCard, Offer, Suggestion
from wire.codes import (
    STAGE_OF,
    CloseKind,
    DutyState,
    Kind,
    LimitType,
    PhotoPhase,
    ReceiverKind,
    Role,
    Source,
    Stage,
    Status,
    TaskKind,
    TaskResult,
    TaskState,
    UnitKind,
    Verb,
)
from wire.flow import FlowRecord
from wire.people import Department, User
from wire.photos import Photo
from wire.problem import Problem
from wire.standards import Catalogue, Condition, Limit, MajorClass, SmallClass
from wire.tasks import Task
from wire.tracks import TRACK, TrackDay
from wire.units import Positions, Unit

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)  # 10:30 in the town
LON, LAT = 111.003, 35.022

# kind | code | name | in English | trade | limit | its clock | filed when | in English | closed when | in English
CLASS_ROWS = """
COMPONENT | 0101 | 上水井盖 | Water cover | water | 2 | URGENT_HOUR | 缺失、移位、破损 | Missing, shifted or broken | 恢复原状 | Restored
COMPONENT | 0103 | 污水井盖 | Sewer cover | drainage | 4 | WORK_HOUR | 破损面积大于 25 平方厘米 | 25 cm² broken | 更换或修复 | Replaced or repaired
COMPONENT | 0104 | 雨水箅子 | Rain grate | drainage | 1 | WORK_DAY | 堵塞三分之一以上 | A third or more is blocked | 疏通清理 | Cleared
COMPONENT | 0137 | 路灯 | Street lamp | lighting | 2 | WORK_DAY | 单灯不亮 | One lamp is out | 恢复照明 | Lit again
COMPONENT | 0501 | 行道树 | Street tree | parks | 1 | WORK_DAY | 倒伏、断枝影响通行 | Fallen, or branches block the way | 扶正清理 | Cleared
EVENT | 0110 | 暴露垃圾 | Exposed garbage | sanitation | 4 | WORK_HOUR | 公共场所散落生活垃圾 | Garbage in a public place | 清理干净 | Cleared
EVENT | 0112 | 道路不洁 | Dirty road | sanitation | 2 | WORK_HOUR | 路面有渣土、油污、泥浆 | Litter, oil or mud on the road | 清扫干净 | Swept
EVENT | 0201 | 非法小广告 | Illegal stickers | appearance | 1 | WORK_DAY | 公共设施上张贴小广告 | Posters on public facilities | 清除 | Removed
EVENT | 0401 | 无照经营游商 | Hawkers | enforcement | 2 | URGENT_HOUR | 占道流动经营 | Hawking on the road | 劝离 | Removed
EVENT | 0405 | 店外经营 | Trading outside a shop | enforcement | 2 | URGENT_HOUR | 超出门窗外墙经营 | Goods outside the door | 整改入店 | Moved inside
EVENT | 0410 | 机动车乱停放 | Bad parking | enforcement | 2 | WORK_HOUR | 在人行道停放机动车 | A car on the pavement | 驶离 | Driven away
EVENT | 0506 | 道路积水 | Flooded road | drainage | 2 | URGENT_HOUR | 积水超过 100 平方米且深 15 厘米 | Over 100 m², 15 cm deep | 排除积水 | Drained
"""
CLASSES = [
    (Kind(kind), code, zh, en, trade, int(amount), LimitType(clock), *wordings)
    for kind, code, zh, en, trade, amount, clock, *wordings in (row.split(" | ") for row in CLASS_ROWS.strip().splitlines())
]
DEPARTMENTS = [
    ("d-drain", "市排水管理中心", ["drainage"]),
    ("d-clean", "环境卫生服务中心", ["sanitation"]),
    ("d-law", "城市管理综合执法大队", ["enforcement", "appearance"]),
    ("d-light", "市政路灯所", ["lighting"]),
    ("d-park", "园林绿化服务中心", ["parks"]),
    ("d-water", "自来水公司", ["water"]),
]
STREETS = ["瑞祥路", "解放南路", "河东东街", "中银大道", "人民北路", "禹都大道", "盐湖巷", "学苑路", "槐东南路", "圣惠路"]
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙", ["建国", "秀英", "伟", "敏", "强", "丽", "军", "娜", "磊", "洋", "晓燕", "志强"]
TRAVELLED = [  # the seven stages, as most cases pass them
    Status.REPORTED,
    Status.VERIFYING,
    Status.PENDING_FILING,
    Status.PENDING_DISPATCH,
    Status.PENDING_DISPOSAL,
    Status.DISPOSING,
    Status.PENDING_REVIEW,
    Status.PENDING_CHECK,
    Status.CHECKING,
    Status.PENDING_CLOSE,
    Status.CLOSED,
]
CLOCKED = (Status.PENDING_DISPOSAL, Status.DISPOSING)
CHECKED = (Status.PENDING_REVIEW, Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CLOSE, Status.CLOSED)
HOURS = {LimitType.URGENT_HOUR: 1, LimitType.WORK_HOUR: 1, LimitType.WORK_DAY: 24, LimitType.CALENDAR_DAY: 24}


def name(chance: random.Random) -> str:
    return chance.choice(FAMILY) + chance.choice(GIVEN)


def user(*roles: Role) -> User:
    return User(id="u-1", version=1, name="li.min", full_name="李敏", roles=list(roles) or [Role.DISPATCHER, Role.SHIFT_LEADER])


def catalogue() -> Catalogue:
    classes = [SmallClass(kind=kind, code=code, name=zh, name_en=en, trade=trade) for kind, code, zh, en, trade, *_ in CLASSES]
    conditions = [
        Condition(
            id=f"{kind}-{code}-1",
            kind=kind,
            class_code=code,
            text=text,
            text_en=text_en,
            limit=Limit(amount=amount, type=type),
            closing=closing,
            closing_en=closing_en,
        )
        for kind, code, _, _, _, amount, type, text, text_en, closing, closing_en in CLASSES
    ]
    majors = [MajorClass(kind=kind, code="01", name="公用设施", name_en="Public utilities") for kind in Kind]
    return Catalogue(version="2026-1", majors=majors, classes=classes, conditions=conditions)


def case(number: int, status: Status, chance: random.Random, version: int = 1) -> Case:
    """A case of today that has come as far as `status`."""
    kind, code, zh, _, trade, amount, limit_type, *_ = chance.choice(CLASSES)
    hours = amount * HOURS[limit_type]
    dispatched = status in CLOCKED + CHECKED
    used = chance.uniform(0.05, 1.6 if status in CLOCKED else 0.9) * hours
    dispatched_at = NOW - timedelta(hours=used) if dispatched else None
    deadline = dispatched_at + timedelta(hours=hours) if dispatched_at else None
    reported_at = (dispatched_at or NOW) - timedelta(minutes=chance.uniform(2, 90))
    department = next(id for id, _, trades in DEPARTMENTS if trade in trades)
    disposed = NOW - timedelta(minutes=chance.uniform(1, used * 30)) if status in CHECKED else None
    side = chance.choice("东南西北")
    return Case(
        id=f"c-{number}",
        version=version,
        number=f"14080220261121{number:05}",
        status=status,
        source=chance.choices(list(Source), weights=[30, 2, 1, 14, 10, 9, 6, 8, 9, 5, 1, 1, 1, 2, 1])[0],
        kind=kind,
        class_code=code,
        catalogue="2026-1",
        lon=LON + chance.gauss(0, 0.02),
        lat=LAT + chance.gauss(0, 0.015),
        address=f"盐湖区{chance.choice(STREETS)}{chance.randint(1, 260)}号{side}侧 {chance.uniform(4, 60):.1f} 米，近{chance.choice(STREETS)}车站",
        description=f"{zh}：巡查时发现，影响通行，请尽快处理。",
        reported_at=reported_at,
        status_at=NOW - timedelta(minutes=chance.uniform(1, 40)),
        condition_id=f"{kind}-{code}-1",
        limit_amount=amount,
        limit_type=limit_type,
        grid_code="140802001003015",
        duty_grid="DUTY:14080200107",
        department_id=department if dispatched else None,
        handler="赵军" if status in CHECKED or status is Status.DISPOSING else None,
        unit_id="n-1",
        reporter="王**",
        phone="138****5520",
        accepted_at=reported_at + timedelta(minutes=4),
        filed_at=reported_at + timedelta(minutes=9),
        dispatched_at=dispatched_at,
        yellow_at=dispatched_at + timedelta(hours=hours * 0.8) if dispatched_at else None,
        deadline_at=deadline,
        disposed_at=disposed,
        closed_at=disposed if status is Status.CLOSED else None,
        close_kind=CloseKind.NORMAL if status is Status.CLOSED else None,
        urgent=chance.random() < 0.06,
        photo_count=2 if dispatched else 1,
    )


def cases(count: int, seed: int = 7) -> list[Case]:
    chance = random.Random(seed)
    weights = [10, 4, 6, 12, 14, 22, 6, 5, 4, 4, 13]
    return [case(number, chance.choices(TRAVELLED, weights)[0], chance) for number in range(1, count + 1)]


STEPS = [
    (Verb.REPORT, "T01", None, Status.REPORTED, "王建国", Role.INSPECTOR),
    (Verb.ACCEPT, "T08", Status.REPORTED, Status.PENDING_FILING, "陈娜", Role.ACCEPTOR),
    (Verb.FILE, "T09", Status.PENDING_FILING, Status.PENDING_DISPATCH, "李敏", Role.SHIFT_LEADER),
    (Verb.DISPATCH, "T12", Status.PENDING_DISPATCH, Status.PENDING_DISPOSAL, "刘洋", Role.DISPATCHER),
    (Verb.ASSIGN, "T15", Status.PENDING_DISPOSAL, Status.DISPOSING, "孙丽", Role.DEPARTMENT),
    (Verb.CONFIRM, "T21", Status.DISPOSING, Status.PENDING_REVIEW, "孙丽", Role.DEPARTMENT),
    (Verb.FORWARD, "T23", Status.PENDING_REVIEW, Status.PENDING_CHECK, "刘洋", Role.DISPATCHER),
    (Verb.PASS_ON, "T26", Status.PENDING_CHECK, Status.PENDING_CLOSE, "陈娜", Role.ACCEPTOR),
    (Verb.CLOSE, "T28", Status.PENDING_CLOSE, Status.CLOSED, "李敏", Role.SHIFT_LEADER),
]
OFFERS = {
    Status.REPORTED: [
        (Verb.ACCEPT, ["kind", "class_code", "condition_id"]),
        (Verb.SEND_VERIFY, []),
        (Verb.REFUSE, ["note"]),
        (Verb.MERGE, ["duplicate_of"]),
    ],
    Status.PENDING_FILING: [(Verb.FILE, ["condition_id"]), (Verb.NOT_FILE, ["note"]), (Verb.RETURN_TO_ACCEPTOR, ["note"])],
    Status.PENDING_DISPATCH: [(Verb.DISPATCH, ["department_id"]), (Verb.RETURN_TO_FILING, ["note"]), (Verb.VOID, ["note"])],
    Status.PENDING_DISPOSAL: [(Verb.ASSIGN, ["handler"]), (Verb.RETURN_TO_DISPATCHER, ["note"])],
    Status.DISPOSING: [(Verb.SUBMIT, ["photos"]), (Verb.HAND_BACK, ["note"]), (Verb.REVOKE, [])],
    Status.PENDING_REVIEW: [(Verb.FORWARD, []), (Verb.REWORK, ["note"])],
    Status.PENDING_CHECK: [(Verb.SEND_CHECK, []), (Verb.PASS_ON, []), (Verb.REWORK, ["note"])],
    Status.PENDING_CLOSE: [(Verb.CLOSE, ["closing_met"]), (Verb.RETURN_TO_CHECK, ["note"]), (Verb.SPECIAL_CLOSE, ["note"])],
    Status.CLOSED: [(Verb.REOPEN, ["note"])],
}


def flow_of(of: Case) -> list[FlowRecord]:
    stages = list(Stage)
    reached = stages.index(STAGE_OF[of.status])
    steps = [step for step in STEPS if stages.index(STAGE_OF[step[3]]) <= reached]
    return [
        FlowRecord(
            seq=seq,
            at=of.reported_at + timedelta(minutes=7 * seq),
            verb=verb,
            transition=transition,
            from_status=before,
            to_status=after,
            user=who,
            role=role,
            note="请按立案条件尽快处置，完成后上传照片。" if verb is Verb.DISPATCH else "",
            used_s=420.0 if seq > 1 else None,
            receiver_kind=ReceiverKind.DEPARTMENT if verb is Verb.DISPATCH else None,
            receiver=of.department_id if verb is Verb.DISPATCH else None,
        )
        for seq, (verb, transition, before, after, who, role) in enumerate(steps, 1)
    ]


def card(of: Case) -> CaseCard:
    """The card of a case, as its holder sees it."""
    photos = [
        Photo(id=f"{number:064x}", media_type="image/png", size=1000, at=of.reported_at, phase=phase)
        for number, phase in enumerate((PhotoPhase.BEFORE, PhotoPhase.AFTER)[: of.photo_count])
    ]
    task = Task(
        id=f"t-{of.id}",
        version=1,
        kind=TaskKind.VERIFY,
        state=TaskState.DONE,
        case_id=of.id,
        unit_id="n-2",
        lon=of.lon,
        lat=of.lat,
        sent_at=of.reported_at,
        due_at=of.reported_at + timedelta(minutes=30),
        done_at=of.reported_at + timedelta(minutes=18),
        result=TaskResult.EXISTS,
        note="现场属实",
    )
    trade = next(trade for kind, code, _, _, trade, *_ in CLASSES if (kind, code) == (of.kind, of.class_code))
    best = next(id for id, _, trades in DEPARTMENTS if trade in trades)
    return CaseCard(
        id=of.id,
        version=of.version,
        case=of,
        flow=flow_of(of),
        tasks=[task],
        photos=photos,
        offers=[Offer(verb=verb, needs=needs, main=place == 0) for place, (verb, needs) in enumerate(OFFERS.get(of.status, []))],
        suggestions=[Suggestion(department_id=best, why="RESPONSIBILITY")],
        hands=["赵军", "周强", "王师傅"] if of.status is Status.PENDING_DISPOSAL else [],
        reporter="王秀英",
        phone="13834565520",
    )


def departments() -> list[Department]:
    return [Department(id=id, version=1, code=id.upper(), name=name, trades=trades, phone="0359-2066***") for id, name, trades in DEPARTMENTS]


def units(count: int, seed: int = 3) -> list[Unit]:
    chance = random.Random(seed)
    kinds = [UnitKind.INSPECTOR, UnitKind.INSPECTOR, UnitKind.TRUCK]
    return [
        Unit(
            id=f"n-{number}",
            version=1,
            code=f"IMEI{number:06}",
            kind=(kind := kinds[number % 3]),
            name=name(chance) if kind is UnitKind.INSPECTOR else f"洒水车 {number:02}",
            duty=DutyState.ON_DUTY if chance.random() < 0.8 else DutyState.OFF_DUTY,
            duty_at=NOW - timedelta(hours=2),
            team=f"{chance.choice('一二三四')}中队",
            plate="" if kind is UnitKind.INSPECTOR else f"晋M·{chance.randint(10000, 99999)}",
        )
        for number in range(1, count + 1)
    ]


def positions(of: list[Unit]) -> Positions:
    chance, at = random.Random(5), int(NOW.timestamp() * 1000)
    lon, lat = [LON + chance.gauss(0, 0.02) for _ in of], [LAT + chance.gauss(0, 0.015) for _ in of]
    return Positions(
        cursor=1,
        now=NOW,
        unit_ids=[unit.id for unit in of],
        at=[at for _ in of],
        lon=lon,
        lat=lat,
        speed=[1.2 for _ in of],
        heading=[90.0 for _ in of],
    )


def track(start: datetime = NOW - timedelta(hours=2), minutes: int = 118, seed: int = 11) -> pa.Table:
    """An inspector's morning: walking, two stops, and a quarter of an hour without fixes. One fix each ten seconds."""
    chance = random.Random(seed)
    lon, lat, heading, rows = LON, LAT, 90.0, []
    for tick in range(0, minutes * 60, 10):
        minute = tick / 60
        if 62 <= minute < 77:
            continue
        walking = not (25 <= minute < 34 or 90 <= minute < 97)
        speed = max(0.0, chance.gauss(1.4, 0.35)) if walking else abs(chance.gauss(0, 0.08))
        heading = (heading + chance.gauss(0, 12)) % 360 if walking else heading
        lon, lat = lon + speed * 10 / 91000 * chance.uniform(0.4, 1), lat + speed * 10 / 111000 * chance.uniform(-0.6, 0.7)
        rows.append((start + timedelta(seconds=tick), lon, lat, speed, heading, 6.0))
    return pa.table([pa.array(list(column), field.type) for column, field in zip(zip(*rows, strict=True), TRACK, strict=True)], schema=TRACK)


def track_days() -> list[TrackDay]:
    days = [NOW - timedelta(days=back) for back in (0, 1, 2, 4, 5)]
    return [TrackDay(day=day.date(), first_at=day.replace(hour=0, minute=31), last_at=day.replace(hour=2, minute=29), fixes=2400) for day in days]


def receipts() -> list[Receipt]:
    refusal = Problem(status=409, code="department_unknown_trade", title="Conflict", detail="This department does not answer for this class.")
    rows = [
        (ReceiptState.QUEUED, Verb.DISPATCH, "c-4", None, "unreachable"),
        (ReceiptState.SENT, Verb.FILE, "c-9", None, ""),
        (ReceiptState.STORED, Verb.DISPATCH, "c-12", None, ""),
        (ReceiptState.REFUSED, Verb.DISPATCH, "c-15", refusal, ""),
    ]
    return [
        Receipt(
            id=f"r-{number}",
            version=1,
            verb=verb,
            subject=subject,
            state=state,
            at=NOW - timedelta(minutes=number),
            attempts=1,
            waiting_for=waiting,
            problem=problem,
        )
        for number, (state, verb, subject, problem, waiting) in enumerate(rows, 1)
    ]


def settle(hall: Hall, count: int = 260) -> None:
    """Fill a Hall with the town."""
    hall.clock.set(NOW)
    hall.set_catalogue(catalogue())
    hall.departments.put(departments())
    hall.units.put(units(24))
    hall.fixes.apply(positions(list(hall.units)))
    hall.cases.put(cases(count))
    hall.cards.put([card(of) for of in list(hall.cases)[:40]])
    hall.track_days["n-1"] = track_days()
    hall.link.heard()
