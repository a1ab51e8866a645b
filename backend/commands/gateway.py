"""`python -m backend gateway`: enters the cameras of the city's media gateways."""

from argparse import ArgumentParser, Namespace

from backend.camera_logins import Logins
from backend.commands import store
from backend.gateway.file import NAME, read_gateways
from backend.jobs.gateways import listed, online
from backend.refusals import Setup
from backend.rules import gateway_cameras
from backend.session import SYSTEM, Database

SHOWN = 5  # codes that are named


def arguments(parser: ArgumentParser) -> None:
    store.do(parser, enter)


def enter(database: Database, args: Namespace) -> str:
    """Of each gateway in turn; `Outside` when one cannot be asked, and nothing of that one is entered."""
    gateways = read_gateways(args.data)
    if not gateways:
        raise Setup(f"{args.data / NAME} names no gateway: it has a table [wvp://HOST:PORT] for each, with media.")
    said = []
    for gateway in gateways:
        channels = listed(database, gateway, Logins(args.data))
        with database.write(SYSTEM) as work:
            done = gateway_cameras.enter(work, gateway, channels)
            gateway_cameras.tell_online(work, online(channels))
        said.append(f"{gateway.url}: {len(done.new)} new, {len(done.completed)} completed, {len(done.same)} known already")
        if done.placeless:
            named = ", ".join(done.placeless[:SHOWN]) + (", …" if len(done.placeless) > SHOWN else "")
            said.append(f"  {len(done.placeless)} have no place and were left out ({named}): enter them by hand or by an import, then again.")
    return "\n".join(said)
