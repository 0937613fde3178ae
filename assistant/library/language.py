"""In which language a question is asked, told by its little words: enough to say that the documents are in another."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A single little word may be a name or a borrowed one; two are a language.
_ENOUGH = 2

# The most frequent words that each of these languages has to itself or shares with few others.
_LITTLE = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of to and a in is it you that for on are with as do does how what when where which who why can "
        "could will would should i we my our your not or if be have has there this an at by from me us them any "
        "much many",
        "de": "der die das den dem des ein eine einen einem einer und oder ist sind wie was wann wo wer warum welche "
        "welcher kann können wir ich sie ihr ihre unser nicht mit für von zu im bei auf gibt es wird werden haben hat "
        "viel viele lange man kostet mich mir bitte",
        "fr": "le la les un une des du de et ou est sont que quel quelle quels quelles comment combien pourquoi quand "
        "où qui avec pour dans sur pas ne nous vous je il elle au aux peut on votre notre c'est qu'est coûte",
        "es": "el la los las un una unos de del y o es son que qué cuál cuáles cómo cuánto cuánta cuántos cuándo dónde "
        "quién por para con en no se puede hay mi su nuestro tiene cuesta al lo",
        "it": "il lo la gli le un una uno di del della e o è sono che cosa quale quali come quanto quanti quando dove "
        "chi perché per con in non si può possiamo c'è nostro vostro ha costa dal al",
        "nl": "de het een en of is zijn wat hoe wanneer waar wie waarom welke kan kunnen wij we ik u uw ons onze niet "
        "met voor van te op bij er veel lang kost heeft hebben",
        "pt": "o os a as um uma de do da dos das e ou é são que qual quais como quanto quantos quando onde quem por "
        "para com em não se pode podemos há nosso seu tem custa ao",
        "sv": "en ett den det de och eller är hur vad när var vem varför vilken vilka kan vi jag ni er vår våra "
        "inte med för av till på i om finns mycket många länge kostar har som",
        "da": "en et den det de og eller er hvordan hvad hvornår hvor hvem hvorfor hvilken hvilke kan vi jeg i "
        "jeres vores ikke med for af til på om findes meget mange længe koster har som",
        "pl": "i w na z do to jest są jak co kiedy gdzie kto dlaczego jaki jaka jakie czy ile nie się dla od po przez "
        "może można mamy nasz wasz długo kosztuje ma o",
    }.items()
}


def language(text: str) -> str:
    """The code of the language that most little words of a text belong to; "" where they do not tell.

    English wins a draw, and another language has to show more than one such word.
    """
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    counted = {name: sum(word in little for word in words) for name, little in _LITTLE.items()}
    best = max(counted, key=counted.__getitem__)
    if best == "en":
        return best if counted[best] else ""
    return best if counted[best] >= _ENOUGH else ""
