"""How small the city of the tests is: the whole ground, but few things on it."""

from simulator.city import Scale

SMALL = Scale(components=6_000, cameras=347, inspectors=120, trucks=12, entities=600, bicycles=300, drains_m=20_000)
