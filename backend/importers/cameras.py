"""Import of cameras."""

from typing import Annotated

from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import distinct, store, tell
from backend.session import Work
from backend.tables.cameras import CameraRow
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
    names = list(CameraRecord.__struct_fields__)
    values = [{"id": record.value.code, **{name: getattr(record.value, name) for name in names}} for record in kept]
    tell(work, Noun.CAMERA, store(work, CameraRow, values, report), lambda row: Camera(**row))
