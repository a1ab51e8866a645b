"""Tracks: how long, how fast, and what can be believed of them. A file for each notion; `analysis` puts them together."""

from geo.tracks.measures import EARTH_M, TOO_FAST, Box, length_m, metres, paces, speeds, within

__all__ = ["EARTH_M", "TOO_FAST", "Box", "length_m", "metres", "paces", "speeds", "within"]
