"""What of an address may be seen, and how a login comes into it."""

import pytest

from media.addresses import host_of, masked, with_login


@pytest.mark.parametrize(
    ("url", "shown", "host"),
    [
        ("rtsp://u:p@10.0.0.1:554/a/b?x=y", "rtsp://10.0.0.1:554/a/b", "10.0.0.1:554"),
        ("http://cam.example/1.flv", "http://cam.example/1.flv", "cam.example"),
        ("rtsp://u:p@[::1]:554/a", "rtsp://[::1]:554/a", "[::1]:554"),
        ("rtsp://u:p@host:port/a", "(bad address)", ""),
    ],
)
def test_that_addresses_are_shown_without_what_is_secret(url: str, shown: str, host: str) -> None:
    assert (masked(url), host_of(url)) == (shown, host)


def test_that_an_address_gets_a_login_only_where_it_has_none() -> None:
    assert with_login("rtsp://10.0.0.5:554/1?x=1", "hall:open sesame") == "rtsp://hall:open%20sesame@10.0.0.5:554/1?x=1"
    for url in ("rtsp://me:mine@10.0.0.5:554/1", "rtsp://[half"):
        assert with_login(url, "hall:open-sesame") == url
    assert with_login("rtsp://10.0.0.5/1", "") == "rtsp://10.0.0.5/1"
