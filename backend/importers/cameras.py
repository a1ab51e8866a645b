"""Import of cameras."""

from typing import Annotated

import msgspec
from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import Values, distinct, store, tell
from backend.rules.cameras import ADDRESSES
from backend.session import Work
from backend.tables.cameras import CameraRow
from media.addresses import has_login, without_login
from wire.cameras import Camera
from wire.codes import Noun
from wire.places import Id


class CameraRecord(Placed, kw_only=True):
    code: Id
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    azimuth: Annotated[float, Meta(ge=0, le=360)] | None = None
    view_angle: Annotated[float, Meta(gt=0, le=360)] | None = None
    reach: Annotated[float, Meta(gt=0)] | None = None
    sub_url: str = ""
    main_url: str = ""
    ptz_url: str = ""


def store_cameras(work: Work, found: list[Record[CameraRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct(found, lambda value: value.code, report)
    values = [{"id": record.value.code, **_without_logins(record.value)} for record in kept]
    logins = sum(any(has_login(getattr(record.value, name, "")) for name in ADDRESSES) for record in kept)
    if logins:
        report.remarks.append(f"{logins} cameras came with a login in an address, which was left out: it belongs into camera-logins.toml, by host.")
    tell(work, Noun.CAMERA, store(work, CameraRow, values, report), lambda row: Camera(**row))


def _without_logins(record: CameraRecord) -> Values:
    """What all consoles of the hall get holds no password."""
    told = msgspec.structs.asdict(record)
    return {name: without_login(value) if name in ADDRESSES else value for name, value in told.items()}
