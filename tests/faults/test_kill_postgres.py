"""The database dies under a running backend: the backend says so, and comes back with it."""

from pathlib import Path

import requests

from backend.migrations import upgrade
from backend.session import Database
from tests.backends import until
from tests.faults.harness import Order, Victim, send
from tests.postgres import Cluster


def test_that_the_backend_outlives_its_database(tmp_path: Path) -> None:
    cluster = Cluster()
    try:
        url = cluster.url(cluster.create())
        made = Database(url)
        upgrade(made.engine)
        made.close()
        with Victim(url, tmp_path / "data") as victim:
            victim.start()
            token = victim.admin()
            order = Order("PUT", "/v1/departments/d1", {"id": "d1", "code": "d1", "name": "Roads", "trades": []})
            first = send(victim, token, order)
            cluster.kill()
            refused = requests.get(f"{victim.address}/v1/departments", headers={"Authorization": f"Bearer {token}"}, timeout=30)
            assert (refused.status_code, refused.json()["code"]) == (503, "not_now")
            until(lambda: requests.get(f"{victim.address}/v1/health", timeout=30).status_code == 503)
            until(lambda: started(cluster), 60)
            assert send(victim, token, order).content == first.content
            after = Order("PUT", "/v1/departments/d2", {"id": "d2", "code": "d2", "name": "Parks", "trades": []})
            assert send(victim, token, after).status_code == 200
            until(lambda: requests.get(f"{victim.address}/v1/health", timeout=30).json()["head"] == 2)
    finally:
        cluster.stop()


def started(cluster: Cluster) -> bool:
    """The lock of the killed postmaster may be in the way for a moment."""
    try:
        cluster.start()
    except Exception:
        return False
    return True
