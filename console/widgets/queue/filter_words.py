"""What a filter asks for, in words: for the header of a pane, and for lists of filters."""

from console import words
from console.hall.hall import Hall
from wire.codes import Kind
from wire.filters import Wanted

SHOWN = 2  # of one kind; of more how many


def say_wanted(hall: Hall, wanted: Wanted) -> str:
    """Nothing where nothing is asked for."""
    parts = [words.quoted(wanted.text.strip())] if wanted.text.strip() else []
    parts += [
        part
        for part in (
            _several([words.of(lamp) for lamp in wanted.lamps]),
            _several([class_word(hall, key) for key in wanted.classes]),
            _several([words.of(source) for source in wanted.sources]),
            _several([area_word(hall, id) for id in wanted.areas]),
            _several([department_word(hall, id) for id in wanted.departments]),
        )
        if part
    ]
    if wanted.older_h is not None:
        parts.append(words.choose(f"{wanted.older_h:g} 小时以上", f"older than {wanted.older_h:g} h"))
    return " · ".join(parts)


def class_word(hall: Hall, key: str) -> str:
    """Of a class as filters name it: EVENT-0110."""
    kind, _, code = key.partition("-")
    return words.class_name(hall.classes.get((Kind(kind), code)) if kind in set(Kind) else None, code)


def area_word(hall: Hall, id: str) -> str:
    grid = hall.grids.get(id)
    return grid.name or grid.code if grid is not None else id


def department_word(hall: Hall, id: str) -> str:
    department = hall.departments.get(id)
    return department.name if department is not None else id


def _several(texts: list[str]) -> str:
    more = len(texts) - SHOWN
    return words.choose("、", ", ").join(texts[:SHOWN]) + (words.choose(f" 等 {len(texts)} 项", f" and {more} more") if more > 0 else "")
