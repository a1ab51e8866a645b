"""A simulated camera on patrol: where it looks is a function of time alone, also of a time that is over."""

from simulator.cameras.mount import Mount, Round, View


def test_that_a_mount_goes_from_preset_to_preset_at_its_times() -> None:
    now = 0.0
    mount = Mount(lambda: now)
    mount.presets |= {2: ("right", View(0.3, 0, 1)), 3: ("left", View(-0.3, 0, 1))}
    mount.patrols[1] = Round("round", (1, 2, 3), 10)
    assert mount.go_round(1)
    assert not mount.go_round(9)
    for at, pan in ((9.0, 0.0), (19.0, 0.3), (29.0, -0.3), (39.0, 0.0), (119.0, -0.3)):
        now = at
        assert mount.view().pan == pan
        assert mount.patrol == 1
    assert mount.window_at(109.0) == mount.window_at(19.0)
    now = 125.0
    mount.stop()
    assert mount.patrol is None
    stood = mount.view()
    now = 300.0
    assert mount.view() == stood


def test_that_a_preset_that_is_gone_is_passed_by() -> None:
    now = 0.0
    mount = Mount(lambda: now)
    mount.presets |= {2: ("right", View(0.3, 0, 1))}
    mount.patrols[1] = Round("round", (2, 7), 10)
    mount.go_round(1)
    now = 15.0
    assert mount.view() == View(0.3, 0, 1)
