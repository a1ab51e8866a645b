"""What the routes share and runs beside them: one part for each name that a route may ask for."""

from dataclasses import dataclass
from typing import Self

from backend.exporters.ground import Grounds
from backend.feed.hubs import Hubs
from backend.intake import Intake
from backend.jobs.gateways import GatewayWatch
from backend.photos import ClipStore, PhotoStore
from backend.ptz.desk import PtzDesk
from backend.recording.recorder import FOLDER as RECORDINGS
from backend.recording.store import RecordingStore
from backend.recording.views import Views
from backend.routes.registers import Entries
from backend.routes.snapshot import Snapshots
from backend.rules import presence
from backend.rules.attempts import Attempts
from backend.rules.coverage import Coverage
from backend.rules.suggester import Suggester
from backend.rules.visits import Visits
from backend.session import Database
from backend.settings import Settings
from backend.web.admission import Sessions
from backend.web.passwords import Passwords


@dataclass(frozen=True)
class Parts:
    database: Database
    hubs: Hubs
    intake: Intake
    sessions: Sessions
    attempts: Attempts
    passwords: Passwords
    visits: Visits
    snapshots: Snapshots
    entries: Entries
    coverage: Coverage
    suggester: Suggester
    store: PhotoStore
    clips: ClipStore
    ptz: PtzDesk
    gateways: GatewayWatch
    recorded: RecordingStore
    views: Views
    grounds: Grounds

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Self:
        """On a database, and on the folder of the settings."""
        return cls(
            database=database,
            hubs=Hubs(database, presence.attendance),
            intake=Intake(database),
            sessions=Sessions(database),
            attempts=Attempts(),
            passwords=Passwords(),
            visits=Visits(),
            snapshots=Snapshots(database),
            entries=Entries(database),
            coverage=Coverage(database),
            suggester=Suggester(database),
            store=PhotoStore(settings.data / "photos"),
            clips=ClipStore(settings.data / "clips"),
            ptz=PtzDesk(database, settings.data),
            gateways=GatewayWatch(settings.data),
            recorded=RecordingStore(settings.data / RECORDINGS),
            views=Views(database),
            grounds=Grounds(settings.data / "basemaps"),
        )
