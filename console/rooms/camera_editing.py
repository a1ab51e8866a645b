"""The entries of cameras, corrected by the admin post from wherever a camera is seen."""

import uuid

from PySide6.QtCore import QObject

from console.api import ApiError
from console.hall.hall import Hall
from console.widgets.camera_form import CameraForm
from console.widgets.health.pane import HealthPane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from wire.cameras import Camera, CameraOrder
from wire.codes import Role


class CameraEditing(QObject):
    """Other posts are not offered it."""

    def __init__(self, hall: Hall, caller: Caller, video: VideoWall, health: HealthPane) -> None:
        super().__init__(video)
        self._hall, self._caller = hall, caller
        self.form = CameraForm(video.window())
        self.form.entered.connect(self._enter)
        if Role.ADMIN in hall.me.roles:
            video.menu.offer_editing()
            video.list.offer_editing()
            health.offer_editing()
            for asked in (video.menu.edit_wanted, video.list.edit_wanted, health.edit_wanted):
                asked.connect(self.edit)

    def edit(self, camera_id: str) -> None:
        camera = self._hall.cameras.get(camera_id)
        if camera is not None:
            self.form.ask(camera)

    def _enter(self, order: CameraOrder, version: int) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.put_camera(order, key, version), self._keep, self._refuse)

    def _keep(self, camera: Camera) -> None:
        self._hall.cameras.put([camera])
        self.form.accept()

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.form.refuse(error.problem)
