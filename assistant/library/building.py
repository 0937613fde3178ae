"""The vectors of an edition that is to be built, a share of the texts at a time, so that little is held twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.library.draft import Draft
from assistant.library.edition import EditionVectors
from assistant.library.scope import beyond_questions
from assistant.library.vectors import VectorCache

Step = Callable[[str, int, int], None]

_SHARE = 4_096


def edition_vectors(drafts: Sequence[Draft], cache: VectorCache, step: Step, everyday: Sequence[str]) -> EditionVectors:
    """The vectors of passages, sentences and of what is asked to measure the yardstick (`everyday`).

    They come in the order of the drafts; `step` hears of progress.
    """
    passages = [passage for draft in drafts for passage in draft.passages]
    sentences = sum(len(passage.units) for passage in passages)
    beyond = [question for _, question in beyond_questions()]
    return EditionVectors(
        _embed("embedding passages", (passage.embedded for passage in passages), len(passages), cache, step),
        _embed(
            "embedding sentences",
            (text for item in passages for text in item.embedded_units),
            sentences,
            cache,
            step,
            np.float16,  # as they are stored: there are several for each passage
        ),
        _embed("embedding the yardstick", iter(everyday), len(everyday), cache, step),
        _embed("embedding the yardstick", iter(beyond), len(beyond), cache, step),
    )


def _embed(
    what: str,
    texts: Iterable[str],
    total: int,
    cache: VectorCache,
    step: Step,
    kind: type[np.floating[Any]] = np.float32,
) -> npt.NDArray[Any]:
    rest = iter(texts)
    vectors = np.empty((0, 0), dtype=kind)
    for begin in range(0, total, _SHARE):
        share = list(islice(rest, _SHARE))
        part = cache.embed(share, _progress(what, begin, len(share), total, step))
        if not begin:
            vectors = np.empty((total, part.shape[1]), dtype=kind)
        vectors[begin : begin + len(share)] = part
    return vectors


def _progress(what: str, begin: int, share: int, total: int, step: Step) -> Callable[[int, int], None]:
    """Progress of what a share still lacks, told as progress of the whole: what is known counts as done."""
    return lambda done, missing: step(what, begin + share - missing + done, total)
