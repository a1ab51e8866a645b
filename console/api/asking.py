"""What is asked about a place or a case, and files."""

from datetime import datetime

import msgspec

from console.api.door import EXPORT_S, JSON, Door, quoted
from wire.around import Around
from wire.changes import Change
from wire.codes import Noun
from wire.exports import ExportOrder
from wire.nouns import PLURAL
from wire.places_at import PlaceAt
from wire.recommendation import Recommendation
from wire.search import Found
from wire.sight import Sight
from wire.whereabouts import Whereabouts


class AskingApi(Door):
    def versions(self, noun: Noun, id: str) -> list[Change]:
        """What a thing was before, the newest first."""
        return self._get(list[Change], f"/v1/versions/{PLURAL[noun]}/{quoted(id)}")

    def sight(self, lon: float, lat: float, at: datetime | None = None) -> Sight:
        """Who can see a place, and who can be there first; or could, at an earlier moment."""
        return self._get(Sight, "/v1/sight", {"lon": lon, "lat": lat, "at": at.isoformat() if at else None})

    def whereabouts(self, lon: float, lat: float, radius: float, start: datetime, end: datetime) -> Whereabouts:
        """Who was within `radius` metres of a place; that somebody has looked is written down there."""
        while_ = {"start": start.isoformat(), "end": end.isoformat()}
        return self._get(Whereabouts, "/v1/whereabouts", {"lon": lon, "lat": lat, "radius": radius} | while_)

    def whereabouts_file(self, lon: float, lat: float, radius: float, start: datetime, end: datetime, language: str) -> bytes:
        """The same as CSV; that it was taken away is written down there."""
        asked = {"lon": lon, "lat": lat, "radius": radius, "start": start.isoformat(), "end": end.isoformat(), "language": language}
        return bytes(self.connection.call("GET", "/v1/whereabouts/file", params=asked, headers={"Accept": "*/*"}, read_s=EXPORT_S).content)

    def recommendation(self, case_id: str) -> Recommendation:
        """Whom to send to a case, and why not the others."""
        return self._get(Recommendation, f"/v1/cases/{quoted(case_id)}/recommendation")

    def search(self, text: str, limit: int = 20, near: tuple[float, float] | None = None) -> Found:
        """`near`: lon and lat; of equals the nearest is first."""
        lon, lat = near or (None, None)
        return self._get(Found, "/v1/search", {"text": text, "limit": limit, "lon": lon, "lat": lat})

    def place_at(self, lon: float, lat: float, people: bool = True) -> PlaceAt:
        """That somebody has seen whole phone numbers is written down there; without `people` there are none."""
        return self._get(PlaceAt, "/v1/places/at", {"lon": lon, "lat": lat} | ({} if people else {"people": "false"}))

    def around(self, lon: float, lat: float, radius_m: float, nearest: int = 10) -> Around:
        return self._get(Around, "/v1/around", {"lon": lon, "lat": lat, "radius": radius_m, "nearest": nearest})

    def export(self, order: ExportOrder) -> bytes:
        """The bytes of the file; a city takes a while."""
        body = msgspec.json.encode(order)
        return bytes(self.connection.call("POST", "/v1/exports", body=body, headers=JSON | {"Accept": "*/*"}, read_s=EXPORT_S).content)
