"""What the card at the edge of the map says of a place, or of what lies around it: plain text by rows, for `hands/about.js`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from console import look, words
from console.hall.hall import Hall
from geo.coordinates import Writing, write, zone_of
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.codes import DutyState, Kind, Noun, RegisterKind, Status, UnitKind
from wire.places_at import DepartmentAt, InspectorAt, PlaceAt

Card = dict[str, Any]
Row = dict[str, Any]
MOST_CLASSES = 6
WHO_M = 200.0  # around a place, to begin with, when it is asked who was there
choose = words.choose

WRITINGS = {
    Writing.WGS84: ("WGS-84", "WGS-84"),
    Writing.GCJ02: ("GCJ-02 高德", "GCJ-02 Amap"),
    Writing.BD09: ("BD-09 百度", "BD-09 Baidu"),
    Writing.GAUSS_KRUGER: ("CGCS2000", "CGCS2000"),
}


def of_place(found: PlaceAt, note: str, past: bool = False) -> Card:
    """`note` says what is still asked for, or could not be had. In the `past` the departments are those of now, and said to be."""
    lead = choose(found.address, found.address_en) or note
    grids = [row(words.of(grid.kind), f"{grid.name}  {grid.code}".strip()) for grid in found.grids]
    sections = [
        (choose("网格", "Grids"), grids),
        (choose("责任监督员", "Inspectors"), [_inspector(each) for each in found.inspectors]),
        (
            choose("责任部门（现在）", "Departments (now)") if past else choose("责任部门", "Departments"),
            [_department(each) for each in found.departments],
        ),
        sight(found.lon, found.lat, past),
        who(found.lon, found.lat, WHO_M),
        (choose("坐标", "Coordinates"), coordinates(found.lon, found.lat)),
    ]
    if note and lead != note:
        sections.insert(0, ("", [row("", note)]))
    return {"title": choose("这里是", "This place"), "lead": lead, "place": (found.lon, found.lat), "sections": filled(sections)}


def of_surroundings(hall: Hall, found: Around, note: str) -> Card:
    now = hall.clock.now()
    classes = [row(_class(hall, code), str(count)) for code, count in list(found.classes.items())[:MOST_CLASSES]]
    rest = len(found.classes) - len(classes)
    groups = [
        (choose("案件", "Cases"), found.cases, Noun.CASE),
        (choose("人员车辆", "Units"), found.units, Noun.UNIT),
        (choose("监控点", "Cameras"), found.cameras, Noun.CAMERA),
        (words.of(Noun.SENSOR), found.sensors, Noun.SENSOR),
    ]
    mocked = {each.id for each in found.units.nearest if (fix := hall.fixes.get(each.id)) is not None and fix.mocked}
    sections = [(f"{title}  {group.count}", nearest(group, noun, now, mocked)) for title, group, noun in groups]
    more = [row(choose(f"另有 {rest} 类", f"{rest} more classes"), "")] if rest > 0 else []
    sections.append((f"{choose('部件', 'Components')}  {found.components.count}", classes + more))
    for kind, group in ((RegisterKind.STREET_ENTITY, found.entities), (RegisterKind.BICYCLE, found.bicycles)):
        if group.count:
            sections.append((f"{words.of(kind)}  {group.count}", []))
    sections.append((choose("联系人", "Contacts"), [_contact(each) for each in found.contacts]))
    sections.append(sight(found.lon, found.lat, hall.replay))
    sections.append(who(found.lon, found.lat, found.radius_m))
    then = choose("案件、人员、监控、传感器按当时；部件与台账按现在", "Cases, units, cameras, sensors of then; components and registers of now")
    return {
        "title": choose("周边", "Around here"),
        "lead": note or (then if hall.replay else ""),
        "place": (found.lon, found.lat),
        "radius_m": round(found.radius_m),
        "sections": filled(sections, keep=True),
    }


def sight(lon: float, lat: float, past: bool) -> tuple[str, list[Row]]:
    """A section that leads to the question who can see the place, and be there first."""
    title = choose("当时谁能看到", "Who could see it") if past else choose("谁能看到", "Who can see it")
    text = choose("监控视野与最快到达的人员车辆…", "cameras that look here, units that could be here first …")
    return title, [row("", text, sight=(lon, lat))]


def who(lon: float, lat: float, radius_m: float) -> tuple[str, list[Row]]:
    """A section that leads to the question who was there."""
    text = choose(f"{radius_m:.0f} 米内，选时间查询…", f"within {radius_m:.0f} m, choose when …")
    return choose("谁来过", "Who was there"), [row("", text, who=(lon, lat, radius_m))]


def coordinates(lon: float, lat: float) -> list[Row]:
    """The place in each datum, to be copied."""
    texts = {writing: write(lon, lat, writing) for writing in Writing}
    zone = zone_of(lon)
    return [
        row(choose(*WRITINGS[writing]) + (choose(f" {zone} 带", f" zone {zone}") if writing is Writing.GAUSS_KRUGER else ""), text, copy=text)
        for writing, text in texts.items()
        if text
    ]


def filled(sections: list[tuple[str, list[Row]]], keep: bool = False) -> list[dict[str, Any]]:
    return [{"title": title, "rows": rows} for title, rows in sections if rows or (keep and title.rstrip()[-1:].isdigit())]


def row(label: str, text: str, **more: Any) -> Row:
    return {"label": label, "text": text, **more}


def _inspector(found: InspectorAt) -> Row:
    tone = "ok" if found.duty is DutyState.ON_DUTY else ""
    phone = look.for_all_to_see(found.phone)
    text = "  ".join(part for part in (phone, words.of(found.duty)) if part)
    return row(found.name, text, tone=tone, copy=_whole(phone))


def _department(found: DepartmentAt) -> Row:
    trades = choose("、", ", ").join(words.trade(trade) for trade in found.trades)
    return row(trades, "  ".join(part for part in (found.name, found.phone) if part), copy=found.phone)


def _contact(found: Contact) -> Row:
    kinds = {
        ContactKind.DEPARTMENT: choose("部门", "Department"),
        ContactKind.INSPECTOR: choose("监督员", "Inspector"),
        ContactKind.OPERATOR: choose("单车企业", "Operator"),
    }
    count = f"  ×{found.count}" if found.count else ""
    return row(kinds[found.kind], f"{found.name}  {found.phone}{count}".strip(), copy=_whole(found.phone))


def _whole(phone: str) -> str:
    """What can be dialled: of a masked number nothing, so that nobody pastes asterisks."""
    return "" if "*" in phone else phone


def nearest(group: Group, noun: Noun, now: datetime, mocked: Collection[str] = ()) -> list[Row]:
    """`mocked` are the units whose device says itself that they are somewhere else."""
    return [_near(each, noun, now, noun is Noun.UNIT and each.id in mocked) for each in group.nearest]


def _near(found: Nearby, noun: Noun, now: datetime, mocked: bool) -> Row:
    age = (
        choose(f"{words.age(max((now - found.at).total_seconds(), 0))}前", f"{words.age(max((now - found.at).total_seconds(), 0))} ago")
        if found.at
        else ""
    )
    text = "  ".join(part for part in (found.name, _code(found.code, noun), age, choose("模拟定位", "mocked") if mocked else "") if part)
    return row(f"{found.away_m:.0f} m", text, go=(found.lon, found.lat), thing=(noun, found.id))


def _code(code: str, noun: Noun) -> str:
    if noun is Noun.CASE and code in set(Status):
        return words.of(Status(code))
    return words.of(UnitKind(code)) if noun is Noun.UNIT and code in set(UnitKind) else ""


def _class(hall: Hall, code: str) -> str:
    return words.class_name(hall.classes.get((Kind.COMPONENT, code)), code)
