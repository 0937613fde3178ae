"""From a question to what an answer is made of: passages, their sentences and rows, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.ranking import RANKING, Ranking
from assistant.library.scope import Relevance
from assistant.library.search import search
from assistant.library.words import coverage, names, parts, rarity, terms, without_name
from assistant.model import Confidence, Excerpt, Hit

Embed = Callable[[Sequence[str]], Vectors]

# How many passages are looked up for each part of a question that asks for several things.
_PER_PART = 3
# What a telling word counts against a cosine where an excerpt is given to the part that it answers.
_COVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: passages best first, the sentences and rows of the best, and whether that is enough.

    `unknown` are names in the question that stand in no document.
    """

    hits: tuple[Hit, ...]
    excerpts: tuple[Excerpt, ...]
    relevance: Relevance
    unknown: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """How sure it is that the question is answered here."""
        return self.relevance.confidence


def find(
    edition: Edition, question: str, embed: Embed, limit: int, excerpts_of: int, ranking: Ranking = RANKING
) -> Found:
    """Passages for a question, and the sentences and rows of the best `excerpts_of` of them.

    Each part of a question for several things is looked up for itself too, so that no part goes without.
    """
    wordings = [question, without_name(question, edition.manifest.company.name)]
    asked = parts(question)
    vectors = embed([*wordings, *asked])
    hits = search(edition, question, vectors[0], limit, ranking)
    best = [hit.passage.passage_id for hit in hits[:excerpts_of]]
    for part, vector in zip(asked, vectors[len(wordings) :], strict=True):
        more = [hit for hit in search(edition, part, vector, _PER_PART, ranking) if hit.passage.passage_id not in best]
        best += [hit.passage.passage_id for hit in more]
        known = {hit.passage for hit in hits}
        hits += [hit for hit in more if hit.passage not in known]
    excerpts, cosines = edition.excerpts(vectors, edition.catalogue.passages(best).values())
    nearest = cosines.max(axis=0, initial=-1.0)
    unknown = _unknown_names(edition, question)
    relevance = edition.relevance(vectors[: len(wordings)], nearest[: len(wordings)], unknown=bool(unknown))
    weights = [_weights(edition, text) for text in (question, *asked)]
    return Found(tuple(hits), tuple(_judged(excerpts, cosines, weights)), relevance, unknown)


def _unknown_names(edition: Edition, question: str) -> tuple[str, ...]:
    asked = names(question)
    mentions = edition.catalogue.frequencies([name.casefold() for name in asked])
    return tuple(name for name in asked if not mentions[name.casefold()])


def _weights(edition: Edition, question: str) -> dict[str, float]:
    return rarity(edition.catalogue.frequencies(terms(question)), edition.catalogue.size)


def _judged(excerpts: Sequence[Excerpt], cosines: Vectors, weights: Sequence[Mapping[str, float]]) -> list[Excerpt]:
    """The excerpts with how near they are, how much of the question they hold, and which part they answer.

    `cosines`, shape (excerpts, wordings and parts); `weights` are those of the question and of each of its parts.
    """
    covered = np.array([[coverage(wanted, _context(excerpt)) for wanted in weights] for excerpt in excerpts])
    count = len(weights) - 1
    judged = []
    for number, excerpt in enumerate(excerpts):
        of_parts = cosines[number, -count:] + _COVERAGE * covered[number, 1:] if count else np.zeros(1)
        judged.append(
            replace(
                excerpt,
                similarity=float(cosines[number].max()),
                coverage=float(covered[number].max()),
                part=int(of_parts.argmax()),
            )
        )
    return judged


def _context(excerpt: Excerpt) -> str:
    # A sentence leans on its heading and title: "It is 60 days" under "How long a quote is valid" does answer.
    # The header of a table stands in all of its rows and tells none of them apart.
    text = " ".join(value for _, value in excerpt.cells) or excerpt.text
    return f"{excerpt.passage.document.title} {excerpt.passage.heading} {text}"
