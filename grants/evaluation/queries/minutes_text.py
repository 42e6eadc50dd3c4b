"""The committee's minutes in words, for their page and their PDF: from the frozen document, or as they stand."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grants import clock, formats
from grants.applications.queries.receipts import frame_words
from grants.calls.models import CallStep
from grants.evaluation.queries.lists import STATE_OF, plain
from grants.evaluation.queries.minutes import minutes_content
from grants.evaluation.workflow import BallotState, CandidateState, Choice
from grants.permissions import Role

PLACE_WORDS = STATE_OF | {"below": CandidateState.BELOW_THRESHOLD}


@dataclass(frozen=True)
class LotWords:
    """The part of one lot: its money, its ranking, each vote in sentences."""

    title: str
    facts: list[dict]
    ranking: list[list[str]]
    votes: list[dict]


@dataclass(frozen=True)
class MinutesWords:
    """Everything the minutes say, in the language of the moment; ``sha256`` is empty while they are a draft."""

    title: str
    lead: str
    facts: list[dict]
    counts: list[dict]
    committee: list[list[str]]
    moves: list[str]
    lots: list[LotWords]
    made_at: datetime
    sha256: str
    is_of_concepts: bool

    def for_pdf(self, call) -> dict:
        """The same for the typst template: plain values."""
        return {
            "frame": frame_words(self.title, call.reference, call),
            "lead": self.lead,
            "facts": self.facts,
            "counts": self.counts,
            "committee": self.committee,
            "moves": self.moves,
            "lots": [vars(lot) for lot in self.lots],
            "sha256": self.sha256,
            "words": words(is_of_concepts=self.is_of_concepts),
        }


def words(*, is_of_concepts=False) -> dict:
    """Headings and column heads, for page and PDF."""
    what = _("Concept note") if is_of_concepts else _("Application")
    return {
        "counts": _("Concept notes and checks") if is_of_concepts else _("Applications and checks"),
        "committee": _("Committee and declarations"),
        "committee_columns": [_("Name"), _("Role"), _("Declaration signed")],
        "moves": _("Money moved between lots"),
        "ranking": _("Ranking"),
        "ranking_columns": [_("Rank"), what, _("Score"), _("Requested, EUR"), _("Decision")],
        "votes": _("Votes"),
        "vote_columns": [_("Voter"), _("Vote"), _("Reason")],
        "signatures": _("Signatures"),
        "signature_columns": [_("Name"), _("Role"), _("Date and signature")],
        "hash": _("SHA-256 of the frozen minutes"),
    }


def minutes_words(evaluation) -> MinutesWords:
    """The frozen minutes of an evaluation in words, or the draft of an evaluation that is not decided yet."""
    frozen = evaluation.minutes.first()
    document = frozen.document if frozen else plain(minutes_content(evaluation))
    zone = evaluation.call.time_zone
    lead = _("Frozen on %(moment)s when the last lot was decided.") if frozen else _("Draft: not every lot is decided.")
    made_at = frozen.frozen_at if frozen else clock.now()
    return MinutesWords(
        title=_("Minutes of the evaluation committee"),
        is_of_concepts=evaluation.is_of_concepts,
        lead=lead % {"moment": moment_words(made_at, zone)} if frozen else lead,
        facts=_facts(document, zone),
        counts=_counts(document["counts"]),
        committee=[
            [row["name"], str(Role(row["role"]).label), moment_words(row["declared_at"], zone) or _("not signed")]
            for row in document["committee"]
        ],
        moves=[_move(move, zone) for move in document["moves"]],
        lots=[_lot(lot, zone) for lot in document["lots"]],
        made_at=made_at,
        sha256=frozen.sha256 if frozen else "",
    )


def _title(named):
    """In the language of the page; minutes frozen before they held each language have the Spanish one."""
    return named.get("titles", {}).get(get_language(), named["title"])


def moment_words(value, zone) -> str:
    """A moment, or its text in a frozen document, as the call's zone has it; nothing for none."""
    if not value:
        return ""
    moment = parse_datetime(value) if isinstance(value, str) else value
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M}"


def _money(value):
    return formats.money(Decimal(value), formats.NEUTRAL)


def _facts(document, zone):
    call, opening = document["call"], document["opening"]
    step = [{"label": _("Step"), "value": str(CallStep.CONCEPT.label)}] if call["step"] == CallStep.CONCEPT else []
    return [
        {"label": _("Call"), "value": f"{call['reference']}, {_title(call)}"},
        *step,
        {"label": _("Deadline"), "value": moment_words(call["closed_at"], zone)},
        {"label": _("Opened"), "value": f"{moment_words(opening['at'], zone)}, {opening['by']}"},
    ]


def _counts(counts):
    rows = [{"label": _("Candidates"), "value": str(counts["candidates"])}]
    return rows + [
        {"label": str(state.label), "value": str(counts[state])} for state in CandidateState if state in counts
    ]


def _move(move, zone):
    return _(
        "%(amount)s from %(from)s to %(to)s on %(moment)s, proposed by %(proposed_by)s, approved by "
        "%(approved_by)s: %(reason)s"
    ) % (move | {"amount": _money(move["amount"]), "moment": moment_words(move["at"], zone)})


def _lot(lot, zone):
    facts = [
        {"label": _("Envelope as published"), "value": _money(lot["published"])},
        {"label": _("Moved"), "value": _money(lot["moved"])},
        {"label": _("Envelope in force"), "value": _money(lot["envelope"])},
        {"label": _("Awarded"), "value": _money(lot["awarded"])},
    ]
    if lot.get("cut"):
        facts = [*facts[:2], *_cut_facts(lot["cut"])]
    if lot["rules"].get("quality_line"):
        line = formats.number(Decimal(lot["rules"]["quality_line"]), 2, formats.NEUTRAL)
        facts.append({"label": _("Quality line"), "value": line})
    return LotWords(
        title=f"{lot['code']} {_title(lot)}",
        facts=facts,
        ranking=[_ranked(row, zone) for row in lot["ranking"]],
        votes=[_vote(ballot, zone) for ballot in lot["ballots"]],
    )


def _cut_facts(cut):
    facts = [{"label": _("Envelope in force"), "value": _money(cut["envelope"])}]
    if cut["threshold"] is not None:
        least = formats.number(Decimal(cut["threshold"]), 2, formats.NEUTRAL)
        facts.append({"label": _("Least total to pass"), "value": least})
    facts.append({"label": _("The invited ask together for"), "value": _money(cut["asked"])})
    if cut["percent"]:
        sentence = _("%(percent)d %% of the envelope, %(aim)s")
        value = sentence % {"percent": cut["percent"], "aim": _money(cut["aim"])}
        facts.append({"label": _("At least"), "value": value})
    return facts


def _ranked(row, zone):
    outcome = str(PLACE_WORDS[row["place"]].label)
    if row.get("carried"):
        kept = sum(Decimal(score) for score in row["carried"].values())
        outcome += " · " + _("%(score)s points are those of the concept note") % {
            "score": formats.number(kept, 2, formats.NEUTRAL)
        }
    if row["passed_over"]:
        outcome += " · " + _("passed over: %(reason)s") % {"reason": row["passed_over"]}
    if promoted := row.get("promoted"):
        sentence = _("promoted from the reserve list on %(moment)s, proposed by %(proposed_by)s, approved by "
                     "%(approved_by)s: %(reason)s")  # fmt: skip
        outcome += " · " + sentence % (promoted | {"moment": moment_words(promoted["at"], zone)})
    score = formats.number(Decimal(row["score"]), 2, formats.NEUTRAL)
    requested = formats.number(Decimal(row["requested"]), 2, formats.NEUTRAL)
    return [
        "–" if row["rank"] is None else str(row["rank"]),
        f"{row['reference']} {row['title']} · {row['lead']}",
        score,
        requested,
        outcome,
    ]


def _vote(ballot, zone):
    sentence = _("Proposal %(number)d, put by %(who)s on %(moment)s: %(state)s with %(yes)d yes, %(no)d no, "
                 "%(abstained)d abstained, of %(seats)d seats.")  # fmt: skip
    values = ballot | {
        "who": ballot["put_by"],
        "moment": moment_words(ballot["put_at"], zone),
        "state": str(BallotState(ballot["state"]).label),
    }
    closed = ""
    if ballot["closed_by"]:
        closed = _("Closed by %(who)s on %(moment)s.") % {
            "who": ballot["closed_by"],
            "moment": moment_words(ballot["closed_at"], zone),
        }
    return {
        "sentence": f"{sentence % values} {closed}".strip(),
        "sha256": ballot["sha256"],
        "rows": [[vote["voter"], _choice(vote), vote["reason"]] for vote in ballot["votes"]],
    }


def _choice(vote):
    choice = str(Choice(vote["choice"]).label) if vote["choice"] else "–"
    return choice + " · " + _("not counted: conflict of interest") if vote.get("is_out") else choice
