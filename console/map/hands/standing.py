"""What the card of a place says of the component or the sensor that stands there, and was picked."""

from console import words
from console.hall.hall import Hall
from console.hall.sensors import reading
from console.map.hands import cards
from console.map.hands.cards import Row
from wire.codes import Kind, Noun
from wire.components import Component
from wire.sensors import Sensor

choose = words.choose
Thing = Component | Sensor


def find(hall: Hall, noun: Noun, id: str) -> Thing | None:
    """None for other nouns, which have cards elsewhere, and for what this console does not know."""
    if noun is Noun.COMPONENT:
        return hall.components.get(id)
    return hall.sensors.get(id) if noun is Noun.SENSOR else None


def title(thing: Thing) -> str:
    return f"{words.of(Noun.COMPONENT if isinstance(thing, Component) else Noun.SENSOR)}  {thing.name}"


def facts(hall: Hall, thing: Thing) -> list[Row]:
    """All that is known of it; what is not known has no row."""
    told = _of_component(hall, thing) if isinstance(thing, Component) else _of_sensor(thing)
    return [cards.row(label, text) for label, text in told if text]


def _of_component(hall: Hall, thing: Component) -> list[tuple[str, str]]:
    return [
        (choose("编码", "Code"), thing.code),
        (choose("类别", "Category"), words.class_name(hall.classes.get((Kind.COMPONENT, thing.class_code)), thing.class_code)),
        (choose("状态", "State"), words.of(thing.state)),
        (choose("权属单位", "Owner"), _office(hall, thing.owner_id)),
        (choose("养护单位", "Maintained by"), _office(hall, thing.maintainer_id)),
        (choose("备注", "Note"), thing.note),
    ]


def _of_sensor(thing: Sensor) -> list[tuple[str, str]]:
    return [
        (choose("编码", "Code"), thing.code),
        (choose("类别", "Category"), words.of(thing.kind)),
        (choose("读数", "Reading"), reading(thing)),
        (choose("阈值", "Thresholds"), " / ".join(f"{level:g}" for level in thing.levels)),
        (choose("读数时间", "Read at"), f"{words.local(thing.at):%Y-%m-%d %H:%M:%S}" if thing.at else ""),
    ]


def _office(hall: Hall, id: str | None) -> str:
    found = hall.departments.get(id or "")
    return found.name if found else id or ""
