"""How much of the gold answer the shown sentences hold, and how often a question is declined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.library.measuring.metrics import Figure, figure, token_overlap
from assistant.library.measuring.sets import Question
from assistant.model import Answer

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Answers:
    """The figures of one set; `questions` counts those with a gold answer.

    A declined question holds nothing of its gold answer, so `token_recall` counts it as 0; precision and the number
    of sentences are those of the questions that were answered. `declined_unrelated` is None without such questions.
    """

    questions: int
    token_recall: Figure
    token_precision: Figure
    sentences: Figure
    declined_answerable: Figure
    unrelated: int
    declined_unrelated: Figure


def measure_answers(
    ask: Ask, questions: Sequence[Question], gold: Mapping[str, str], unrelated: Sequence[str]
) -> Answers:
    """Ask every question that has a gold answer, and every unrelated one."""
    asked = [question for question in questions if question.question_id in gold]
    answers = [ask(question.text) for question in asked]
    overlaps = [
        token_overlap(" ".join(quote.text for quote in answer.quotes), gold[question.question_id])
        for question, answer in zip(asked, answers, strict=True)
    ]
    answered = [index for index, answer in enumerate(answers) if answer.found]
    return Answers(
        len(asked),
        figure([held for held, _ in overlaps]),
        figure([overlaps[index][1] for index in answered]),
        figure([len(answers[index].quotes) for index in answered]),
        figure([not answer.found for answer in answers]),
        len(unrelated),
        figure([not ask(question).found for question in unrelated]),
    )
