"""Whole numbers in words, written and read: Spanish, Portuguese, English. Pure.

| number    | es                                | pt-br                             | en                           |
|----------:|-----------------------------------|-----------------------------------|------------------------------|
|         8 | ocho                              | oito                              | eight                        |
|        21 | veintiuno                         | vinte e um                        | twenty-one                   |
|       101 | ciento uno                        | cento e um                        | one hundred and one          |
|     1,400 | mil cuatrocientos                 | mil e quatrocentos                | one thousand four hundred    |
|     2,000 | dos mil                           | dois mil                          | two thousand                 |
| 3,000,000 | tres millones                     | três milhões                      | three million                |
| 3,030,000 | tres millones treinta mil         | três milhões e trinta mil         | three million thirty thousand |

``read`` takes every gender and both scales of a language; what stands before a noun only as an article
("una", "um", "one") is a number for it only together with another word of number.
"""

import re
import unicodedata

MOST = 999_999_999


def folded(text: str) -> str:
    """The text in small letters without accents, digits as 0 to 9, character for character: places stay the same."""
    return "".join(map(_folded, text))


def _folded(character):
    digit = unicodedata.decimal(character, None)
    return f"{digit}" if digit is not None else unicodedata.normalize("NFD", character)[0].lower()[0]


def _words(text):
    return text.split()


_ES = {
    "ones": _words(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
        "veintiocho veintinueve"
    ),
    "tens": _words("treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
    "hundreds": _words(
        "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
    ),
}
_PT = {
    "ones": _words(
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
        "dezoito dezenove"
    ),
    "tens": _words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"),
    "hundreds": _words("cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"),
}
_EN = {
    "ones": _words(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ),
    "tens": _words("twenty thirty forty fifty sixty seventy eighty ninety"),
    "hundreds": [],
}
_TABLES = {"es": _ES, "pt-br": _PT, "en": _EN}
_ALSO = {
    "es": {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "cien": 100, "dieciseis": 16}
    | {word.replace("ientos", "ientas"): (place + 1) * 100 for place, word in enumerate(_ES["hundreds"]) if place},
    "pt-br": {"uma": 1, "duas": 2, "catorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "cem": 100}
    | {word[:-2] + "as": (place + 1) * 100 for place, word in enumerate(_PT["hundreds"]) if place},
    "en": {},
}
_JOINS = {"es": "y", "pt-br": "e", "en": "and"}

HUNDRED = "hundred"
THOUSANDS = {"es": ("mil",), "pt-br": ("mil",), "en": ("thousand",)}
MILLIONS = {"es": ("millon", "millones"), "pt-br": ("milhao", "milhoes"), "en": ("million",)}
ARTICLES = {"es": ("un", "una", "uno"), "pt-br": ("um", "uma"), "en": ("one",)}
"""Words that alone are rather articles than numbers."""


def _values(language):
    table = _TABLES[language]
    first_ten = 100 - 10 * len(table["tens"])
    values = {folded(word): number for number, word in enumerate(table["ones"])}
    values |= {folded(word): first_ten + 10 * place for place, word in enumerate(table["tens"])}
    values |= {folded(word): 100 * place for place, word in enumerate(table["hundreds"], 1)}
    return values | _ALSO[language]


VALUES = {language: _values(language) for language in _TABLES}
"""Language -> folded word -> its number below a thousand."""


# Writing ----------------------------------------------------------------------------------------------


def words(number: int, language: str) -> str:
    """``number`` in words; raises ValueError below zero and above MOST."""
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not written in words here.")
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1_000)
    parts = []
    if millions:
        parts.append(_millions(millions, language))
    if thousands:
        parts.append(_thousands(thousands, language))
    if units or not parts:
        parts.append(_below_thousand(units, language))
    if language == "pt-br" and len(parts) > 1 and _takes_e(units or thousands):
        return " ".join(parts[:-1]) + " e " + parts[-1]
    if language == "en" and len(parts) > 1 and 0 < units < 100:
        return " ".join(parts[:-1]) + " and " + parts[-1]
    return " ".join(parts)


def _takes_e(last):
    """Portuguese joins the last group by "e" below a hundred and at whole hundreds."""
    return last < 100 or last % 100 == 0


def _millions(count, language):
    if count == 1:
        return {"es": "un millón", "pt-br": "um milhão", "en": "one million"}[language]
    word = {"es": "millones", "pt-br": "milhões", "en": "million"}[language]
    return f"{_shortened(_below_thousand(count, language), language)} {word}"


def _thousands(count, language):
    if count == 1 and language != "en":
        return "mil"
    return f"{_shortened(_below_thousand(count, language), language)} {'thousand' if language == 'en' else 'mil'}"


def _shortened(text, language):
    """Spanish shortens uno before a noun, and mil and millón are such."""
    if language != "es" or not text.endswith("uno"):
        return text
    return text[: -len("veintiuno")] + "veintiún" if text.endswith("veintiuno") else text[:-1]


def _below_thousand(number, language):
    table = _TABLES[language]
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, language)
    if language == "en":
        head = f"{table['ones'][hundreds]} hundred"
        return f"{head} and {_below_hundred(rest, language)}" if rest else head
    if number == 100:
        return {"es": "cien", "pt-br": "cem"}[language]
    head = table["hundreds"][hundreds - 1]
    join = " e " if language == "pt-br" else " "
    return head + join + _below_hundred(rest, language) if rest else head


def _below_hundred(number, language):
    table = _TABLES[language]
    if number < len(table["ones"]):
        return table["ones"][number]
    tens, rest = divmod(number, 10)
    head = table["tens"][tens - (10 - len(table["tens"]))]
    join = {"es": " y ", "pt-br": " e ", "en": "-"}[language]
    return head + join + table["ones"][rest] if rest else head


# Reading ----------------------------------------------------------------------------------------------

_WORD = re.compile(r"[a-z]+")


def read(text: str, language: str) -> list[tuple[int, int, int]]:
    """(start, end, number) of each number in words, in the order of the text; ``text`` is folded."""
    found, run = [], []
    for word in _WORD.finditer(text):
        touches = run and re.fullmatch(r"[ \u00a0\n-]+", text[run[-1].end() : word.start()])
        if run and not touches:
            found += _numbers(run, text, language)
            run = []
        if _is_number(word[0], language) or (run and word[0] == _JOINS[language]):
            run.append(word)
        else:
            found += _numbers(run, text, language)
            run = []
    return found + _numbers(run, text, language)


def _is_number(word, language):
    scales = (*THOUSANDS[language], *MILLIONS[language])
    return word in VALUES[language] or word in scales or (language == "en" and word == HUNDRED)


def _numbers(run, text, language):
    """The numbers of a run of number words: several where one cannot go on ("dos tres")."""
    numbers, group = [], []
    for word in run:
        if group and not _goes_on(group, word[0], language):
            numbers.append(_number(group, language))
            group = []
        group.append(word)
    if group:
        numbers.append(_number(group, language))
    return [one for one in numbers if one is not None]


def _goes_on(group, word, language):
    """Whether ``word`` continues the number begun by ``group``."""
    last = next((w[0] for w in reversed(group) if w[0] != _JOINS[language]), None)
    if last is None:
        return False
    if word == _JOINS[language] or word in MILLIONS[language] or word == HUNDRED:
        return True
    if word in THOUSANDS[language]:
        return last not in THOUSANDS[language]
    if last not in VALUES[language]:
        return True
    before, value = VALUES[language][last], VALUES[language][word]
    if before >= 100:
        return value < 100
    return before >= 20 and before % 10 == 0 and value < 10


def _number(group, language):
    while group and group[-1][0] == _JOINS[language]:
        group = group[:-1]
    while group and group[0][0] == _JOINS[language]:
        group = group[1:]
    if not group or (len(group) == 1 and group[0][0] in (*ARTICLES[language], *MILLIONS[language])):
        return None  # an article, or a word for many
    total = current = 0
    for word in (match[0] for match in group):
        if word in MILLIONS[language]:
            total, current = (total + current or 1) * 1_000_000, 0
        elif word in THOUSANDS[language]:
            total, current = total + (current or 1) * 1_000, 0
        elif word == HUNDRED and language == "en":
            current = (current or 1) * 100
        elif word != _JOINS[language]:
            current += VALUES[language][word]
    return group[0].start(), group[-1].end(), total + current
