"""The catalogue of texts: every sentence of an answer that is ours and not a document's."""

from __future__ import annotations

from assistant.model import Note

_TEXTS = {
    "not-found": "Our documents do not say.",
    "not-mentioned": "Our documents do not mention {names}.",
    "beyond-legal": "Whoever knows the law has to judge your case: please ask a lawyer.",
    "beyond-insurance": "What an insurer pays is in your policy: please ask your insurer.",
    "beyond-health": "Whoever is responsible for the goods or the patient has to judge that: please ask them.",
    "beyond-finance": "We give no advice on tax or investment: please ask whoever keeps your books.",
    "beyond-results": "What it would bring you depends on your own figures, and we do not guess.",
    "beyond-company": "That is about our company rather than our products: please ask a person here.",
    "beyond-others": "We speak for ourselves only: please ask the other company.",
    "beyond-future": "We promise nothing that is not written.",
    "beyond-language": "Your question is in another language than our documents: please ask in theirs, or a person.",
    "no-more": "Our documents say no more about that.",
    "not-said": "Our documents do not say “{amount}”. They say:",
    "disagree": "Our documents disagree here. The newer statement, {when}, holds:",
    "disagree-open": "Our documents disagree here, and we cannot tell which statement holds. One, {when}:",
    "disagree-other": "The other, {when}:",
    "side": "{name}:",
    "reading": "In “{title}”:",
    "hello": "Hello. What would you like to know?",
    "welcome": "You are welcome.",
    "noted": "Noted.",
    "noted-declined": "That is fine.",
    "not-noted": "I am not sure what to take down of that. You could say it in other words.",
    "not-fit": "From what you told me ({said}) this is not a fit:",
    "not-fit-probably": "From what you told me ({said}) this is probably not a fit:",
    "not-part": "For that part ({said}) we are not the right choice:",
    "not-part-probably": "For that part ({said}) we are probably not the right choice:",
    "not-worth": "From what you told me ({said}) it may not be worth it:",
    "not-worth-probably": "From what you told me ({said}) it is probably not worth it:",
    "not-fit-why": "{reason}.",
    "not-fit-better": "What would serve you better: {option}",
    "not-fit-misread": "If I misread something, tell me.",
    "probably": "This is the nearest that our documents say:",
}


def note(key: str, **words: str) -> Note:
    """The text with this key, with the asker's own words where it has a place for them; raises KeyError."""
    return Note(key, _TEXTS[key].format(**words))
