"""Open311 GeoReport v2 over cases: what the public may know of them, and a report from the public. No name, phone or handler goes out."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from backend.caller import datum_of
from backend.refusals import Malformed, Unknown
from backend.rules import cases, masks
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from backend.tables.places import StreetRow
from geo.datum import Datum, convert
from wire.cases import CaseReport
from wire.codes import CloseKind, Kind, Source, Status
from wire.problem import FieldError
from wire.standards import SmallClass

SERVICE_CODE = re.compile(r"^(EVENT|COMPONENT)-(\d{4})$")
OUR_PHOTO = re.compile(r"/v1/photos/([0-9a-f]{64})$")  # that was uploaded here before the report
NUMBERS_OF_PEOPLE = re.compile(r"\d[\d -]{5,}\d")  # phone and identity numbers that somebody wrote into the text
DONE = (Status.CLOSED, Status.VOIDED)
CONDITION = "CONDITION"  # the one attribute of every service: which filing condition it looks like
LONGEST = 2000

Service = dict[str, Any]
Request = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Filters of `GET requests`; empty ones let everything through. `statuses` are "open" and "closed"."""

    ids: Sequence[str] = ()
    service_codes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = 1000


def services(work: Work) -> list[Service]:
    """All small classes as services."""
    majors = {(major.kind, major.code): major.name for major in in_force(work).catalogue.majors}
    return [_service(small, majors.get((small.kind, small.code[:2]), "")) for small in in_force(work).catalogue.classes]


def definition(work: Work, service_code: str) -> dict[str, Any]:
    """The attributes of a service: a choice of its filing conditions."""
    small = _class_of(work, service_code)
    own = [each for each in in_force(work).catalogue.conditions if (each.kind, each.class_code) == (small.kind, small.code)]
    attribute = {
        "variable": True,
        "code": CONDITION,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": "What is wrong",
        "values": [{"key": each.id, "name": each.text} for each in own],
    }
    return {"service_code": service_code, "attributes": [attribute]}


def requests(work: Work, wanted: Wanted) -> list[Request]:
    """A page of cases, the newest report first."""
    newest = sa.select(CaseRow).where(*_conditions(wanted)).order_by(CaseRow.reported_at.desc(), CaseRow.id.desc())
    rows = work.session.scalars(newest.limit(wanted.page_size).offset((wanted.page - 1) * wanted.page_size)).all()
    names = dict(work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.name)).all())
    return [_request(work, row, names) for row in rows]


def request(work: Work, id: str) -> list[Request]:
    found = requests(work, Wanted(ids=[id], page_size=1))
    if not found:
        raise Unknown("service_request", id)
    return found


def report(work: Work, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """A report from the public becomes a case; `said` are the fields of the form."""
    small = _class_of(work, said.get("service_code", ""))
    lon, lat = _place(work, said)
    picture = said.get("media_url", "")
    uploaded = OUR_PHOTO.search(picture)
    order = CaseReport(
        id=uuid.uuid4().hex,
        source=Source.PUBLIC_APP,
        kind=small.kind,
        class_code=small.code,
        lon=lon,
        lat=lat,
        address=said.get("address_string", "")[:300],
        description=_description(work, said, "" if uploaded else picture),
        reporter=" ".join(part for part in (said.get("last_name", ""), said.get("first_name", "")) if part)[:80],
        phone=said.get("phone", "")[:40],
        photos=[uploaded[1]] if uploaded else [],
        media_url=picture[:LONGEST],
    )
    card = cases.report(work, order)
    return [{"service_request_id": card.case.number, "service_notice": "", "account_id": said.get("account_id", "")}]


def _service(small: SmallClass, group: str) -> Service:
    return {
        "service_code": f"{small.kind}-{small.code}",
        "service_name": small.name,
        "description": small.name_en,
        "metadata": True,
        "type": "realtime",
        "keywords": small.trade,
        "group": group,
    }


def _class_of(work: Work, service_code: str) -> SmallClass:
    if not service_code:
        raise Malformed("A request needs a service_code.", [FieldError(path="service_code", detail="is missing")])
    found = SERVICE_CODE.match(service_code)
    small = in_force(work).classes.get((Kind(found[1]), found[2])) if found else None
    if small is None:
        raise Unknown("service_code", service_code)
    return small


def _conditions(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = []
    if wanted.ids:
        conditions.append(CaseRow.number.in_(wanted.ids))
    if wanted.service_codes:
        pairs = [SERVICE_CODE.match(code) for code in wanted.service_codes]
        conditions.append(sa.tuple_(CaseRow.kind, CaseRow.class_code).in_([(Kind(pair[1]), pair[2]) for pair in pairs if pair]))
    if wanted.statuses:
        chosen = [CaseRow.status.in_(DONE) if status == "closed" else CaseRow.status.not_in(DONE) for status in wanted.statuses]
        conditions.append(sa.or_(*chosen))
    conditions += [CaseRow.reported_at >= wanted.start] if wanted.start else []
    conditions += [CaseRow.reported_at <= wanted.end] if wanted.end else []
    return conditions


def _request(work: Work, row: CaseRow, departments: dict[str, str]) -> Request:
    small = in_force(work).classes.get((row.kind, row.class_code))
    return {
        "service_request_id": row.number,
        "status": "closed" if row.status in DONE else "open",
        "status_notes": _notes(row),
        "service_name": small.name if small else row.class_code,
        "service_code": f"{row.kind}-{row.class_code}",
        "description": NUMBERS_OF_PEOPLE.sub(lambda found: masks.phone(found[0]), masks.text(row.description, [row.reporter], [row.phone])),
        "agency_responsible": departments.get(row.department_id or "", ""),
        "service_notice": "",
        "requested_datetime": row.reported_at,
        "updated_datetime": row.status_at,
        "expected_datetime": row.deadline_at,
        "address": masks.text(row.address, [row.reporter], [row.phone]),
        "address_id": "",
        "zipcode": "",
        "lat": row.lat,
        "long": row.lon,
        "media_url": "",
    }


def _notes(row: CaseRow) -> str:
    """Where the case is, in a code and no more: the words of the hall stay in the hall."""
    return str(row.void_kind or ("CLOSED_LATE" if row.close_kind is CloseKind.OVERDUE else row.status))


def _place(work: Work, said: Mapping[str, str]) -> tuple[float, float]:
    """lat and long, in the datum of the key, else the middle of the street that the address names."""
    if said.get("lat") or said.get("long"):
        lon, lat = convert(_degrees(said, "long", 180), _degrees(said, "lat", 90), datum_of(work.user), Datum.WGS84)
        return float(lon), float(lat)
    middle = _middle_of_street(work, said.get("address_string", ""))
    if middle is None:
        reason = "A request needs lat and long, or an address_string with a street that is known here."
        raise Malformed(reason, [FieldError(path="lat", detail="is missing")])
    return middle


def _middle_of_street(work: Work, address: str) -> tuple[float, float] | None:
    """The longest street of the longest name that the address contains."""
    named = sa.select(StreetRow.lon, StreetRow.lat).where(StreetRow.name != "", sa.literal(address).contains(StreetRow.name))
    found = work.session.execute(named.order_by(sa.func.length(StreetRow.name).desc(), StreetRow.length_m.desc()).limit(1)).first()
    return (found.lon, found.lat) if found else None


def _degrees(said: Mapping[str, str], name: str, most: float) -> float:
    try:
        value = float(said.get(name, ""))
    except ValueError:
        value = float("nan")
    if not abs(value) <= most:
        raise Malformed(f"{name} must be degrees between {-most:g} and {most:g}.", [FieldError(path=name, detail="is no such number")])
    return value


def _description(work: Work, said: Mapping[str, str], picture: str) -> str:
    """What was written, what was chosen, and where a picture lies that is not ours: those of strangers' servers are not fetched."""
    chosen = next((each.text for each in in_force(work).catalogue.conditions if each.id == said.get(f"attribute[{CONDITION}]")), "")
    parts = [said.get("description", ""), chosen, picture]
    return "\n".join(part for part in parts if part)[:LONGEST]
