"""Hostile and damaged files: each is read harmlessly or refused with a reason, and the next one is read as ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hostile import HOSTILE, Hostile, mutations
from siege import Attempt, attempt, lure, resident, samples

from assistant.library.jail import Jail

pytestmark = pytest.mark.slow

QUICK = [file for file in HOSTILE if not file.heavy]  # the heavy ones: `python -m tests.library.siege`


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail() as made:
        yield made


@pytest.fixture(scope="module")
def besieged(jail: Jail) -> tuple[dict[str, Attempt], int, float]:
    """What came of each file, how often the lure was called, and by how many megabytes we have grown."""
    with lure() as (bait, calls), ThreadPoolExecutor(2) as threads:
        files = [(file.name, file.make(bait)) for file in QUICK]
        before = resident()
        made = list(threads.map(lambda file: attempt(jail.read, *file), files))
        return dict(zip([file.title for file in QUICK], made, strict=True)), calls(), resident() - before


@pytest.mark.parametrize("file", QUICK, ids=lambda file: file.title)
def test_a_hostile_file_is_read_harmlessly_or_refused(
    besieged: tuple[dict[str, Attempt], int, float], file: Hostile
) -> None:
    assert besieged[0][file.title].complaint(file.refused) is None


def test_there_are_enough_of_them() -> None:
    assert len({file.title for file in QUICK}) == len(QUICK) > 40


def test_nobody_was_called_and_nothing_piled_up(besieged: tuple[dict[str, Attempt], int, float]) -> None:
    _, calls, growth = besieged
    assert calls == 0
    assert growth < 50


def test_a_mutated_file_is_read_or_refused(jail: Jail) -> None:
    files = mutations(samples(), 100)
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda file: attempt(jail.read, *file), files))
    assert [(name, found) for (name, _), one in zip(files, made, strict=True) if (found := one.complaint())] == []
    assert 10 < sum(one.reason is not None for one in made) < 90
