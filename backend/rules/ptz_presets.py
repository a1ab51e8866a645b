"""Where a camera looks after it was turned. Some devices tell it; of the others each preset is learnt or typed once, and what is moved by hand looks
nobody knows where."""

from typing import NamedTuple

import sqlalchemy as sa

from backend.rules import cameras
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.ptz import PtzPresetRow
from wire.codes import Noun
from wire.ptz import Preset, PresetViewOrder

LEAST_TURN = 0.1  # degrees; less is not worth a change of the camera
MOST_LETTERS = 60


class Looks(NamedTuple):
    """Degrees; none: nobody knows."""

    azimuth: float | None
    view_angle: float | None


def known(work: Work, camera_id: str, told: list[Preset]) -> list[Preset]:
    """Those that the device tells, with what is known of each; a name that only we were told goes before a number."""
    rows = {row.number: row for row in work.session.scalars(sa.select(PtzPresetRow).where(PtzPresetRow.camera_id == camera_id))}
    return [_with(preset, rows.get(preset.number)) for preset in told]


def keep(work: Work, camera_id: str, number: int, name: str, looks: Looks) -> Preset:
    """The view of now under this number: what was known of the view before is forgotten."""
    row = PtzPresetRow(camera_id=camera_id, number=number, name=name, azimuth=looks.azimuth, view_angle=looks.view_angle)
    row = work.session.merge(row)
    camera = _camera(work, camera_id)
    if camera is not None:
        _stand(work, camera, number, name, Looks(None, None))
    return Preset(number=number, name=name, azimuth=row.azimuth, view_angle=row.view_angle)


def forget(work: Work, camera_id: str, number: int) -> None:
    work.session.execute(sa.delete(PtzPresetRow).where(PtzPresetRow.camera_id == camera_id, PtzPresetRow.number == number))


def type_view(work: Work, camera_id: str, number: int, order: PresetViewOrder) -> Preset:
    """Somebody knows where it looks; a camera that stands there looks there from now on."""
    row = work.session.get(PtzPresetRow, (camera_id, number)) or PtzPresetRow(camera_id=camera_id, number=number, name="")
    row.azimuth = round(order.azimuth % 360, 2)
    row.view_angle = row.view_angle if order.view_angle is None else order.view_angle
    work.session.add(row)
    camera = _camera(work, camera_id)
    if camera is not None and camera.preset_number == number:
        _stand(work, camera, number, camera.preset, Looks(row.azimuth, row.view_angle))
    work.audit("PTZ.VIEW", Noun.CAMERA, camera_id, f"{number}: {row.azimuth:g}°")
    return Preset(number=number, name=row.name, azimuth=row.azimuth, view_angle=row.view_angle)


def name_of(work: Work, camera_id: str, number: int) -> str:
    """The name that we were told for a preset; empty where we were told none."""
    row = work.session.get(PtzPresetRow, (camera_id, number))
    return row.name if row is not None else ""


def gone_to(work: Work, camera_id: str, number: int, name: str, tells: bool) -> None:
    """It was sent to this preset. `tells`: its device will say where it looks then; else, where nobody has learnt or typed it, nobody knows."""
    camera, row = _camera(work, camera_id), work.session.get(PtzPresetRow, (camera_id, number))
    if camera is None:
        return
    known = Looks(None, None) if row is None else Looks(row.azimuth, row.view_angle)
    lost = known.azimuth is None and not tells and camera.azimuth is not None
    if lost:
        camera.azimuth = None
    _stand(work, camera, number, name or str(number), known, lost)


def moved(work: Work, camera_id: str, tells: bool) -> None:
    """By hand, or by a patrol: it stands at no preset; `tells`: its device says where it looks then, so what is known now is not given up."""
    camera = _camera(work, camera_id)
    if camera is None or (not camera.preset and (tells or camera.azimuth is None)):
        return
    camera.preset, camera.preset_number = "", None
    if not tells:
        camera.azimuth = None
    _publish(work, camera)


def looks(work: Work, camera_id: str, azimuth: float | None, view_angle: float | None) -> None:
    """Where the camera looks now, as its device tells; all maps draw it so, and the preset that it stands at has learnt it."""
    camera = _camera(work, camera_id)
    if camera is None:
        return
    if camera.preset_number is not None and azimuth is not None:
        row = work.session.get(PtzPresetRow, (camera_id, camera.preset_number))
        row = row or PtzPresetRow(camera_id=camera_id, number=camera.preset_number, name=camera.preset)
        row.azimuth, row.view_angle = round(azimuth % 360, 2), row.view_angle if view_angle is None else round(view_angle, 2)
        work.session.add(row)
    _stand(work, camera, camera.preset_number, camera.preset, Looks(azimuth, view_angle))


def _stand(work: Work, camera: CameraRow, number: int | None, name: str, looks: Looks, changed: bool = False) -> None:
    """At a preset or at none, looking there; what is not known stays as it is."""
    changed |= (camera.preset_number, camera.preset) != (number, name[:MOST_LETTERS])
    camera.preset_number, camera.preset = number, name[:MOST_LETTERS]
    for field, value in looks._asdict().items():
        if _differs(getattr(camera, field), value):
            setattr(camera, field, round(value % 360 if field == "azimuth" else value, 2))
            changed = True
    if changed:
        _publish(work, camera)


def _publish(work: Work, camera: CameraRow) -> None:
    camera.version += 1
    work.publish(Noun.CAMERA, camera.id, camera.version, cameras.message(camera))


def _camera(work: Work, camera_id: str) -> CameraRow | None:
    return work.session.get(CameraRow, camera_id, with_for_update=True, populate_existing=True)


def _differs(one: float | None, other: float | None) -> bool:
    return other is not None and (one is None or abs(one - other) > LEAST_TURN)


def _with(preset: Preset, row: PtzPresetRow | None) -> Preset:
    if row is None:
        return preset
    named = preset.name if preset.name not in ("", str(preset.number)) else row.name or preset.name
    return Preset(number=preset.number, name=named, azimuth=row.azimuth, view_angle=row.view_angle)
