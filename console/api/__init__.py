"""The REST interface of the backend as Python calls: a method per route, one to four lines each. Knows no Qt.

Every method raises `ApiError` and nothing else. Only what does no harm when repeated is tried a second time: reads, and what carries a key.
A noun has a class of its own in a file of its own; `Api` is all of them.
"""

from console.api.alarms import AlarmApi
from console.api.areas import AreaApi
from console.api.asking import AskingApi
from console.api.authorisations import AuthorisationApi
from console.api.camera_health import CameraHealthApi
from console.api.cases import CaseApi
from console.api.city import CityApi
from console.api.door import Cursor, Snapshot
from console.api.evaluation import EvaluationApi
from console.api.filters import FilterApi
from console.api.footage import FootageApi
from console.api.hauls import HaulApi
from console.api.hotline import HotlineApi
from console.api.moments import MomentApi
from console.api.past import PastApi
from console.api.patrols import PatrolApi
from console.api.phrases import PhraseApi
from console.api.presence import PresenceApi
from console.api.privacy import PrivacyApi
from console.api.ptz import PtzApi
from console.api.recordings import RecordingApi
from console.api.session import SessionApi
from console.api.staff import StaffApi
from console.api.standards import StandardsApi
from console.api.tours import TourApi
from console.api.units import UnitApi
from console.api.video_layouts import VideoLayoutApi
from console.api.zones import ZonesApi
from console.connection import ApiError

__all__ = ["Api", "ApiError", "Cursor", "Snapshot"]


class Api(
    SessionApi,
    CaseApi,
    UnitApi,
    AlarmApi,
    StaffApi,
    CityApi,
    AskingApi,
    AreaApi,
    PhraseApi,
    HotlineApi,
    HaulApi,
    PresenceApi,
    StandardsApi,
    PrivacyApi,
    AuthorisationApi,
    FilterApi,
    EvaluationApi,
    MomentApi,
    PastApi,
    PatrolApi,
    CameraHealthApi,
    FootageApi,
    PtzApi,
    RecordingApi,
    TourApi,
    VideoLayoutApi,
    ZonesApi,
):
    def twin(self) -> "Api":
        """Another one for the same user, which can be shut down by itself: one for each worker."""
        return Api(self.connection.twin())
