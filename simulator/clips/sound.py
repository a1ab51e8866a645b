"""What the microphone of a camera hears, as a loop that has no seam: a murmur, and a bell that is struck every other second."""

from typing import NamedTuple

import numpy as np

RATE = 16_000  # samples in a second, one channel: what cameras send
STRUCK_S, FADE_S = 2.0, 0.6


class Noise(NamedTuple):
    """`bell` in Hz; `murmur` and `loud` of full scale. Without a fade the bell is one long tone."""

    bell: float
    loud: float = 0.3
    murmur: float = 0.02
    fades: bool = True


HEARD: dict[str, Noise] = {"market": Noise(660.0), "crossing_dusk": Noise(440.0, 0.12, 0.05)}


def heard(noise: Noise, seconds: int) -> np.ndarray:
    """Samples from -1 to 1."""
    at = np.arange(RATE * seconds) / RATE
    bell = np.sin(2 * np.pi * round(noise.bell) * at)  # whole turns in a second
    fading = np.exp(-(at % STRUCK_S) / FADE_S) if noise.fades else 1.0
    spectrum = np.fft.rfft(np.random.default_rng(5).normal(size=at.size))
    spectrum[1:] /= np.sqrt(np.arange(1, spectrum.size))  # deeper than white, as a street is
    spectrum[0] = 0
    murmur = np.fft.irfft(spectrum, at.size)
    return np.asarray(np.clip(noise.loud * bell * fading + noise.murmur * murmur / murmur.std(), -1, 1))
