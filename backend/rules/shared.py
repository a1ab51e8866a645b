"""What the hall shares by name, of one kind each: no two of one name, no more than so many, and nobody overwrites what they do not know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.session import Work
from wire.codes import Noun
from wire.message import Versioned

Row = TypeVar("Row")
Message = TypeVar("Message", bound=Versioned)


@dataclass(frozen=True)
class Kind(Generic[Row, Message]):
    """`table` has the columns id, version, name and by; `word` is what one of them is called, `name_taken` the code of a name that is."""

    table: Any
    message: Callable[[Row], Message]
    noun: Noun
    word: str
    most: int
    name_taken: str

    def row(self, work: Work, id: str, name: str) -> Row:
        """The row to be filled, a new one where there is none. `RuleSaysNo`, `ChangedMeanwhile`."""
        table = self.table
        row = work.session.get(table, id, with_for_update=True)
        if work.session.scalar(sa.select(table.id).where(table.name == name, table.id != id)) is not None:
            raise RuleSaysNo(self.name_taken, f"The hall has another {self.word} called {name!r}.")
        if row is not None:
            work.match(row.version, self.message(row))
        elif (work.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0) >= self.most:
            raise RuleSaysNo(f"too_many_{self.word}s", f"The hall shares {self.most} {self.word}s at most.")
        made: Row = row or table(id=id, version=0)
        return made

    def put(self, work: Work, row: Any) -> Message:
        """It is filled: kept, published, and in the audit trail."""
        row.by, row.version = work.user.name, row.version + 1
        work.session.add(row)
        done = self.message(row)
        work.publish(self.noun, row.id, row.version, done)
        work.audit(f"{self.noun}.PUT", self.noun, row.id, row.name)
        return done

    def remove(self, work: Work, id: str) -> None:
        row = work.session.get(self.table, id, with_for_update=True)
        if row is None:
            raise Unknown(self.word, id)
        work.match(row.version, self.message(row))
        work.session.delete(row)
        work.publish(self.noun, row.id, row.version + 1, None)
        work.audit(f"{self.noun}.REMOVE", self.noun, row.id, row.name)
