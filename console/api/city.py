"""What the city consists of."""

from datetime import datetime

import msgspec
import pyarrow as pa

from console.api.door import BULK_S, JSON, Door, keyed, quoted, table_of
from wire.bulk import decode
from wire.cameras import Camera, CameraOrder
from wire.codes import GridKind, Noun, RegisterKind
from wire.components import Component
from wire.coverage import Covered
from wire.entry_cards import EntryCard
from wire.grids import Grid
from wire.people import Department, DepartmentOrder
from wire.registers import EntriesOrder, EntriesReceipt, Entry, Register


class CityApi(Door):
    def cameras(self) -> list[Camera]:
        return self._get(list[Camera], "/v1/cameras")

    def put_camera(self, order: CameraOrder, key: str = "", version: int | None = None) -> Camera:
        """`version`: the one that it changes."""
        return self._send(Camera, "PUT", f"/v1/cameras/{quoted(order.id)}", msgspec.json.encode(order), JSON | keyed(key, version))

    def departments(self) -> list[Department]:
        return self._get(list[Department], "/v1/departments")

    def put_department(self, order: DepartmentOrder) -> Department:
        return self._put(Department, f"/v1/departments/{quoted(order.id)}", order)

    def grids(self, kind: GridKind) -> list[Grid]:
        return self._get(list[Grid], "/v1/grids", {"kind": kind}, read_s=BULK_S)

    def grids_at(self, lon: float, lat: float) -> list[Grid]:
        return self._get(list[Grid], "/v1/grids/at", {"lon": lon, "lat": lat})

    def components(self) -> pa.Table:
        """All of them, as columns of `wire.components.Component`: they are too many for messages."""
        return self.snapshot(Noun.COMPONENT).table

    def component(self, code: str) -> Component:
        return self._get(Component, f"/v1/components/{quoted(code)}")

    def registers(self) -> list[Register]:
        return self._get(list[Register], "/v1/registers")

    def entries(self, kind: RegisterKind) -> pa.Table:
        """A whole register, as columns of `wire.registers.Entry`."""
        return table_of(self._bulk(f"/v1/registers/{kind}/entries", {}).content)

    def entry(self, kind: RegisterKind, id: str) -> Entry:
        return self._get(Entry, f"/v1/registers/{kind}/entries/{quoted(id)}")

    def entry_card(self, kind: RegisterKind, id: str) -> EntryCard:
        return self._get(EntryCard, f"/v1/registers/{kind}/entries/{quoted(id)}/card")

    def write_entries(self, kind: RegisterKind, order: EntriesOrder, key: str) -> EntriesReceipt:
        return self._post(EntriesReceipt, f"/v1/registers/{kind}/entries", order, key=key)

    def coverage(self, at: datetime | None = None) -> list[Covered]:
        """The basic grids in which an inspector was within a day before a moment, or now; and when."""
        asked = {} if at is None else {"at": at.isoformat()}
        return [each for page in decode(Covered, table_of(self._bulk("/v1/coverage", asked).content)) for each in page]
