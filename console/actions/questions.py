"""What is asked of the backend and of this console's disk: one short method each."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from console.actions.asking import Asking
from console.api import Api, ApiError
from console.connection import failure
from console.hall.beside import Besides, besides
from console.hall.columns import Columns
from console.hall.disk import Disk, Picture, picture_of
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.playback import Shown
from console.hall.track import OnStreets, Track
from console.workers.caller import Caller
from wire.codes import UnitKind
from wire.components import Component
from wire.tracks import TrackLikeness


class Questions(Asking):
    sight_found = Signal(object)  # Sight: who can see a place
    recommended = Signal(object)  # Recommendation: whom to send to a case
    found = Signal(str, object)  # what was searched for, Found or Problem
    place_told = Signal(object)  # PlaceAt or Problem
    around_told = Signal(object)  # Around or Problem
    phones_told = Signal(object)  # list[UnitPhone] or Problem

    def __init__(self, hall: Hall, caller: Caller, disk: Disk, parent: QObject | None = None) -> None:
        super().__init__(hall, caller, parent)
        self._disk = disk
        self._track_asked = self._beside_asked = object()

    def open_card(self, case_id: str) -> None:
        self._ask(Wanted.CARD, lambda api: api.case(case_id), self._hall.take_card, case_id)

    def load_photo(self, photo_id: str) -> None:
        """`hall.photos.arrived` answers, at once when it is here already."""
        photos = self._hall.photos
        if image := photos.get(photo_id):
            photos.put(photo_id, image)
        else:
            self._ask(Wanted.PHOTO, lambda api: api.photo(photo_id), partial(photos.put, photo_id), photo_id, lambda: photos.miss(photo_id))

    def load_clip(self, clip_id: str) -> None:
        """Likewise: bytes by their id."""
        photos = self._hall.photos
        if film := photos.get(clip_id):
            photos.put(clip_id, film)
        else:
            self._ask(Wanted.CLIP, lambda api: api.clip(clip_id), partial(photos.put, clip_id), clip_id, lambda: photos.miss(clip_id))

    def load_track(self, unit_id: str, start: datetime, end: datetime) -> None:
        """What comes when another one has been asked for meanwhile is not shown."""
        self._track_asked = asked = object()

        def show(track: Track) -> None:
            if self._track_asked is asked:
                self._hall.playback.open(track)

        def load(api: Api) -> Track:
            analysis, happenings = api.track_analysis(unit_id, start, end), api.happenings(unit_id, start, end)
            return Track(unit_id, api.track(unit_id, start, end), analysis, happenings)

        self._ask(Wanted.TRACK, load, show, unit_id)

    def load_streets(self) -> None:
        """The track that is played, laid on the streets."""
        playback = self._hall.playback
        if (track := playback.track) is None:
            return
        told = track.analysis

        def show(found: OnStreets) -> None:
            if playback.track is track:
                playback.set_streets(found)

        def load(api: Api) -> OnStreets:
            return OnStreets(api.track_on_streets(track.unit_id, told.start, told.end), told)

        self._ask(Wanted.STREETS, load, show, track.unit_id, failed=lambda: playback.show(Shown.BELIEVED))

    def load_likenesses(self) -> None:
        """Whose track the one that is played is again."""
        playback = self._hall.playback
        if (track := playback.track) is None:
            return

        def show(found: list[TrackLikeness]) -> None:
            if playback.track is track:
                playback.set_likenesses(found)

        told = track.analysis
        self._ask(Wanted.LIKENESSES, lambda api: api.track_likenesses(track.unit_id, told.start, told.end), show, track.unit_id)

    def load_beside(self, unit_ids: Sequence[str], kinds: Sequence[UnitKind]) -> None:
        """Other units, or all of some kinds, or nobody, in the period of the track that is played; what comes when another one is played, or others
        have been asked for meanwhile, is not shown."""
        playback = self._hall.playback
        self._beside_asked = asked = object()
        if (track := playback.track) is None:
            return
        told = track.analysis

        def load(api: Api) -> Besides:
            return besides(api.tracks_together(told.start, told.end, unit_ids, kinds), track.unit_id)

        def show(found: Besides) -> None:
            if playback.track is track and self._beside_asked is asked:
                playback.set_beside(found)

        self._ask(Wanted.TRACK, load, show, track.unit_id)

    def load_track_days(self, unit_id: str) -> None:
        self._ask(Wanted.TRACK_DAYS, lambda api: api.track_days(unit_id), partial(self._hall.set_track_days, unit_id), unit_id)

    def search(self, text: str, lon: float, lat: float) -> None:
        """Of equals the nearest to this place is first."""
        self._tell(lambda api: api.search(text, near=(lon, lat)), partial(self.found.emit, text))

    def load_place(self, lon: float, lat: float) -> None:
        self._tell(lambda api: api.place_at(lon, lat), self.place_told.emit)

    def load_around(self, lon: float, lat: float, radius_m: float) -> None:
        self._tell(lambda api: api.around(lon, lat, radius_m), self.around_told.emit)

    def load_phones(self, unit_ids: Sequence[str]) -> None:
        self._tell(lambda api: api.phones(unit_ids), self.phones_told.emit)

    def load_sight(self, lon: float, lat: float) -> None:
        self._ask(Wanted.SIGHT, lambda api: api.sight(lon, lat), self.sight_found.emit)

    def load_recommendation(self, case_id: str) -> None:
        self._ask(Wanted.RECOMMENDATION, lambda api: api.recommendation(case_id), self.recommended.emit, case_id)

    def load_catalogue(self) -> None:
        self._ask(Wanted.CATALOGUE, Api.catalogue, self._hall.set_catalogue, again=self.load_catalogue)

    def load_components(self) -> None:
        if self._hall.me.office is not None:
            return  # they are the hall's
        self._ask(Wanted.COMPONENTS, lambda api: Columns(Component, api.components()), self._hall.components.set, again=self.load_components)

    def save_picture(self) -> None:
        """Keep what the Hall shows now, for the next start."""
        picture = picture_of(self._hall)
        if picture is not None:
            self._ask(Wanted.PICTURE, lambda _: self._keep(picture), lambda _: None)

    def save_last_picture(self) -> None:
        """The same at the end, when there is nothing left to be done beside it."""
        picture = picture_of(self._hall)
        if picture is not None:
            try:
                self._keep(picture)
            except ApiError as error:
                self._fail(Wanted.PICTURE, "", error)

    def prefer(self, name: str, value: bytes) -> None:
        """Keep what this user prefers, for the next start."""
        try:
            self._disk.prefer(name, value)
        except OSError as error:
            self._fail(Wanted.PREFERENCE, "", failure("disk_unwritable", str(error)))
        else:
            self._hall.failures.clear(Wanted.PREFERENCE, "")

    def _keep(self, picture: Picture) -> None:
        try:
            self._disk.save(picture)
        except OSError as error:
            raise failure("disk_unwritable", str(error)) from error
