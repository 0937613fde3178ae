"""From a question to what an answer is made of: passages, their sentences and rows, and whether that is enough."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.library.comparison import asked_of, sides, spoken_of
from assistant.library.edition import Edition
from assistant.library.embedder import Vectors
from assistant.library.language import language
from assistant.library.ranking import RANKING, Ranking
from assistant.library.scope import Relevance, Signs, relevance
from assistant.library.search import search
from assistant.library.words import bare, held, leans, names, parts, rarity, share, stems, terms, without_name
from assistant.model import Confidence, Excerpt, Hit, Passage, PurchaseStage

Embed = Callable[[Sequence[str]], Vectors]

# Of how many of the passages that were found the sentences are judged.
_JUDGED = 0.8
# How many passages are looked up for each part of a question that asks for several things.
_PER_PART = 3
# What a telling word counts against a cosine where an excerpt is given to the part that it answers.
_COVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: passages best first, the sentences and rows of the best, and whether that is enough.

    `unknown` are names in the question that stand in no document, `sides` the two things that it compares,
    `disagreements` pairs of contradicting sentences of which one was found, the one that holds first.
    """

    hits: tuple[Hit, ...]
    excerpts: tuple[Excerpt, ...]
    relevance: Relevance
    unknown: tuple[str, ...] = ()
    sides: tuple[str, str] | None = None
    disagreements: tuple[tuple[Excerpt, Excerpt], ...] = ()

    @property
    def confidence(self) -> Confidence:
        """How sure it is that the question is answered here."""
        return self.relevance.confidence

    @property
    def matter(self) -> float:
        """How clearly what was said is about our matter; 0 and more is clear."""
        return self.relevance.matter

    @property
    def beyond(self) -> str | None:
        """The kind of question that product documents do not answer, where it is one and is not answered."""
        return self.relevance.beyond


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands in an edition about a question (first) and its parts: `cosines` are (excerpts, question and parts).

    `held` tells for each excerpt which terms of each of them it holds, `weights` what each of those terms tells; `said`
    is the cosine of the nearest excerpt with the question as it was typed.
    """

    hits: tuple[Hit, ...]
    excerpts: tuple[Excerpt, ...]
    cosines: Vectors
    held: tuple[tuple[frozenset[str], ...], ...]
    weights: tuple[Mapping[str, float], ...]
    said: float


def find(
    edition: Edition,
    question: str,
    embed: Embed,
    limit: int,
    ranking: Ranking = RANKING,
    stage: PurchaseStage = PurchaseStage.UNKNOWN,
) -> Found:
    """The best `limit` passages for a question, their sentences and rows, and whether that is enough.

    Each part of a question for several things is looked up for itself too, so that no part goes without. The
    company's own name tells nothing inside its own documents and is left out. Of a question in another language than
    the documents no word is called a name that they do not mention.
    """
    pair = sides(question)
    pieces = asked_of(question, pair) if pair else parts(question)
    asked = [without_name(text, edition.manifest.company.name) for text in (question, *pieces)]
    known, unknown = _names(edition, question)
    # A product's name makes any question look like one about the product; but of several questions in one none may
    # keep the others from being answered.
    kernel = question if pieces else bare(asked[0], known)
    vectors = _each_once(embed, [*asked, kernel, question])
    evidence = gather(edition, asked, vectors[:-2], vectors[-1], limit, ranking, stage)
    signs = signs_of(evidence, edition.everyday(vectors[0]), named=bool(known), unknown=bool(unknown))
    foreign = _is_foreign(question, edition.catalogue.languages)
    clear = relevance(signs, edition.manifest.needed, edition.beyond(vectors[-2]), foreign=foreign)
    excerpts = tuple(_sided(_judged(evidence), pair) if pair else _judged(evidence))
    against = tuple(edition.disagreements(excerpts))
    hits = _with_passages(evidence.hits, [excerpt.passage for both in against for excerpt in both])
    return Found(hits, excerpts, clear, () if foreign else unknown, pair, against)


def _each_once(embed: Embed, texts: Sequence[str]) -> Vectors:
    """The vectors of texts some of which are mostly the same, shape (len(texts), dimension)."""
    distinct = list(dict.fromkeys(texts))
    return embed(distinct)[[distinct.index(text) for text in texts]]


def _with_passages(hits: Sequence[Hit], passages: Iterable[Passage]) -> tuple[Hit, ...]:
    """The hits, and behind them the passages that are shown because another contradicts them."""
    found = {hit.passage for hit in hits}
    lowest = min((hit.score for hit in hits), default=0.0)
    return (*hits, *(Hit(passage, lowest) for passage in dict.fromkeys(passages) if passage not in found))


def _is_foreign(question: str, languages: Collection[str]) -> bool:
    spoken = language(question)
    return bool(spoken) and not any(known.casefold().split("-")[0] == spoken for known in languages)


def gather(
    edition: Edition,
    asked: Sequence[str],
    vectors: Vectors,
    typed: Vectors,
    limit: int,
    ranking: Ranking,
    stage: PurchaseStage = PurchaseStage.UNKNOWN,
) -> Evidence:
    """What stands in an edition about a question and its parts (`asked`), whose unit vectors these are.

    `typed` is that of the question as it was typed.
    """
    hits = search(edition, asked[0], vectors[0], limit, ranking, stage)
    best = [hit.passage for hit in hits[: round(_JUDGED * limit)]]
    for part, vector in zip(asked[1:], vectors[1:], strict=True):
        # "What failed there?" means what its words say about what the first part speaks of.
        meant = _between(vector, vectors[1]) if leans(part) else vector
        more = [hit for hit in search(edition, part, meant, _PER_PART, ranking, stage) if hit.passage not in best]
        best += [hit.passage for hit in more]
        passages = {hit.passage for hit in hits}
        hits += [hit for hit in more if hit.passage not in passages]
    excerpts, cosines = edition.excerpts(np.vstack([vectors, typed]), best)
    said = float(cosines[:, -1].max(initial=-1.0))
    weights = tuple(_weights(edition, text) for text in asked)
    told = _told(excerpts)
    terms_held = tuple(tuple(held(wanted, found) for wanted in weights) for found in told)
    return Evidence(tuple(hits), tuple(excerpts), cosines[:, : len(asked)], terms_held, weights, said)


def _between(one: Vectors, other: Vectors) -> Vectors:
    middle = one + other
    return middle / np.linalg.norm(middle)


def signs_of(evidence: Evidence, everyday: float, *, named: bool = False, unknown: bool = False) -> Signs:
    """What speaks for and against a question, given how near it is to everyday talk."""
    return Signs(
        passage=max((hit.similarity for hit in evidence.hits), default=-1.0),
        sentence=float(evidence.cosines[:, 0].max(initial=-1.0)),
        everyday=everyday,
        share=_best_share(evidence),
        named=named,
        unknown=unknown,
        said=evidence.said,
    )


def _best_share(evidence: Evidence) -> float:
    """How much of the weight of a question's terms the passage holds that holds most of it."""
    of_passage: dict[str, frozenset[str]] = {}
    for excerpt, (of_question, *_) in zip(evidence.excerpts, evidence.held, strict=True):
        name = excerpt.passage.passage_id
        of_passage[name] = of_passage.get(name, frozenset()) | of_question
    return max((share(evidence.weights[0], terms_held) for terms_held in of_passage.values()), default=0.0)


def _names(edition: Edition, question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in a question that the documents mention, and those that they do not."""
    asked = [name for name in names(question) if name.casefold() != edition.manifest.company.name.casefold()]
    known = tuple(name for name in asked if edition.words.holding(name))
    return known, tuple(name for name in asked if name not in known)


def _weights(edition: Edition, question: str) -> dict[str, float]:
    return rarity({term: edition.words.holding(term) for term in terms(question)}, edition.words.size)


def _judged(evidence: Evidence) -> Iterator[Excerpt]:
    """The excerpts with how near they are, how much of the question they hold, and which part they answer."""
    for excerpt, near, terms_held in zip(evidence.excerpts, evidence.cosines, evidence.held, strict=True):
        covered = list(map(share, evidence.weights, terms_held))
        of_parts = [float(near[part]) + _COVERAGE * covered[part] for part in range(1, len(covered))] or [0.0]
        yield replace(
            excerpt,
            similarity=float(near.max()),
            coverage=max(covered),
            part=max(range(len(of_parts)), key=of_parts.__getitem__),
        )


def _sided(excerpts: Iterable[Excerpt], pair: tuple[str, str]) -> Iterator[Excerpt]:
    """The excerpts with which of the two things they speak of."""
    for excerpt in excerpts:
        yield replace(excerpt, sides=spoken_of(pair, excerpt.text, _above(excerpt.passage)))


def _above(passage: Passage) -> str:
    return f"{passage.document.title} {passage.heading}"


def _told(excerpts: Sequence[Excerpt]) -> list[set[str]]:
    """The stems of each excerpt, of its heading and of its title.

    A sentence leans on them: "It is 60 days" under "How long a quote is valid" does answer.
    """
    above: dict[str, set[str]] = {}
    found = []
    for excerpt in excerpts:
        passage = excerpt.passage
        if passage.passage_id not in above:
            above[passage.passage_id] = stems(_above(passage))
        found.append(stems(excerpt.telling) | above[passage.passage_id])
    return found
