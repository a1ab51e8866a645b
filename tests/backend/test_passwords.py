"""A crowd at the login: two passwords at a time, a queue of a length, and nobody waits for a backend that stops."""

import asyncio
from collections import Counter

from backend.refusals import NotNow, TooManyLogins
from backend.rules import people
from backend.web.passwords import AT_ONCE, MOST_WAITING, Passwords

HASHED = people.HASHER.hash("correct horse")


def test_that_who_comes_when_the_queue_is_full_is_refused_and_all_others_are_answered() -> None:
    async def crowd() -> list[bool | BaseException]:
        passwords = Passwords()
        words = ["correct horse", "wrong"] * (MOST_WAITING // 2) + ["correct horse"] * 5
        return await asyncio.gather(*[passwords.fits(HASHED, word) for word in words], return_exceptions=True)

    answers = asyncio.run(crowd())
    assert answers[:MOST_WAITING] == [True, False] * (MOST_WAITING // 2)
    assert [type(answer) for answer in answers[MOST_WAITING:]] == [TooManyLogins] * 5


def test_that_who_waits_is_let_go_when_the_backend_stops() -> None:
    async def crowd() -> list[bool | BaseException]:
        passwords = Passwords()
        asked = [asyncio.create_task(passwords.fits(HASHED, "correct horse")) for _ in range(20)]
        await asyncio.sleep(0)
        passwords.let_go()
        return await asyncio.gather(*asked, return_exceptions=True)

    assert Counter(type(answer) for answer in asyncio.run(crowd())) == {bool: AT_ONCE, NotNow: 20 - AT_ONCE}
