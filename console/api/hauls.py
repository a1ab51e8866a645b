"""The registers of muck trucks, and their trips."""

from typing import Any, NamedTuple

import msgspec

from console.api.door import BULK_S, JSON, Door, keyed, quoted
from wire.codes import Noun
from wire.hauls import (
    MOST_TRIPS,
    HaulCompany,
    HaulCompanyOrder,
    HaulPermit,
    HaulPermitOrder,
    HaulPlace,
    HaulPlaceOrder,
    HaulSums,
    HaulTrip,
    HaulTruck,
    HaulTruckOrder,
)
from wire.nouns import PLURAL

Haul = HaulCompany | HaulPlace | HaulTruck | HaulPermit
HaulOrder = HaulCompanyOrder | HaulPlaceOrder | HaulTruckOrder | HaulPermitOrder


class _Register(NamedTuple):
    noun: Noun
    message: type[Haul]


OF = {
    HaulCompanyOrder: _Register(Noun.HAUL_COMPANY, HaulCompany),
    HaulPlaceOrder: _Register(Noun.HAUL_PLACE, HaulPlace),
    HaulTruckOrder: _Register(Noun.HAUL_TRUCK, HaulTruck),
    HaulPermitOrder: _Register(Noun.HAUL_PERMIT, HaulPermit),
}


class HaulApi(Door):
    def put_haul(self, order: HaulOrder, key: str = "", version: int | None = None) -> Haul:
        """`version` is that of the one that it changes."""
        register = OF[type(order)]
        return self._send(register.message, "PUT", _path(register.noun, order.id), msgspec.json.encode(order), JSON | keyed(key, version))

    def haul_trips(self, during: str = "", truck_id: str = "", permit_id: str = "", limit: int = MOST_TRIPS) -> list[HaulTrip]:
        """The newest first; `during` is START/END of when they began."""
        return self._get(list[HaulTrip], "/v1/haul-trips", _asked(during, truck_id, permit_id) | {"limit": limit}, read_s=BULK_S)

    def haul_sums(self, during: str = "", truck_id: str = "", permit_id: str = "") -> HaulSums:
        """Of all such trips, however many."""
        return self._get(HaulSums, "/v1/haul-trips/sums", _asked(during, truck_id, permit_id))

    def haul_file(self, during: str, truck_id: str, permit_id: str, suffix: str, language: str) -> bytes:
        """The trips as a table, "csv" or "xlsx"."""
        params = _asked(during, truck_id, permit_id) | {"format": suffix, "language": language}
        return bytes(self.connection.call("GET", "/v1/haul-trips/file", params=params, headers={"Accept": "*/*"}, read_s=BULK_S).content)

    def remove_haul(self, noun: Noun, id: str, key: str, version: int) -> None:
        self.connection.call("DELETE", _path(noun, id), headers=keyed(key, version))


def _asked(during: str, truck_id: str, permit_id: str) -> dict[str, Any]:
    return {"datetime": during or None, "truck_id": truck_id or None, "permit_id": permit_id or None}


def _path(noun: Noun, id: str) -> str:
    return f"/v1/{PLURAL[noun]}/{quoted(id)}"
