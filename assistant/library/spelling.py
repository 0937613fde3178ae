"""Typing errors in a question, mended by the words of the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.library.words import names, tokens

# Shorter words have too many neighbours; longer ones may hold two errors.
_SHORTEST, _LONG = 5, 10
_WORD = re.compile(r"[^\W\d_]+")

CountTokens = Callable[[Sequence[str]], list[int]]


def mended(
    question: str, held: Callable[[str], int], vocabulary: Callable[[], Sequence[str]], count_tokens: CountTokens
) -> str:
    """A question with its typing errors replaced by the words of the documents that they come nearest to.

    `held` tells in how many passages a word stands, `vocabulary` gives their words, the most frequent first. A word
    that the model's tokenizer knows whole is a word of the language and no error, nor is what is typed like a name.
    """
    called = {token for name in names(question) if not question.isupper() for token in tokens(name)}
    suspects = [
        word
        for word in dict.fromkeys(_WORD.findall(question))
        if len(word) >= _SHORTEST and word.casefold() not in called and not held(word)
    ]
    if not suspects:
        return question
    pieces = count_tokens([word.casefold() for word in suspects])
    for word, count in zip(suspects, pieces, strict=True):
        meant = _nearest(word.casefold(), vocabulary()) if count > 1 else None
        if meant:
            question = re.sub(rf"\b{word}\b", meant, question)
    return question


def _nearest(word: str, vocabulary: Sequence[str]) -> str | None:
    """The word that comes nearest, of the same length if there is one; the first letter is hardly ever mistyped."""
    # Only a question with an unknown word needs it.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    alike = [other for other in vocabulary if other[0] == word[0]]
    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=2 if len(word) >= _LONG else 1)
    best = min(found, key=lambda item: (item[1], abs(len(item[0]) - len(word)), item[2]), default=None)
    return str(best[0]) if best else None
