"""Names and trades in a clause: the country, the line of business, the role of who speaks, and other suppliers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import yaml

from assistant.model import Value

Span = tuple[Value, int, int]
_FIRST = r"(?:we(?:'re| are|'ve| have)?|i(?:'m| am)?|our|my|us)"

# Whose country is not where the customer's own places are.
_OWNER = re.compile(r"\b(?:parent|mother|holding) (?:company|firm|group)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str] | list[str]]:
    loaded = yaml.safe_load(files("assistant.selling").joinpath("names.yaml").read_text(encoding="utf-8"))
    return dict(loaded)


def _words(key: str) -> str:
    return "|".join(sorted(map(re.escape, _names()[key]), key=len, reverse=True)).replace(r"\ ", r"[\s-]")


@lru_cache(maxsize=1)
def _country() -> re.Pattern[str]:
    name = rf"(?:the )?(?:{_words('countries')})"
    return re.compile(
        # Somebody else in a country is not the customer there.
        r"(?<!body )(?<!someone )(?<!supplier )(?<!suppliers )(?<!vendor )(?<!vendors )"
        r"(?<!customers )(?<!customer )(?<!partner )(?<!partners )(?<!launch )"
        rf"\b(?:in|from|across|within|all over)\s+(?P<names>{name}(?:(?:, | and | & )(?:in )?{name})*)\b",
        re.IGNORECASE,
    )


def countries(text: str) -> Iterator[Span]:
    """Countries that somebody places themselves in, by the names that they state; never one concluded from a city."""
    for found in _country().finditer(text):
        if _OWNER.search(text, 0, found.start()):
            continue
        known = _names()["countries"]
        assert isinstance(known, dict)
        parts = re.split(r", | and | & ", found["names"])
        named = [known[_key(part)] or re.sub(r"^(?:in |the )+", "", part) for part in parts]
        yield " and ".join(named), found.start(), found.end()


def bare_countries(text: str) -> Iterator[Span]:
    """Countries that an answer names."""
    known = _names()["countries"]
    assert isinstance(known, dict)
    for found in re.finditer(rf"\b(?:{_words('countries')})\b", text, re.IGNORECASE):
        # "us" is a pronoun more often than a country.
        if found.group() != "us":
            yield known[_key(found.group())], found.start(), found.end()


def _key(name: str) -> str:
    return re.sub(r"^(?:in )?(?:the )?", "", re.sub(r"\s+", " ", name).lower())


@lru_cache(maxsize=1)
def _role() -> re.Pattern[str]:
    roles_of = rf"(?:[\w-]+\s+){{0,3}}?(?:{_words('roles')})"
    return re.compile(
        rf"\b(?:i'm|i am|im|me\s?[=:])\s+(?:(?:the|a|an|our|in charge of|"
        rf"responsible for)\s+)?(?:only\s+)?(?:{roles_of})\b(?:\s+(?:of|for|at)\s+(?:the\s+)?[\w-]+)?|"
        rf"\b(?:i'm|i am|im)\s+(?:in charge of|responsible for)\s+(?:the\s+|all\s+|our\s+)?[\w-]+(?:\s+[\w-]+)?|"
        rf"\bas\s+(?:the\s+|a\s+|an\s+|our\s+)?(?:{roles_of})(?=,?\s+(?:i|we)\b)|"
        rf"^(?!(?:our|my|the|his|her|their)\b)(?:{roles_of})(?=\s+(?:in|at|of|for|here)\b|$)|"
        rf"\bi\s+(?:run|manage|lead|head|own|look after|work as|work in|am responsible for|"
        rf"am in charge of)\s+(?!\d|(?:two|three|four|five|six|seven|eight|nine|ten)\b)(?:the\s+|a\s+|an\s+|our\s+)?"
        rf"[\w-]+(?:\s+[\w-]+)?|"
        rf"\b[\w]+ here\s*(?:\(that's me\))?[,.]|(?<=, )(?:{roles_of})\s+(?=in\b|at\b|of\b|for\b)|"
        rf"\bmy (?:role|job|title) is\s+[\w -]+",
        re.IGNORECASE,
    )


def roles(text: str) -> Iterator[Span]:
    """What somebody says they are in their company."""
    for found in _role().finditer(text):
        words = found.group().rstrip(" ,.")
        if re.match(r"(?:i'm|i am|im)\b", words, re.IGNORECASE):
            words = re.sub(r" here$", "", words)
        if re.search(r" here$", words) and not re.match(
            rf"(?:{_words('roles')}|it|qa|purchasing|procurement|finance|facilities|operations|logistics)\b",
            words,
            re.IGNORECASE,
        ):
            continue
        yield None, found.start(), found.start() + len(words)


@lru_cache(maxsize=1)
def _industry() -> re.Pattern[str]:
    trade = rf"(?:{_words('trades')})(?:\s+(?:{_words('trades')}|chain|group))*(?!\s+(?:{_words('roles')}))\b"
    lead = r"(?:[\w&'-]+\s+){0,3}?"
    return re.compile(
        rf"\b{_FIRST}\s+(?:are\s+|run\s+|own\s+|operate\s+|manage\s+|work (?:in|for|at)\s+|have\s+|"
        rf"both\s+)?(?:a|an|the|one|two|three|four|five|six|seven|eight|nine|ten|\d+)?\s*(?P<own>{lead}{trade})\b|"
        rf"\b(?:for|at|in|of|being|as|from|run|is|within)\s+(?:a|an|our|"
        rf"my)\s+(?P<of>{lead}{trade}(?: that (?:makes|sells|builds|grows|produces|ships) [\w-]+)?)\b|"
        rf"\b(?:we|i)\s+(?P<doing>(?:brew|bake|grow|breed|produce|make|manufacture|distribute|import|export|"
        rf"sell|store|ship|roast|catch|farm|rent out)\s+[\w-]+(?:\s[\w-]+)?)\b|"
        rf"^(?P<bare>(?!the\b)(?:(?:[A-Z]?[\w&'-]+)\s+){{0,2}}?{trade})(?=\s+here\b|$|,|\s+in\s|\s*;|\.)|"
        rf",\s+(?P<apposed>(?!the\b|another\b)(?:[\w&'-]+\s+){{0,2}}?{trade})(?=,|$)|"
        rf"\b(?P<counted>(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        rf"twelve)\s+(?:of our\s+)?(?:[\w-]+\s+)?{trade})\b",
        re.IGNORECASE,
    )


def industries(text: str) -> Iterator[Span]:
    """The line of business that somebody says is theirs."""
    for found in _industry().finditer(text):
        group = next(name for name in ("own", "of", "doing", "bare", "apposed", "counted") if found[name])
        start, end = found.span(group)
        words = text[start:end]
        lead = re.match(
            r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|of our|a|an|the)\s+(?:of our\s+)?",
            words,
            re.IGNORECASE,
        )
        start += lead.end() if lead else 0
        if (
            re.search(
                r"\b(?:old|the|deliver\w*|customers?|inspector|look\w*|new|every|per|each|tanks?|rooms?|parent|sister|"
                r"insurer|landlord|needs?|needed|requires?|required|book\w*|find|found|want\w*|visit\w*|stay\w*)\b",
                text[found.start() : end],
                re.IGNORECASE,
            )
            and group != "doing"
        ):
            continue
        yield None, start, end
        return


_BRAND = r"(?-i:[A-Z][\w&-]*(?:\s+[A-Z][\w&-]+)*)"
_RIVAL = re.compile(
    rf"\b(?:(?:we|i|they)(?:'re| are|'ve| have)?\s+(?:currently |now |still |already |also )?(?:use|using|"
    rf"have|had|work(?:ing)? with|talk(?:ing)? (?:to|with)|look(?:ing)? at|test(?:ing)?|got an? (?:offer|"
    rf"quote) from)\s+(?P<a>{_BRAND}))|"
    rf"\b(?:offers?|quotes?|quotation|proposal)\s+(?:from|of|by)\s+(?P<b>{_BRAND})|"
    rf"\bthe\s+(?P<c>{_BRAND})\s+(?:people|rep|reps|guy|guys|man|salesman|sales)\b|"
    rf"(?:^|\b(?:at present|currently|at the moment|and|but)\s+)(?P<d>{_BRAND})\s+(?:has sent|sent|offers|"
    rf"offered|quoted|cleans|does|supplies|is (?:also )?(?:talking|bidding|in the race)|wants|came|was here|"
    rf"were here|comes)\b",
    re.IGNORECASE,
)
_NO_BRAND = re.compile(
    r"(?:I|We|The|It|IT|QA|Excel|Word|Google|Windows|SAP|Azure|AWS|GDP|GMP|HACCP|ISO|IFS|BRC|FDA|January|"
    r"February|March|April|May|June|July|"
    r"August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|"
    r"Our|My|Everything|Nobody|Legal|ULT\w*|LTE|"
    r"He|She|They|That|This|You|There|What|Which|Who)\b"
)


def competitors(text: str) -> Iterator[Span]:
    """Other suppliers that somebody names as theirs, or as making them an offer."""
    for found in _RIVAL.finditer(text):
        name = next(group for group in found.groups() if group)
        if not _NO_BRAND.match(name):
            yield None, found.start(), min(len(text), found.end())
            return
