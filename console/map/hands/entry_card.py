"""What the card at the edge of the map says of one entry of a register: a shop, a bicycle, a drain."""

from console import words
from console.hall.hall import Hall
from console.map.hands import cards
from console.map.hands.cards import Card, Row
from wire.codes import Noun, RegisterKind
from wire.entry_cards import EntryCard
from wire.registers import Entry

choose = words.choose
VALUES = {  # what the figure of a kind is, and in what
    RegisterKind.STREET_ENTITY: ("评分", "Score", ""),
    RegisterKind.DRAIN: ("管径", "Diameter", " mm"),
    RegisterKind.BUILDING: ("高度", "Height", " m"),
}


def of_entry(hall: Hall, found: EntryCard, note: str) -> Card:
    """`note` says what is still asked for, or could not be had."""
    entry = found.entry
    near = choose(found.address, found.address_en)
    where = ([cards.row("", near)] if near else []) + [cards.row(words.of(grid.kind), f"{grid.name}  {grid.code}".strip()) for grid in found.grids]
    beside = choose(f"{found.radius_m:.0f} 米内案件", f"Cases within {found.radius_m:.0f} m")
    sections = [
        ("", _attributes(entry)),
        (choose("位置", "Place"), where),
        (f"{beside}  {found.cases.count}", cards.nearest(found.cases, Noun.CASE, hall.clock.now())),
        (choose("坐标", "Coordinates"), cards.coordinates(entry.lon, entry.lat)),
    ]
    if note:
        sections.insert(0, ("", [cards.row("", note)]))
    return {"title": words.of(entry.kind), "lead": entry.name or entry.code, "sections": cards.filled(sections, keep=True)}


def _attributes(entry: Entry) -> list[Row]:
    """All that is known of it; what is not known has no row."""
    zh, en, unit = VALUES.get(entry.kind, ("数值", "Value", ""))
    facts = [
        (choose("编码", "Code"), entry.code),
        (choose("类别", "Category"), entry.category),
        (choose("状态", "State"), entry.state),
        (choose(zh, en), "" if entry.value is None else f"{entry.value:g}{unit}"),
        (choose("权属单位", "Operator"), entry.operator),
        (choose("地址", "Address"), entry.address),
        (choose("电话", "Phone"), entry.phone),
        (choose("更新于", "As of"), f"{words.local(entry.at):%Y-%m-%d %H:%M}" if entry.at else ""),
    ]
    return [cards.row(label, text) for label, text in facts if text]
