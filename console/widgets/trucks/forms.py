"""The forms of the truck registers: companies, trucks, places, permits."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from console import words
from console.hall.hall import Hall
from console.widgets.fields import NoteField
from console.widgets.trucks import haul_reading as reading
from console.widgets.trucks.haul_form import HaulForm, by_name, choice, chosen, line
from console.widgets.trucks.places_field import PlacesField
from wire.codes import FenceKind, HaulPlaceKind, UnitKind
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
from wire.units import Unit

TRUCK_M3, PERMIT_M3 = 100.0, 10_000_000.0
NOTE, PHONE = 500, 40


class CompanyForm(HaulForm):
    order, message = HaulCompanyOrder, HaulCompany

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        fields = {name: line(name, name == "name") for name in ("name", "licence", "contact")}
        fields |= {"phone": line("phone", most=PHONE), "note": line("note", most=NOTE)}
        readers = dict.fromkeys(fields, reading.text) | {"name": reading.needed}
        super().__init__(hall, fields, readers, (("name",), ("licence",), ("contact", "phone"), ("note",)), parent)

    def title(self) -> str:
        return words.choose("渣土运输企业", "Haulage company")

    def shown(self, thing: HaulCompany) -> dict[str, Any]:
        """The telephone is masked, and stays as it is when it comes back so."""
        return {name: getattr(thing, name) for name in self.fields}


class TruckForm(HaulForm):
    order, message = HaulTruckOrder, HaulTruck
    at = {"unknown_haul_company": "company_id", "unknown_camera": "camera_id", "unknown_unit": "truck", "no_truck": "truck"}

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        truck, company, camera = choice("truck", True), choice("company_id", True), choice("camera_id")
        fields = {"truck": truck, "volume_m3": line("volume_m3", True), "company_id": company, "camera_id": camera, "note": line("note", most=NOTE)}
        readers = {"truck": chosen(True), "company_id": chosen(True), "volume_m3": reading.number(0, TRUCK_M3)}
        readers |= {"camera_id": chosen(), "note": reading.text}
        super().__init__(hall, fields, readers, (("truck", "volume_m3"), ("company_id",), ("camera_id",), ("note",)), parent)
        self.truck, self.company, self.camera = truck, company, camera

    def title(self) -> str:
        return words.choose("渣土车", "Muck truck")

    def options(self) -> None:
        """A truck is what reports positions as one, and is entered once."""
        hall, mine = self._hall, self.thing.id if self.thing is not None else None
        units = [unit for unit in hall.units if unit.kind is UnitKind.TRUCK and (unit.id == mine or unit.id not in hall.hauls.trucks)]
        self.truck.fill(by_name(units, _plate))
        self.truck.setEnabled(mine is None)
        self.company.fill(by_name(hall.hauls.companies, lambda company: company.name))
        self.camera.fill(by_name(hall.cameras, lambda camera: f"{camera.name} {camera.code}"))

    def shown(self, thing: HaulTruck) -> dict[str, Any]:
        told = {name: getattr(thing, name) for name in ("company_id", "camera_id", "note")}
        return told | {"truck": thing.id, "volume_m3": f"{thing.volume_m3:g}"}

    def id_of(self, told: Mapping[str, Any]) -> str:
        return str(told["truck"])


class PlaceForm(HaulForm):
    order, message = HaulPlaceOrder, HaulPlace
    at = {"unknown_haul_company": "company_id", "crosses_itself": "outline"}

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        kind, company = choice("kind", True), choice("company_id")
        fields = {"kind": kind, "company_id": company, "name": line("name", True)}
        fields |= {"outline": PlacesField("haul_outline", hall.draft, FenceKind.POLYGON), "note": line("note", most=NOTE)}
        readers = {"kind": chosen(True), "name": reading.needed, "company_id": chosen(), "outline": reading.places(3), "note": reading.text}
        super().__init__(hall, fields, readers, (("kind", "company_id"), ("name",), ("outline",), ("note",)), parent)
        self.kind, self.company = kind, company

    def title(self) -> str:
        return words.choose("工地、消纳场或禁行区", "Site, tipping ground or forbidden area")

    def options(self) -> None:
        self.kind.fill([(kind, words.of(kind)) for kind in HaulPlaceKind])
        self.company.fill(by_name(self._hall.hauls.companies, lambda company: company.name))

    def shown(self, thing: HaulPlace) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in ("kind", "name", "company_id", "note")} | {"outline": reading.written(thing.outline)}


class PermitForm(HaulForm):
    order, message = HaulPermitOrder, HaulPermit
    at = {"unknown_haul_company": "company_id", "unknown_haul_truck": "truck_ids", "permit_number_taken": "number"}

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        company, site, ground = choice("company_id", True), choice("site_id", True), choice("ground_id", True)
        trucks = NoteField("haul_truck_ids", required=True)
        fields = {"number": line("number", True), "company_id": company, "site_id": site, "ground_id": ground}
        fields |= {"starts": line("starts", True), "ends": line("ends", True), "volume_m3": line("volume_m3", True), "windows": line("windows")}
        fields |= {"truck_ids": trucks, "route": PlacesField("haul_route", hall.draft, FenceKind.CORRIDOR), "note": line("note", most=NOTE)}
        readers: dict[str, reading.Read] = {
            "number": reading.needed,
            "starts": reading.day,
            "ends": reading.day,
            "windows": reading.windows,
            "note": reading.text,
        }
        readers |= {name: chosen(True) for name in ("company_id", "site_id", "ground_id")} | {"route": reading.places(2)}
        readers |= {"volume_m3": reading.number(0, PERMIT_M3), "truck_ids": reading.trucks(self._by_plate)}
        narrow = (("number", "company_id"), ("site_id", "ground_id"), ("starts", "ends", "volume_m3"))
        super().__init__(hall, fields, readers, (*narrow, ("windows",), ("truck_ids",), ("route",), ("note",)), parent)
        self.company, self.site, self.ground, self.trucks = company, site, ground, trucks
        company.choice.activated.connect(lambda _: self._offer_trucks())

    def title(self) -> str:
        return words.choose("准运证", "Haul permit")

    def options(self) -> None:
        hauls = self._hall.hauls
        self.company.fill(by_name(hauls.companies, lambda company: company.name))
        for field, kind in ((self.site, HaulPlaceKind.SITE), (self.ground, HaulPlaceKind.GROUND)):
            field.fill(by_name((place for place in hauls.places if place.kind is kind), lambda place: place.name))

    def shown(self, thing: HaulPermit) -> dict[str, Any]:
        told = {name: getattr(thing, name) for name in ("number", "company_id", "site_id", "ground_id", "note")}
        told |= {"starts": thing.starts.isoformat(), "ends": thing.ends.isoformat(), "volume_m3": f"{thing.volume_m3:g}"}
        told["windows"] = ", ".join(f"{begin}-{end}" for begin, end in thing.windows)
        return told | {"truck_ids": " ".join(map(self._plate, thing.truck_ids)), "route": reading.written(thing.route)}

    def faults(self, told: Mapping[str, Any]) -> dict[str, str]:
        return {"ends": words.choose("早于起始日期", "Is before it begins")} if told["ends"] < told["starts"] else {}

    # --- inside

    def _offer_trucks(self) -> None:
        """Those of the company, where nobody has named any."""
        company = self.company.value()
        if company is not None and not self.trucks.value():
            self.trucks.set(" ".join(sorted(self._plate(truck.id) for truck in self._hall.hauls.trucks if truck.company_id == company)))

    def _by_plate(self) -> dict[str, str]:
        return {self._plate(truck.id): truck.id for truck in self._hall.hauls.trucks}

    def _plate(self, id: str) -> str:
        unit = self._hall.units.get(id)
        return _plate(unit) if unit is not None else id


def _plate(unit: Unit) -> str:
    """Without spaces: they part plates."""
    return (unit.plate or unit.name or unit.id).replace(" ", "")
