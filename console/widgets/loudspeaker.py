"""The sound of a camera through the loudspeaker of this machine, if it has one."""

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudio, QAudioSink, QMediaDevices

from console.hall.listening import SAMPLE_BYTES, Ear, Form
from console.widgets.sounder import format_of

FEED_MS = 20
AHEAD_S = 0.2  # so long the GUI thread may be late before it is heard


class Loudspeaker(QObject):
    """See `console.hall.listening.Speaker`."""

    changed = Signal()  # another device, or none any more

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices: QMediaDevices | None = None
        self._sink: QAudioSink | None = None
        self._out: QIODevice | None = None
        self._ear: Ear | None = None
        self._volume = 1.0
        self._feeding = QTimer(self, interval=FEED_MS)
        self._feeding.timeout.connect(self._feed)

    def form(self) -> Form | None:
        if self._devices is None:  # not before somebody listens: it looks for a sound server
            self._devices = QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self.changed)
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return None
        best = device.preferredFormat()
        return Form(best.sampleRate(), min(2, best.channelCount()))

    def start(self, ear: Ear) -> None:
        self._ear = ear
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), format_of(*ear.form), self)
        self._sink.setBufferSize(int(AHEAD_S * ear.form.rate) * ear.form.channels * SAMPLE_BYTES)
        self._sink.setVolume(self._volume)
        self._out = self._sink.start()
        self._feeding.start()

    def stop(self) -> None:
        self._feeding.stop()
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
        self._sink = self._out = self._ear = None

    def set_volume(self, percent: int) -> None:
        """By ear: half of the way is half as loud."""
        self._volume = QAudio.convertVolume(percent / 100, QAudio.VolumeScale.LogarithmicVolumeScale, QAudio.VolumeScale.LinearVolumeScale)
        if self._sink is not None:
            self._sink.setVolume(self._volume)

    def _feed(self) -> None:
        if self._sink is not None and self._out is not None and self._ear is not None:
            self._out.write(self._ear.take(self._sink.bytesFree()))
