"""Layouts of the video wall that the whole hall sees."""

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class VideoLayoutRow(Base):
    """`wire.video_layouts.SavedLayout`."""

    __tablename__ = "video_layouts"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True)
    layout: Mapped[str]
    cameras: Mapped[list[str]]
    by: Mapped[str]
