"""Finding things by what people type: a part of the name, its pinyin, the first letters, or the beginning of a code."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from backend.rules.names import BITS, ROWID, WORDS
from backend.rules.spelling import plain, words
from backend.session import Work
from backend.tables.names import NameRow
from backend.tables.positions import LatestRow
from geo.tracks import metres
from wire.search import Found, Hit, HitKind

MOST = 1500  # names that are weighed; of more, those of the later kinds are left out
MOST_CODES = 300
SHARE = 4  # of the answer's places one kind gets a quarter, and more only where others leave it
LAST = "\U0010ffff"
FAR_M = 1e9
COLUMNS = (NameRow.number, NameRow.kind, NameRow.id, NameRow.title, NameRow.detail, NameRow.code, NameRow.lon, NameRow.lat)

Place = tuple[float, float]
Name = sa.Row[int, HitKind, str, str, str, str, float | None, float | None]  # in the order of COLUMNS


class Weighed(NamedTuple):
    """Less is better."""

    fit: int
    kind: int
    away_m: float
    length: int
    title: str
    code: str
    number: int


def find(work: Work, text: str, limit: int, near: Place | None = None) -> Found:
    """The best first: who is called so, who begins so, who contains it, who is spelt so; nearer before farther where a place is given."""
    asked = words(text)
    if not asked:
        return Found(hits=[])
    rows = _candidates(work, asked)
    away = _away([(row.lon, row.lat) for row in rows.values()], near)
    weighed = sorted(_weigh(row, asked, far) for row, far in zip(rows.values(), away, strict=True))
    chosen = _spread([each.number for each in weighed], limit)
    return Found(hits=_placed(work, [_hit(rows[number]) for number in chosen], near))


def _candidates(work: Work, asked: list[str]) -> dict[int, Name]:
    """Names by number; those that end in the very words before those that only begin so, for of them there may be too many."""
    found: dict[int, Name] = {}
    if len(asked) == 1:
        coded = sa.select(*COLUMNS).where(NameRow.code >= asked[0], NameRow.code < asked[0] + LAST)
        found |= {row.number: row for row in work.session.execute(coded.order_by(NameRow.code).limit(MOST_CODES))}
    for whole in (True, False):
        spoken = sa.select(*COLUMNS).where(NameRow.number.in_(_spoken(work, asked, whole)))
        found |= {row.number: row for row in work.session.execute(spoken)}
    return found


def _spoken(work: Work, asked: list[str], whole: bool) -> sa.Select[int]:
    if work.session.get_bind().dialect.name == "postgresql":
        question = " & ".join(f"'{word}'" + ("" if whole else ":*") for word in asked)
        matching = sa.select(WORDS.c.number).where(WORDS.c.forms.op("@@")(sa.cast(sa.literal(question), TSQUERY)))
        first = matching.cte("matching").prefix_with("MATERIALIZED", dialect="postgresql")  # else a prepared plan walks the numbers: 70 ms
        return sa.select(first.c.number).order_by(first.c.number).limit(MOST)
    question = " ".join(f'"{word}"' + ("" if whole else "*") for word in asked)
    matching_words = sa.text("name_words MATCH :question").bindparams(question=question)
    return sa.select(ROWID).select_from(WORDS).where(matching_words).order_by(ROWID).limit(MOST)


def _weigh(row: Name, asked: list[str], away_m: float) -> Weighed:
    title, whole = plain(row.title), "".join(asked)
    if whole in (title, row.code):
        fit = 0
    elif title.startswith(whole):
        fit = 1
    elif all(word in title for word in asked):
        fit = 2
    elif row.code.startswith(whole):
        fit = 3
    else:
        fit = 4
    return Weighed(fit, row.number >> BITS, away_m, len(title), row.title, row.code, row.number)


def _spread(numbers: list[int], limit: int) -> list[int]:
    """The best `limit`, of no kind more than its share while other kinds wait; in their order."""
    share = max(limit // SHARE, 3)
    taken: dict[int, int] = {}
    first: list[int] = []
    rest: list[int] = []
    for place, number in enumerate(numbers):
        kind = number >> BITS
        taken[kind] = taken.get(kind, 0) + 1
        (first if taken[kind] <= share else rest).append(place)
    return [numbers[place] for place in sorted((first + rest)[:limit])]


def _hit(row: Name) -> Hit:
    return Hit(kind=HitKind(row.kind), id=row.id, title=row.title, detail=row.detail, lon=row.lon, lat=row.lat)


def _placed(work: Work, hits: list[Hit], near: Place | None) -> list[Hit]:
    """Units where they were last seen, and all with their distance."""
    units = [hit.id for hit in hits if hit.kind is HitKind.UNIT]
    seen = sa.select(LatestRow.unit_id, LatestRow.lon, LatestRow.lat).where(LatestRow.unit_id.in_(units))
    last = {id: (lon, lat) for id, lon, lat in work.session.execute(seen)} if units else {}
    places = [last.get(hit.id, (None, None)) if hit.kind is HitKind.UNIT else (hit.lon, hit.lat) for hit in hits]
    return [_at(hit, lon, lat, far) for hit, (lon, lat), far in zip(hits, places, _away(places, near), strict=True)]


def _at(hit: Hit, lon: float | None, lat: float | None, away_m: float) -> Hit:
    known = round(away_m, 1) if away_m < FAR_M else None
    return Hit(kind=hit.kind, id=hit.id, title=hit.title, detail=hit.detail, lon=lon, lat=lat, away_m=known)


def _away(places: list[tuple[float | None, float | None]], near: Place | None) -> list[float]:
    """Metres from a place, endless for what has none."""
    if near is None or not places:
        return [FAR_M] * len(places)
    known = [(FAR_M, FAR_M) if lon is None or lat is None else (lon, lat) for lon, lat in places]
    away = metres(*near, [min(lon, 180.0) for lon, _ in known], [min(lat, 90.0) for _, lat in known])
    return [FAR_M if lon == FAR_M else float(far) for (lon, _), far in zip(known, away, strict=True)]
