"""Whether a text about results says only what the figures say: every number found, each judged. Pure.

A number is supported when a figure of the subject it stands beside has that value, with a qualifier
that is true of it (``wording.is_true``). Numbers are found in digits ("7,000", "7.000", "1,4 mil", "62 %"),
in words ("ocho", "tres millones") and in quotations alike. For a note of Peru, Spanish, with 7,042
trained, 1,963 with practices, 718 with more turnover, a total cost of 3,030,000 euro:

| the text says                                            | verdict                                          |
|----------------------------------------------------------|--------------------------------------------------|
| más de 7,000 mipymes capacitadas                         | ok                                               |
| 7,000 mipymes capacitadas                                | qualifier_missing                                |
| más de 8,000 mipymes capacitadas                         | qualifier_untrue                                 |
| cerca de 7,000 mipymes capacitadas                       | qualifier_untrue                                 |
| 7,042 mipymes capacitadas                                | ok                                               |
| 7.042 mipymes capacitadas                                | format_of_country                                |
| al menos 7,000 mipymes capacitadas                       | qualifier_unknown                                |
| 718 mipymes capacitadas                                  | other_subject                                    |
| 4,321 mipymes capacitadas                                | no_figure                                        |
| más de tres millones de euros                            | money_unlabelled                                 |
| más de tres millones de euros de costo total             | ok                                               |
| más de tres millones de soles de costo total             | money_other_currency                             |
| la mayoría de las empresas                               | claim_without_figure                             |
| a mitad de su implementación                             | half_without_share                               |

A figure of the whole region needs a word that says so, and none of the country; the other way round, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from grants.formats import locale_of, number
from reporting.publishing import vocabulary as words
from reporting.publishing.numerals import folded, read
from reporting.publishing.wording import Qualifier, is_true, step_of

ANYWHERE = "*"
"""Country of a figure that is the same in every scope, such as the number of pillars."""

OK = "ok"
NOT_A_FIGURE = "not_a_figure"
"""A date, a year, the number of a name: nothing to support."""

PROBLEMS = (
    "no_figure", "qualifier_missing", "qualifier_untrue", "qualifier_unknown", "other_subject", "other_scope",
    "money_unlabelled", "money_other_label", "money_other_currency", "format_of_country", "claim_without_figure",
    "half_without_share", "vague_untrue",
)  # fmt: skip


@dataclass(frozen=True)
class Support:
    """A figure a text may use. ``subject`` is one of ``vocabulary.SUBJECTS``; ``country`` "" is the whole region,
    ANYWHERE what is the same everywhere.

    ``label`` tells the three figures of money apart; ``is_percent`` what is a share.
    """

    key: str
    value: Decimal
    subject: str
    country: str = ""
    label: str = ""
    is_percent: bool = False


@dataclass(frozen=True)
class Claim:
    """One number or claim of a text: where it stands, what it says, the verdict and the figure behind it."""

    start: int
    end: int
    text: str
    verdict: str
    value: Decimal | None = None
    figure: str = ""
    params: dict = field(default_factory=dict)

    @property
    def is_refused(self):
        """Whether the text cannot leave with it."""
        return self.verdict in PROBLEMS


@dataclass(frozen=True)
class _Found:
    """A number as it stands: its place, its value, the phrase before it, what it counts."""

    start: int
    end: int
    value: Decimal
    qualifier: Qualifier | None = Qualifier.EXACT
    is_percent: bool = False
    is_money: bool = False
    is_euro: bool = True
    misformatted: str = ""


def check(
    text: str, figures: Sequence[Support], *, language: str, country: str = "", names: Sequence[str] = ()
) -> list[Claim]:
    """Every number and every claim of ``text``, judged, in the order of the text.

    ``country`` is that of the note: whose figures count as its own and whose way of writing numbers
    is used; empty for a note of the region. ``names`` are those of organisations: a number in one of
    them, as in "Cámara 24 Horas", counts nothing.
    """
    plain = folded(text)
    named = _places_of(names, plain)
    claims = []
    for start, end in sentences(text):
        claims += _Sentence(text, plain, start, end, figures, language, country, named).judged()
    return sorted(claims, key=lambda claim: claim.start)


def _places_of(names, plain):
    """Where the names stand, whole words only, the longest first."""
    known = sorted({folded(name) for name in names if name.strip()}, key=len, reverse=True)
    if not known:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", plain)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a line ends one, too."""
    ends = [found.end() for found in re.finditer(r"[.!?…][\"”»)]*(?=\s+[\"“«(¿¡]*[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ0-9])|\n+", text)]
    starts = [0, *ends]
    pairs = zip(starts, [*ends, len(text)], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]


_DIGITS = re.compile(
    r"(?<![\w.,])(?:"
    r"[0-9]{1,3}(?P<group>[.,'’ \u00a0\u2009\u202f])[0-9]{3}(?:(?P=group)[0-9]{3})*(?![0-9])(?:[.,][0-9]+)?"
    r"|[0-9]+(?:[.,][0-9]+)?)"
)
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})(?!\d)")


class _Sentence:
    """One sentence of a text with its figures: places are those of the whole text."""

    def __init__(self, text, plain, start, end, figures, language, country, named=()):
        self.text, self.plain, self.start, self.end = text, plain, start, end
        self.figures, self.language, self.country, self.named = figures, language, country, named

    def judged(self):
        dates = self._dates()
        numbers = self._numbers(dates)
        claims = [Claim(a, b, self.text[a:b], NOT_A_FIGURE) for a, b in dates]
        for place, found in enumerate(numbers):
            before = numbers[place - 1].end if place else self.start
            after = numbers[place + 1].start if place + 1 < len(numbers) else self.end
            claims.append(self._judge(found, before, after))
        return claims + self._vague(claims) + self._wordy(claims)

    # What stands there ----------------------------------------------------------------------------

    def _dates(self):
        """Places of dates, years and numbered names."""
        months = words.MONTHS[self.language]
        years = r"(?:19|20)\d{2}"
        befores = words.BEFORE_A_YEAR[self.language]
        behind = rf"(?=\s*(?:[.,;:)\"”»]|$|\n|{words.BEHIND_A_YEAR}\b))"
        patterns = [
            _DATE,
            re.compile(rf"\b\d{{1,2}}\.?(?:º|o)? (?:de )?(?:{months})(?: (?:de |del )?{years})?\b"),
            re.compile(rf"\b(?:{months}) (?:\d{{1,2}}, )?(?:de |del )?{years}\b"),
            re.compile(rf"\b(?:entre|between) {years} (?:y|e|and) {years}{behind}"),
            re.compile(rf"\b(?:{befores}) (?P<at>{years}){behind}"),
            re.compile(rf"\b{words.NUMBERED_NAMES} (?P<at>\d{{1,2}}|2030)\b"),
        ]
        places = []
        for pattern in patterns:
            for match in pattern.finditer(self.plain, self.start, self.end):
                place = match.span("at") if "at" in pattern.groupindex else match.span()
                if not any(_overlap(place, other) for other in places):
                    places.append(place)
        return places

    def _numbers(self, dates):
        taken = [*dates, *self.named]
        found = []
        for match in _DIGITS.finditer(self.plain, self.start, self.end):
            if not any(_overlap(match.span(), place) for place in taken):
                found.append(self._in_digits(match))
                taken.append((found[-1].start, found[-1].end))
        for start, end, value in read(self.plain[self.start : self.end], self.language):
            place = (start + self.start, end + self.start)
            is_per_cent = re.search(r"\bpor $", self.plain[: place[0]]) and self.plain[slice(*place)] in words.PER_CENT
            if not is_per_cent and not any(_overlap(place, other) for other in taken):
                found.append(self._placed(*place, Decimal(value)))
        return sorted(found, key=lambda one: one.start)

    def _in_digits(self, match):
        """The number of a run of digits: grouped or with decimals, with a word of size behind it."""
        start, end = match.span()
        scale, end = self._scale(end)
        value = _value(match[0], match["group"], scale)
        misformatted = ""
        if scale == 1:
            shown = number(value, max(0, -value.normalize().as_tuple().exponent), self.country or "GB")
            misformatted = "" if match[0] in (shown, _padded(shown, match[0])) else shown
        elif re.search(r"[.,]", match[0]):
            symbol = locale_of(self.country or "GB").number_symbols["latn"]["decimal"]
            misformatted = "" if symbol in match[0] else re.sub(r"[.,]", symbol, match[0])
        return replace(self._placed(start, end, value), misformatted=misformatted)

    def _scale(self, end):
        for word, size in sorted(words.SCALES[self.language].items(), key=lambda pair: -len(pair[0])):
            match = re.compile(rf"[ \u00a0]?{word}\b").match(self.plain, end)
            if match:
                return size, match.end()
        return 1, end

    def _placed(self, start, end, value):
        percent = re.compile(rf"[ \u00a0]?{words.PERCENT}").match(self.plain, end)
        money = re.compile(rf"[ \u00a0]*(?:de |of )?{words.MONEY}").match(self.plain, end)
        before = re.search(rf"(?<!\w){words.MONEY}[ \u00a0]?$", self.plain[self.start : start])
        named = " ".join(match[0] for match in (before, money) if match)
        is_euro = not re.search(words.OTHER_MONEY, named)
        end = percent.end() if percent else end
        return _Found(start, end, value, self._qualifier(start, end), bool(percent), bool(named), is_euro)

    def _qualifier(self, start, end):
        """The phrase before the number: EXACT where there is none, None where no rule knows it."""
        before = re.sub(rf"(?<!\w){words.MONEY}[ \u00a0]?$", "", self.plain[self.start : start]).rstrip()
        before = re.sub(r" (?:los|las|os|as|the|l[oa]s)$", "", before)
        if before.endswith(tuple(words.SIGNS)) or self.plain[end : end + 1] == "+":
            return None
        for phrase in words.UNKNOWN_QUALIFIERS[self.language]:
            if re.search(rf"\b{phrase}$", before):
                return None
        for qualifier, phrases in words.QUALIFIERS[self.language].items():
            if any(re.search(rf"\b{phrase}$", before) for phrase in phrases):
                return qualifier
        return Qualifier.EXACT

    # What it is worth -----------------------------------------------------------------------------

    def _judge(self, found, before, after):
        verdict, figure, params = self._verdict(found, before, after)
        if verdict == OK and found.misformatted:
            verdict, params = "format_of_country", {"shown": found.misformatted}
        return Claim(found.start, found.end, self.text[found.start : found.end], verdict, found.value, figure, params)

    def _verdict(self, found, before, after):
        if found.qualifier is None:
            return "qualifier_unknown", "", {}
        candidates = [one for one in self.figures if one.is_percent == found.is_percent]
        candidates = [one for one in candidates if (one.subject == "money") == found.is_money]
        true = [one for one in candidates if _fits(found, one.value)]
        if found.is_money:
            return self._money(found, true, candidates)
        subject, scope = self._subject(found, before, after)
        if not true:
            return self._why_not(found, [one for one in candidates if one.subject in subject] or candidates)
        of_subject = [one for one in true if one.subject in subject]
        if not of_subject:
            own = [one for one in candidates if one.subject in subject and one.country in ("", self.country)]
            wrong = self._why_not(found, own)
            return wrong if wrong[0].startswith("qualifier") else ("other_subject", "", {"figure": true[0].key})
        return self._in_scope(of_subject, scope)

    def _money(self, found, true, candidates):
        if not found.is_euro:
            return "money_other_currency", "", {}
        labels = self._labels(found)
        if not labels:
            return "money_unlabelled", "", {}
        labelled = [one for one in true if one.label == labels[0]]
        if labelled:
            return self._in_scope(labelled, self.plain[self.start : self.end])
        if true:
            return "money_other_label", "", {"figure": true[0].key}
        return self._why_not(found, [one for one in candidates if one.label == labels[0]])

    def _labels(self, found):
        """The labels of money in the sentence, the nearest to the number first."""
        distances = {}
        for label, by_language in words.LABELS.items():
            for phrase in by_language[self.language]:
                for match in re.finditer(rf"\b{phrase}", self.plain[self.start : self.end]):
                    place = match.start() + self.start
                    distance = place - found.end if place >= found.end else found.start - place
                    distances[label] = min(distance, distances.get(label, distance))
        return sorted(distances, key=distances.get)

    def _why_not(self, found, near):
        """No figure has this value: is one near, wrongly said?"""
        for one in near:
            if found.qualifier == Qualifier.EXACT and any(
                is_true(qualifier, found.value, one.value, step_of(found.value))
                for qualifier in (Qualifier.MORE_THAN, Qualifier.ABOUT)
            ):
                return "qualifier_missing", "", {"figure": one.key}
        if found.qualifier != Qualifier.EXACT:
            closest = min(near, key=lambda one: abs(one.value - found.value), default=None)
            if closest is not None and abs(closest.value - found.value) * 4 <= found.value:
                return "qualifier_untrue", "", {"figure": closest.key}
        return "no_figure", "", {}

    def _subject(self, found, before, after):
        """What the number counts and the words that say where: behind it, else before it, else anywhere here."""
        behind = self.plain[found.end : after]
        for scope in (behind, self.plain[before : found.start], self.plain[self.start : self.end]):
            subjects = {
                subject for subject, stems in words.SUBJECTS.items() if re.search(stems[self.language], scope)
            } - {"money"}
            if subjects:
                is_of_persons = re.match(words.PERSONS[self.language], behind)
                subjects = set() if re.match(words.MEASURES[self.language], behind) else subjects
                # 66 projects in Latin America, of which eight are in Peru
                scope = behind if self._countries(behind) or self._is_regional(behind) else scope
                return (subjects & words.OF_PERSONS if is_of_persons else subjects), scope
        return set(), ""

    def _in_scope(self, figures, scope):
        """The figure of the country or of the region the words beside the number speak of."""
        named, regional = self._countries(scope), self._is_regional(scope)
        for one in figures:
            if self._is_of(one.country, named, regional):
                return OK, one.key, {}
        return "other_scope", "", {"figure": figures[0].key}

    def _is_of(self, country, named, regional):
        """Whether a figure of ``country`` may stand where these countries, or the region, are named."""
        if country == ANYWHERE:
            return True
        if country and named:
            return named == {country}
        if country and self.country:
            return country == self.country and not regional
        if country:  # a note of the region names the country somewhere in the sentence
            return bool(re.search(words.COUNTRIES[country], self.plain[self.start : self.end]))
        if named:
            return regional
        return not self.country or self._is_regional(self.plain[self.start : self.end])

    def _countries(self, scope):
        return {code for code, stems in words.COUNTRIES.items() if re.search(stems, scope)}

    def _is_regional(self, scope):
        return any(word in scope for word in words.REGION[self.language])

    # What is said without a number ----------------------------------------------------------------

    def _vague(self, claims):
        """ "Thousands of firms": true from two thousand on, of a figure of the subject behind it."""
        found = []
        for word, least in words.VAGUE[self.language].items():
            for match in re.finditer(rf"\b{word}\b", self.plain[self.start : self.end]):
                start, end = match.start() + self.start, match.end() + self.start
                if any(_overlap((start, end), (claim.start, claim.end)) for claim in [*claims, *found]):
                    continue
                subject, _scope = self._subject(_Found(start, end, Decimal(least)), self.start, self.end)
                own = [one for one in self.figures if one.country == self.country and not one.is_percent]
                own = [one for one in own if (one.subject in subject if subject else one.subject != "money")]
                best = max(own, key=lambda one: one.value, default=None)
                verdict = OK if best is not None and best.value >= least else "vague_untrue"
                figure = best.key if verdict == OK else ""
                found.append(Claim(start, end, self.text[start:end], verdict, None, figure))
        return found

    def _wordy(self, claims):
        """ "Most firms", "halfway through": no figure, or only beside the elapsed share."""
        found = []
        shares = any(claim.verdict == OK and claim.figure.startswith("elapsed") for claim in claims)
        for match in re.compile(words.HALFWAY[self.language]).finditer(self.plain, self.start, self.end):
            verdict = OK if shares else "half_without_share"
            found.append(Claim(*match.span(), self.text[slice(*match.span())], verdict))
        refused = [claim for claim in claims if claim.is_refused] + found
        claimed = rf"{words.CLAIMS[self.language]}|{words.FRACTIONS}"
        for match in re.compile(claimed).finditer(self.plain, self.start, self.end):
            if not any(_overlap(match.span(), (claim.start, claim.end)) for claim in refused):
                found.append(Claim(*match.span(), self.text[slice(*match.span())], "claim_without_figure"))
        return found


def _fits(found, value):
    return is_true(found.qualifier, found.value, value, step_of(found.value))


def _overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _value(digits, group, scale):
    """The value of a run of digits: three behind a lone mark are thousands, unless a word of size follows it."""
    if group and not (scale > 1 and group in ".," and len(re.sub(r"\d", "", digits)) == 1):
        whole, mark, decimals = digits.rpartition(re.sub(rf"[\d{re.escape(group)}]", "", digits) or "\0")
        whole = whole if mark else digits
        return Decimal(re.sub(r"\D", "", whole) + ("." + decimals if mark else "")) * scale
    return Decimal(re.sub(r"[.,]", ".", digits)) * scale


def _padded(shown, digits):
    """The number with as many zeros behind its comma as the text has: 1,400.50 for 1,400.5."""
    return shown + "0" if digits == shown + "0" and re.search(r"[.,]\d$", shown) else shown
