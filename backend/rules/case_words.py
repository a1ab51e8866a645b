"""The words of cases: an index over what is written in them, which never changes, and over the codes of class and department, which do.
Whoever inserts a case enters it here in the same transaction; what changes a `CaseRow` is seen by itself.

Chinese has no spaces, so each character together with the one after it is a word: 路灯不亮 is 路灯, 灯不, 不亮, 亮. A part of a text is found
by all of its pairs, and then looked for in `case_texts` letter by letter, for its pairs could stand in another order.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from backend.rules import masks
from backend.rules.spelling import plain
from backend.session import Work
from backend.tables.case_texts import CaseTextRow
from backend.tables.cases import CaseRow
from wire.codes import Kind

MOST_PARTS = 8  # of a question
PAGE = 5000

WORDS = sa.table("case_words", sa.column("serial", sa.BigInteger), sa.column("words"))
ROWID = sa.literal_column("rowid", sa.BigInteger)
CODED = ("kind", "class_code", "department_id")
Values = Mapping[str, Any]  # of a case, by column


class Asked(NamedTuple):
    """A part of a text, or else one of these codes."""

    text: str
    codes: tuple[str, ...] = ()


def enter(work: Work, rows: Sequence[Values]) -> None:
    """The words of new cases."""
    if not rows:
        return
    connection, texts = work.session.connection(), [(row, text_of(row)) for row in rows]
    connection.execute(sa.insert(CaseTextRow), [{"serial": row["serial"], "text": text} for row, text in texts])
    _write(connection, {row["serial"]: [*dict.fromkeys(pairs(text)), *codes(row)] for row, text in texts})


@sa.event.listens_for(CaseRow, "after_update")
def enter_again(_: object, connection: sa.Connection, case: CaseRow) -> None:
    """Whatever step or undoing gave it another class or department."""
    attributes = sa.inspect(case).attrs
    if not any(attributes[name].history.has_changes() for name in CODED):
        return
    key = WORDS.c.serial if connection.dialect.name == "postgresql" else ROWID
    text = connection.scalar(sa.select(CaseTextRow.text).where(CaseTextRow.serial == case.serial)) or ""
    connection.execute(sa.delete(WORDS).where(key == case.serial))
    _write(connection, {case.serial: [*dict.fromkeys(pairs(text)), *codes({name: getattr(case, name) for name in CODED})]})


def codes(row: Values) -> list[str]:
    """What stands for the class and the department of a case: their names may change, and are looked up when they are asked for."""
    office = row.get("department_id")
    return [class_word(row["kind"], row["class_code"]), *([department_word(office)] if office else [])]


def class_word(kind: Kind, code: str) -> str:
    return f"class{kind}{code}".lower()


def department_word(id: str) -> str:
    return "office" + hashlib.blake2b(id.encode(), digest_size=8).hexdigest()


def text_of(row: Values) -> str:
    """As the hall reads it: what is masked there cannot be found out by searching for it."""
    known = [row["reporter"]], [row["phone"]]
    return " ".join(filter(None, (plain(masks.text(row[name], *known)) for name in ("address", "description"))))


def pairs(text: str) -> Iterable[str]:
    """Each character with the next, and the last alone."""
    return (part[at : at + 2] for part in text.split() for at in range(len(part)))


def parts(question: str) -> list[str]:
    """What is looked for: all of these."""
    return list(dict.fromkeys(part for word in question.split() if (part := plain(word))))[:MOST_PARTS]


def holding(work: Work, asked: Sequence[Asked]) -> sa.Select[int]:
    """The serials of cases that have all that is asked, as "serial". Of a part, all pairs are had, which says nothing of their order."""
    if _on_postgresql(work):
        question = sa.cast(sa.literal(_question(asked, "&", "|", "'{}'", "'{}':*")), TSQUERY)
        return sa.select(WORDS.c.serial).where(WORDS.c.words.op("@@")(question))
    matching = sa.text("case_words MATCH :question").bindparams(question=_question(asked, "AND", "OR", '"{}"', '"{}"*'))
    return sa.select(ROWID.label("serial")).select_from(WORDS).where(matching)


def has(work: Work, part: str) -> sa.ColumnElement[bool]:
    """The condition that a case has this part in its text. Not as EXISTS: PostgreSQL might read all texts, 600 ms, to look at a hundred."""
    find = sa.func.strpos if _on_postgresql(work) else sa.func.instr
    return sa.select(find(CaseTextRow.text, part)).where(CaseTextRow.serial == CaseRow.serial).scalar_subquery() > 0


def are_missing(work: Work) -> bool:
    return work.session.scalar(sa.select(CaseTextRow.serial).limit(1)) is None and work.session.scalar(sa.select(CaseRow.serial).limit(1)) is not None


def rebuild(work: Work) -> None:
    """Enters every case: for a database that is older than its words."""
    texts = (CaseRow.address, CaseRow.description, CaseRow.reporter, CaseRow.phone)
    rows = work.session.execute(sa.select(CaseRow.serial, *texts, *(getattr(CaseRow, name) for name in CODED))).mappings()
    for page in rows.partitions(PAGE):
        enter(work, [dict(row) for row in page])


def _pairs_of(part: str) -> list[str]:
    """A single character is the beginning of a pair."""
    return [part[at : at + 2] for at in range(max(len(part) - 1, 1))]


def _question(asked: Sequence[Asked], both: str, either: str, whole: str, beginning: str) -> str:
    """In the language of an index: how it joins words, and how it writes one, and the beginning of one."""

    def written(words: Iterable[str]) -> list[str]:
        return [(whole if len(word) > 1 else beginning).format(word) for word in words]

    def of(part: Asked) -> str:
        text = f" {both} ".join(written(_pairs_of(part.text)))
        return f" {either} ".join((f"({text})", *written(part.codes)))

    return f" {both} ".join(f"({of(part)})" for part in asked)


def _write(connection: sa.Connection, words: dict[int, list[str]]) -> None:
    if connection.dialect.name == "postgresql":
        vector = sa.func.array_to_tsvector(sa.bindparam("found", type_=ARRAY(sa.Text)))
        statement = sa.insert(WORDS).values(serial=sa.bindparam("number"), words=vector)
        connection.execute(statement, [{"number": serial, "found": found} for serial, found in words.items()])
    else:
        fts = sa.text("INSERT INTO case_words (rowid, words) VALUES (:number, :found)")
        connection.execute(fts, [{"number": serial, "found": " ".join(found)} for serial, found in words.items()])


def _on_postgresql(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "postgresql"
