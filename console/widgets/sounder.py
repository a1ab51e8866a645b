"""Tones made by ourselves, and a voice where this machine has one. A machine without a loudspeaker says so, and nothing fails."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices
from PySide6.QtTextToSpeech import QTextToSpeech

RATE = 44_100
LOUD, EDGE_MS = 0.35, 6  # of full scale; how long a tone takes to begin and to end, or it clicks
NO_VOICE = {"mock", ""}  # engines that say nothing


def samples(tone: Sequence[tuple[int, int]]) -> bytes:
    """A tone of pairs of hertz and milliseconds, as 16-bit mono."""
    pieces = []
    for hertz, milliseconds in tone:
        at = np.arange(RATE * milliseconds // 1000) / RATE
        ramp = np.minimum(1, np.minimum(at, at[::-1]) * 1000 / EDGE_MS)
        pieces.append(np.sin(2 * np.pi * hertz * at) * ramp * LOUD if hertz else np.zeros_like(at))
    return (np.concatenate(pieces) * 32767).astype("<i2").tobytes()


def format_of(rate: int, channels: int) -> QAudioFormat:
    """16-bit samples."""
    made = QAudioFormat()
    made.setSampleRate(rate)
    made.setChannelCount(channels)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made


class Sounder(QObject):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None
        self._voice: QTextToSpeech | None = None

    def has_device(self) -> bool:
        return not QMediaDevices.defaultAudioOutput().isNull()

    def engines(self) -> list[str]:
        """What can speak on this machine."""
        return [engine for engine in QTextToSpeech.availableEngines() if engine not in NO_VOICE]

    def play(self, tone: Sequence[tuple[int, int]]) -> bool:
        """Whether there is anything to play it on."""
        if not self.has_device():
            return False
        self.stop()
        self._start(samples(tone))
        return True

    def _start(self, sound: bytes) -> None:
        """16-bit mono, to the loudspeaker."""
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(sound))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), format_of(RATE, 1), self)
        self._sink.start(self._buffer)

    def speak(self, text: str, tone: Sequence[tuple[int, int]]) -> bool:
        """The text where there is a voice, else the tone."""
        if not self.has_device():
            return False
        if self._voice is None:
            engines = self.engines()
            self._voice = QTextToSpeech(engines[0] if engines else "", self) if engines else None
        if self._voice is None or self._voice.state() is QTextToSpeech.State.Error:
            return self.play(tone)
        self._voice.say(text)
        return True

    def stop(self) -> None:
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
            self._sink = None
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None
