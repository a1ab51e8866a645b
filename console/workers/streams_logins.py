"""The login of a camera comes into its address when that is opened, nowhere else."""

from collections.abc import Mapping

from media.addresses import host_of, with_login
from media.logins import login_of


def with_login_of(url: str, logins: Mapping[str, str]) -> str:
    """The address with the login of its host, where there is one and it has none of its own."""
    return with_login(url, login_of(host_of(url), logins))
