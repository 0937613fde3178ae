"""Where the buyer stands, read from their own words; too little to go by is "unknown", and nobody is pushed ahead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.model import Alike, PurchaseStage, Speaker, StageCue, StageEvidence, StageReading, Turn
from assistant.selling.phrases import pattern, straight

# What an earlier turn still counts once a later one speaks for another stage.
_DECAY = 0.6
# Below this much nothing is told; of stages as near as this to the best the earliest is taken.
_ENOUGH, _NEAR = 2.0, 0.5
# What an opened document adds for its stage, and what a stage can gain from the words of one turn.
_OPENED, _MOST = 0.75, 5.0
_DECIDED = 4.0
# Where a turn as a whole is the evidence: as much of it as is quoted, in characters.
_LONGEST_QUOTE = 160
_STAGES: list[PurchaseStage] = [stage for stage in PurchaseStage if stage is not PurchaseStage.UNKNOWN]

_DECIDES = re.compile(
    r"\b(?:we(?:'ve| have)? decided|go ahead|(?:board|boss|director|cfo|ceo|management) (?:has |"
    r"have )?(?:approved|agreed|signed)|"
    r"we(?:'ll| will) (?:take|order|buy) (?:it|them|\d+)|place (?:the|an|our) order|we are ready to (?:order|sign|"
    r"buy))\b",
    re.IGNORECASE,
)
_NOT_BUYING = re.compile(
    r"\b(?:not ready to (?:buy|order|sign)|not (?:buying|ordering) (?:yet|now|anything)|just (?:researching|"
    r"looking|browsing)|"
    r"don't want to buy|no plans? to buy|not going to (?:buy|order))\b",
    re.IGNORECASE,
)
# Words that take back what was said before or put something else first.
_TAKES_BACK = re.compile(
    r"\b(?:actually|hold on|wait|one step back|step back|leave that|not so sure|before that|too fast|for now|"
    r"on second thoughts?|"
    r"we first have to|first we have to|but is|forget that|scrap that|changed (?:my|our) mind|apart from that|"
    r"one thing)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = 0.3
_CONSENSUS = re.compile(
    r"\b(?:my (?:boss|colleagues?|board|partner|husband|wife)|our (?:it|qa|legal|finance|cfo|ceo|board|"
    r"works council|director|management|"
    r"security officer|purchasing)|legal|the board|works council)\b[^.?!]{0,40}\b(?:wants?|has to|have to|"
    r"needs? to|must|will|asks?|says?|agree|decides?|approve)",
    re.IGNORECASE,
)


def read_stage(
    turns: Sequence[Turn],
    cues: Sequence[StageCue],
    *,
    in_scope: Collection[int] | None = None,
    opened: Sequence[PurchaseStage] = (),
    alike: Mapping[int, Alike] | None = None,
) -> StageReading:
    """The stage that the customer's words speak for, with those words.

    `in_scope` are the places of the turns that are about our matter at all, all of them if None; `opened` are the
    stages of the documents that were opened; `alike` are the stages that turns are like in their meaning, by place.
    """
    scores: dict[PurchaseStage, float] = dict.fromkeys(_STAGES, 0.0)
    evidence: list[StageEvidence] = []
    decided = False
    consensus = False
    for place, turn in enumerate(turns):
        if turn.speaker is not Speaker.CUSTOMER or (in_scope is not None and place not in in_scope):
            continue
        consensus = consensus or bool(_CONSENSUS.search(straight(turn.text)))
        seen = list(_seen(turn.text, place, cues))
        like = (alike or {}).get(place, Alike())
        if like.stage is not PurchaseStage.UNKNOWN and not any(one.rule == "not-buying" for one in seen):
            seen.append(StageEvidence(like.stage, "alike", turn.text[:_LONGEST_QUOTE], place, like.weight))
        taken_back = bool(seen) and bool(_TAKES_BACK.search(straight(turn.text)))
        decided = (decided and not taken_back) or any(one.rule == "decided" for one in seen)
        _add(scores, seen, taken_back=taken_back)
        evidence += seen
    for stage in opened:
        scores[stage] += _OPENED
    if decided:
        scores[PurchaseStage.DECIDE] = max(scores[PurchaseStage.DECIDE], _DECIDED + max(scores.values()))
    stage = _best(scores)
    return StageReading(
        stage,
        tuple(one for one in evidence if one.stage is stage),
        tuple((one, round(score, 2)) for one, score in scores.items() if score),
        consensus,
    )


def _seen(said: str, place: int, cues: Sequence[StageCue]) -> Iterator[StageEvidence]:
    """What speaks for a stage in one turn."""
    text = straight(said)
    if found := _NOT_BUYING.search(text):
        yield StageEvidence(PurchaseStage.EXPLORE, "not-buying", said[found.start() : found.end()], place, _DECIDED)
        return
    if found := _DECIDES.search(text):
        yield StageEvidence(PurchaseStage.DECIDE, "decided", said[found.start() : found.end()], place, _DECIDED)
    for number, cue in enumerate(cues):
        for found in _patterns(cue.phrases).finditer(text):
            yield StageEvidence(
                cue.stage, f"{cue.stage}-{number}", said[found.start() : found.end()], place, cue.weight
            )


@lru_cache(maxsize=256)
def _patterns(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return pattern(phrases)


def _add(scores: dict[PurchaseStage, float], seen: Sequence[StageEvidence], *, taken_back: bool) -> None:
    """Let a turn count: what it says adds up, and what was said before about other stages fades."""
    gained: dict[PurchaseStage, float] = dict.fromkeys(_STAGES, 0.0)
    for one in seen:
        # A second cue for the same stage says less than the first.
        gained[one.stage] = min(_MOST, gained[one.stage] + one.weight * (0.4 if gained[one.stage] else 1))
    if any(one.rule == "not-buying" for one in seen):
        scores[PurchaseStage.DECIDE] = 0.0
    for stage in _STAGES:
        if any(amount for other, amount in gained.items() if other is not stage):
            scores[stage] *= _TAKEN_BACK if taken_back else _DECAY
        scores[stage] += gained[stage]


def _best(scores: dict[PurchaseStage, float]) -> PurchaseStage:
    best = max(scores.values())
    if best < _ENOUGH:
        return PurchaseStage.UNKNOWN
    return next(stage for stage in _STAGES if scores[stage] >= best - _NEAR)
