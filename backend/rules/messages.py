"""Cases as the hall sees them: names and numbers of people masked."""

from typing import Any

import sqlalchemy as sa

from backend.rules import masks
from backend.tables.cases import CaseRow, FlowRow
from wire.cases import Case, FlowRecord

FIELDS = Case.__struct_fields__
COLUMNS = [getattr(CaseRow, name) for name in FIELDS]
RECORD = FlowRecord.__struct_fields__


def case_of(row: CaseRow | sa.Row[Any]) -> Case:
    """From a row of the table, or from a selection of `COLUMNS`, which costs a third of that for a whole hall."""
    values = {name: getattr(row, name) for name in FIELDS}
    values["reporter"], values["phone"] = masks.name(values["reporter"]), masks.phone(values["phone"])
    return Case(**values)


def record_of(row: FlowRow) -> FlowRecord:
    return FlowRecord(**{name: getattr(row, name) for name in RECORD})
