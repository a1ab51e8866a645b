"""The registers of muck trucks."""

from typing import NamedTuple

import msgspec

from console.api.door import JSON, Door, keyed, quoted
from wire.codes import Noun
from wire.hauls import (
    HaulCompany,
    HaulCompanyOrder,
    HaulPermit,
    HaulPermitOrder,
    HaulPlace,
    HaulPlaceOrder,
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

    def remove_haul(self, noun: Noun, id: str, key: str, version: int) -> None:
        self.connection.call("DELETE", _path(noun, id), headers=keyed(key, version))


def _path(noun: Noun, id: str) -> str:
    return f"/v1/{PLURAL[noun]}/{quoted(id)}"
