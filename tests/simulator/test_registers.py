"""What the simulated city keeps registers of, its instruments, its weather, and what its machines say every five minutes."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
import shapely

from simulator.city import City
from simulator.land.registers import Sheet
from simulator.pulse import Pulse
from simulator.weather import STEP, Weather
from tests.simulator.small_city import SMALL
from wire.registers import EntriesOrder
from wire.sensors import ReadingBatch

START = datetime(2026, 11, 21, tzinfo=UTC)


def sheet(city: City, name: str) -> Sheet:
    return next(each for each in city.sheets if each.name == name)


def test_that_every_register_has_its_entries_and_no_id_twice(city: City) -> None:
    counts = {each.name: len(each.rows) for each in city.sheets}
    assert (counts["street_entities"], counts["bicycles"]) == (SMALL.entities, SMALL.bicycles)
    assert counts["gates"] > 25_000
    assert counts["pois"] > 1_000
    assert counts["flood_points"] > 30
    assert counts["buildings"] == len(city.ground.buildings)
    for each in city.sheets:
        assert len({row["id"] for row in each.rows}) == len(each.rows) == len(each.shapes), each.name
        assert not shapely.is_empty(each.shapes).any(), each.name


def test_that_odd_and_even_gates_face_each_other(city: City) -> None:
    gates = sheet(city, "gates")
    streets = {name: shapely.union_all([s.line for s in city.ground.streets if s.name.zh == name]) for name in ("人民东路", "解放北街", "鼓楼北街")}
    for name, line in streets.items():
        own = [
            (int(row["name"][len(name) : -1]), shape)
            for row, shape in zip(gates.rows, gates.shapes, strict=True)
            if row["name"].startswith(f"{name}")
        ]
        numbers = [number for number, _ in own]
        assert len(set(numbers)) == len(numbers)
        assert all(3 < shape.distance(line) < 24 for _, shape in own), name
    assert len({row["name"] for row in gates.rows}) == len(gates.rows)


def test_that_shops_stand_at_the_gate_that_their_address_names(city: City) -> None:
    gates = sheet(city, "gates")
    place_of = {row["name"]: shape for row, shape in zip(gates.rows, gates.shapes, strict=True)}
    shops = sheet(city, "street_entities")
    for row, shape in zip(shops.rows, shops.shapes, strict=True):
        assert place_of[row["address"].split("-")[0]].distance(shape) < 60
    uses = Counter(row["category"] for row in shops.rows)
    assert uses["餐饮"] > uses["药店"] > 0
    assert all(row["phone"].startswith("100") for row in shops.rows)  # a number that nobody has


def test_that_drains_are_as_long_as_they_should_be(city: City) -> None:
    assert shapely.length(sheet(city, "drains").shapes).sum() == pytest.approx(SMALL.drains_m, rel=0.08)


def test_that_four_operators_own_the_bicycles(city: City) -> None:
    owners = Counter(row["operator"] for row in sheet(city, "bicycles").rows)
    assert len(owners) == 4
    assert max(owners.values()) < 0.5 * SMALL.bicycles


def test_that_there_is_a_gauge_at_every_flood_point_and_in_every_office(city: City) -> None:
    kinds = Counter(row["kind"] for row in city.instruments)
    assert kinds == {"WATER_LEVEL": len(sheet(city, "flood_points").rows), "RAIN": 12}
    assert len({row["code"] for row in city.instruments}) == len(city.instruments)


def test_that_water_stands_after_rain_and_drains_away() -> None:
    weather = Weather(111.0, 35.0, seed=1)
    times = [START + number * STEP for number in range(12 * 24 * 4)]
    rain = np.array([weather.rain(111.0, 35.0, at) for at in times])
    depth = np.array([weather.depth(111.0, 35.0, at) for at in times])
    assert 0.02 < (rain > 0.5).mean() < 0.5
    assert depth[rain.argmax() : rain.argmax() + 24].max() > depth.min() + 2
    assert depth.min() < 0.5
    assert [weather.rain(111.0, 35.0, at) for at in times[:50]] == rain[:50].tolist()
    assert Weather(111.0, 35.0, seed=1, wet=0.0).rain(111.0, 35.0, times[int(rain.argmax())]) == 0.0
    assert max(weather.rain(120.0, 35.0, START + number * STEP) for number in range(200)) < 0.01


def test_that_machines_speak_every_five_minutes(city_folder: Path, city: City) -> None:
    pulse = Pulse(city_folder, Weather(111.0, 35.0, 1), START, seed=1)
    said = [pulse.step(30.0, START + timedelta(seconds=30 * number)) for number in range(25)]
    assert [number for number, calls in enumerate(said) if calls] == [0, 9, 19]  # the first was due when the city began
    readings, rides = Pulse(city_folder, Weather(111.0, 35.0, 1), START, seed=1).step(0.5, START)
    assert (readings.user, readings.path, len(readings.order["readings"])) == ("sim.devices", "/v1/readings", len(city.instruments))
    ids = [entry["id"] for entry in rides.order["put"]]
    assert (rides.user, rides.path, len(set(ids))) == ("sim.citizens", "/v1/registers/BICYCLE/entries", 90)
    assert all(entry["at"] == START for entry in rides.order["put"])
    assert len(msgspec.json.decode(msgspec.json.encode(readings.order), type=ReadingBatch).readings) == len(city.instruments)
    assert len(msgspec.json.decode(msgspec.json.encode(rides.order), type=EntriesOrder).put) == 90


def test_that_a_city_without_instruments_is_silent(tmp_path: Path) -> None:
    assert Pulse(tmp_path, Weather(111.0, 35.0, 1), START, seed=1).step(400.0, START) == []
