"""Logins by host, which every program that opens cameras reads in one way."""

from media.logins import login_of


def test_that_the_login_of_a_port_goes_before_that_of_its_host_and_no_other_host_has_it() -> None:
    logins = {"10.0.0.5:554": "port:1", "10.0.0.5": "host:2", "cam.example": "name:3", "[::1]": "six:4"}
    told = {
        host: login_of(host, logins) for host in ("10.0.0.5:554", "10.0.0.5:80", "10.0.0.5", "cam.example", "cam.example:8554", "[::1]", "[::1]:554")
    }
    assert list(told.values()) == ["port:1", "host:2", "host:2", "name:3", "name:3", "six:4", "six:4"]
    assert [login_of(host, logins) for host in ("10.0.0.6:554", "10.0.0.50", "example", "")] == [""] * 4
