"""Cameras."""

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CameraRow(Base):
    """`wire.cameras.Camera`; `preset_number` is that of `preset`."""

    __tablename__ = "cameras"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    azimuth: Mapped[float | None]
    view_angle: Mapped[float | None]
    reach: Mapped[float | None]
    sub_url: Mapped[str]
    main_url: Mapped[str]
    ptz_url: Mapped[str] = mapped_column(default="", server_default="")
    playback_url: Mapped[str] = mapped_column(default="", server_default="")
    preset: Mapped[str] = mapped_column(default="", server_default="")
    preset_number: Mapped[int | None]
    online: Mapped[bool | None]
