"""What goes on at the town's hotline at half past ten."""

from datetime import date, datetime, timedelta

import msgspec

from console.hall.hall import Hall
from tests.console.town import NOW, STREETS
from wire.calls import Call, CallCard, HandOver, HotlineBook
from wire.cases import Case, Offer
from wire.codes import CallbackState, CallKind, CallState, Direction, Publicity, Satisfaction, SeatState, Source, Status, TransferState, Verb
from wire.figures import HotlineFigure, HotlineFigures
from wire.publications import Publication, PublicResult
from wire.seats import Seat
from wire.transfers import Transfer, TransferCard

BOOK = HotlineBook(
    seats=6,
    greeting="您好，12319 城管服务热线，我是{seat}号接线员，请问有什么可以帮您？",
    greeting_en="Hotline 12319, operator number {seat} speaking. How may I help you?",
    hand_overs=[
        HandOver(number="110", name="公安报警", name_en="Police", when="治安、交通事故", when_en="Crime, accidents"),
        HandOver(number="119", name="消防救援", name_en="Fire and rescue"),
        HandOver(number="120", name="医疗急救", name_en="Ambulance"),
        HandOver(number="12345", name="政务服务热线", name_en="Government hotline"),
    ],
    callback_tries=3,
)
PEOPLE = ["王建国", "李敏", "陈娜", "刘洋", "", "孙丽"]
STATES = [SeatState.TALKING, SeatState.FREE, SeatState.AFTER_CALL, SeatState.AWAY, SeatState.EMPTY, SeatState.FREE]


def open_hotline(hall: Hall) -> None:
    """Seats, calls, call-backs, transfers and results; this user sits at seat 2."""
    hall.hotline.set_book(BOOK)
    hall.seats.replace(
        [
            Seat(
                id=str(number),
                version=1,
                number=number,
                state=state,
                state_at=NOW - timedelta(seconds=40 * number),
                user=hall.me.name if number == 2 else name,
                full_name=name,
                call_id={1: "k-2", 3: "k-3"}.get(number),
                note="北城区停水至 18 时，来电按咨询答复。" if number == 2 else "",
                note_by="赵军" if number == 2 else "",
            )
            for number, (name, state) in enumerate(zip(PEOPLE, STATES, strict=True), start=1)
        ]
    )
    hall.calls.replace(calls())
    citizens(hall)
    hall.transfers.replace(transfers())


def a_call(id: str, state: CallState, minutes: float, **fields: object) -> Call:
    values: dict[str, object] = {"number": "138****5520", "direction": Direction.IN, "ring_at": NOW - timedelta(minutes=minutes)} | fields
    return msgspec.convert(values | {"id": id, "version": fields.get("version", 1), "state": state}, Call)


def calls() -> list[Call]:
    over = {"answer_at": NOW - timedelta(minutes=40), "end_at": NOW - timedelta(minutes=36), "seat": 3, "operator": "陈娜"}
    return [
        a_call("k-1", CallState.RINGING, 0.2, known_calls=3, open_cases=2, repeated=True),
        a_call("k-0", CallState.RINGING, 0.1, number="0359****1234"),
        a_call("k-2", CallState.TALKING, 3, answer_at=NOW - timedelta(minutes=2.5), seat=1, operator="王建国", number="139****7788"),
        a_call("k-3", CallState.ENDED, 12, **over),
        a_call("k-4", CallState.ENDED, 41, **over, kind=CallKind.CONSULTATION, number="137****2045"),
        a_call("k-5", CallState.ENDED, 55, **over, kind=CallKind.COMPLAINT, handed_to="110"),
        a_call("k-6", CallState.MISSED, 8, end_at=NOW - timedelta(minutes=7), known_calls=1, tries=1, number="135****9001"),
        a_call("k-7", CallState.MISSED, 25, end_at=NOW - timedelta(minutes=24), number="0359****3377"),
    ]


def talking(hall: Hall) -> CallCard:
    """The call that this user has taken, and its card."""
    call = a_call(
        "k-1",
        CallState.TALKING,
        0.6,
        version=2,
        answer_at=NOW - timedelta(seconds=25),
        seat=2,
        operator="李敏",
        known_calls=3,
        open_cases=2,
        repeated=True,
    )
    seat = hall.seats.get("2")
    assert seat is not None
    hall.seats.put([msgspec.structs.replace(seat, version=2, state=SeatState.TALKING, call_id="k-1", state_at=NOW - timedelta(seconds=25))])
    hall.calls.put([call])
    mine = [case for case in hall.cases if case.status in (Status.DISPOSING, Status.PENDING_DISPATCH, Status.CLOSED)][:3]
    card = CallCard(id="k-1", version=2, call=call, number="13812345520", calls=[each for each in calls() if each.id in ("k-4", "k-5")], cases=mine)
    hall.hotline.cards.put([card])
    return card


def citizens(hall: Hall) -> None:
    """Some cases were a citizen's, and he is owed a call; some were promised."""
    outcomes = [
        {"callback": CallbackState.PENDING},
        {"callback": CallbackState.PENDING, "callback_tries": 1},
        {"callback": CallbackState.UNREACHABLE, "callback_tries": 3},
        {"callback": CallbackState.DONE, "callback_tries": 1, "resolved": True, "satisfaction": Satisfaction.SATISFIED},
        {"callback": CallbackState.DONE, "callback_tries": 1, "resolved": True, "satisfaction": Satisfaction.VERY_SATISFIED},
        {"callback": CallbackState.DONE, "callback_tries": 2, "resolved": False, "satisfaction": Satisfaction.NOT_SATISFIED},
    ]
    disposed = [case for case in hall.cases if case.disposed_at is not None][:24]
    changed: list[Case] = []
    for number, case in enumerate(disposed):
        promised = {"promise_at": case.reported_at + timedelta(hours=2), "promise_kept": number % 3 != 0}
        public = {1: Publicity.PROPOSED, 2: Publicity.PUBLISHED}.get(number % 4)
        fields = outcomes[number % len(outcomes)] | promised | {"publicity": public, "source": Source.HOTLINE_12319}
        changed.append(msgspec.structs.replace(case, version=case.version + 1, **fields))
    running = [case for case in hall.cases if case.status is Status.DISPOSING][:6]
    for number, case in enumerate(running):
        at = NOW + timedelta(minutes=25 * number - 40)
        changed.append(msgspec.structs.replace(case, version=case.version + 1, promise_at=at, reported_at=at - timedelta(hours=2)))
    hall.cases.put(changed)
    cards = [(case, card) for case in changed if (card := hall.cards.get(case.id))]
    back = [Offer(verb=Verb.REWORK, needs=["note"])]
    hall.cards.put(
        [msgspec.structs.replace(card, case=case, version=case.version, phone="13812345520", reporter="王秀英", offers=back) for case, card in cards]
    )


def publication(case: Case) -> Publication:
    shown = PublicResult(
        number=case.number,
        class_name="暴露垃圾",
        place="盐湖区瑞祥路",
        problem="路边堆有生活垃圾，有异味，影响通行。",
        result="已清理干净，并对周边进行了冲洗。",
        reported=date(2026, 11, 20),
        disposed=date(2026, 11, 21),
    )
    return Publication(id=case.id, version=1 if case.publicity else 0, state=case.publicity, shown=shown, proposed_by="李敏")


def transfers() -> list[Transfer]:
    titles = ["路灯连续三天不亮", "小区门口违停严重", "夜间施工噪声扰民", "公园座椅损坏"]
    states = [TransferState.WAITING, TransferState.WAITING, TransferState.REGISTERED, TransferState.REPLIED]
    made = []
    for number, (title, state) in enumerate(zip(titles, states, strict=True)):
        due = NOW + timedelta(hours=(-3, 5, 30, 60)[number])
        replied = {"reply": "已更换 4 张座椅。", "replied_at": NOW - timedelta(hours=1)} if state is TransferState.REPLIED else {}
        made.append(
            Transfer(
                id=f"t-{number}",
                version=1,
                number=f"YC2026112100{number}",
                title=title,
                text=f"市民来电反映，{STREETS[number]}附近{title}，多次反映未解决，希望尽快处理并回复。",
                reporter="张**",
                phone="139****1200",
                address=f"盐湖区{STREETS[number]}",
                received_at=due - timedelta(hours=48),
                due_at=due,
                state=state,
                **replied,
            )
        )
    return made


def transfer_card(hall: Hall, id: str = "t-1") -> TransferCard:
    transfer = hall.transfers.get(id)
    assert transfer is not None
    return TransferCard(id=id, version=1, transfer=transfer, reporter="张志强", phone="13900001200")


def figures_of(start: datetime, end: datetime) -> HotlineFigures:
    """A busy day's, as its backend would tell them."""
    counts = dict(zip(HotlineFigure, (1286, 1240, 46, 41, 302, 55, 883, 61, 640, 640, 634, 210, 204), strict=True))
    rates = {"answer_rate": 0.964, "accepted_rate": 0.712, "callback_rate": 1.0, "satisfaction_rate": 0.991, "promise_rate": 0.971}
    return HotlineFigures(start=start, end=end, counts=counts, answer_s=8.4, **rates)
