"""What the wall says of the recording of a camera."""

import pytest

from console.widgets.playback.plan_words import plan_words, problem
from wire.recordings import RecordingMode, RecordingPlan, RecordingWhy

TROUBLES = ("connecting", "disk_full", "disk", "refused", "no_video", "login", "unreachable")  # of backend.recording.worker


@pytest.mark.usefixtures("dressed")
def test_that_each_trouble_of_the_recorder_is_said_and_none_is_called_a_recording() -> None:
    said = {code: plan_words(RecordingPlan(camera_id="k1", why=RecordingWhy.ALARM, problem=code)) for code in TROUBLES}
    assert len(set(said.values())) == len(TROUBLES)
    recorded = plan_words(RecordingPlan(camera_id="k1", why=RecordingWhy.ALARM))
    assert not any(recorded in words for words in said.values())
    assert problem("unreachable") == problem("something new")
    assert "居民区" in plan_words(RecordingPlan(camera_id="k1", mode=RecordingMode.OFF, reason="居民区", problem="disk"))
