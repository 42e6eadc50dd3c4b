"""What the assessors of the demo give each proposal: totals around the planned score, and words. Pure."""

from decimal import Decimal

from grants.evaluation.scoring import Grid
from grants.management.demo.data import read
from grants.management.demo.plan import draw

THRESHOLD = 70
THRESHOLDS = {"concept": 30, "full": THRESHOLD}
"""Step -> least total to pass: of 50 points, and of 100."""

DIVERGE_ABOVE = 30
"""Percent of the higher total, as in the rules of the calls."""

FARTHEST = 8
"""Points by which either of two assessors is away from their mean."""

HIGHEST = 98
APART = 13
LANGUAGES = ("es", "pt-br", "en")
SCALE_ENDS = (2, 5)
"""Scores at which a comment is due: this and below, this and above."""

LEAST = {"capacity": 3}
"""Nobody of the demo fails on the capacity of the applicants alone."""


def totals_of(case) -> tuple[int, ...]:
    """Totals of two assessors whose mean is the score of the case, or of three where the first two diverge."""
    chance = draw("totals", case.key)
    if case.score == int(case.score) and _may_diverge(int(case.score)) and chance.random() < 0.12:
        score = int(case.score)
        return score - APART, score + APART, score
    low, high = int(case.score), int(2 * case.score) - int(case.score)
    room = [low - THRESHOLD, HIGHEST - high] if case.score >= THRESHOLD else [low - 30, THRESHOLD - 1 - high]
    away = chance.randint(0, max(0, min(FARTHEST, *room)))
    while (high - low + 2 * away) * 100 > DIVERGE_ABOVE * (high + away):
        away -= 1
    pair = [low - away, high + away]
    chance.shuffle(pair)
    return tuple(pair)


def _may_diverge(score):
    """Where one of two assessors, so far apart, lets the proposal pass and the other does not."""
    return score - APART < THRESHOLD <= score + APART and score + APART <= HIGHEST


def scores_of(total: int, grid: Grid, chance) -> dict[str, int]:
    """Scores of the criteria that add up to the total, none far from the others. Raises ValueError where none do."""
    least = {one.key: LEAST.get(section.slug, one.least) for section in grid.sections for one in section.criteria}
    scores = dict(least)
    rest = total - sum(scores[one.key] * one.weight for one in grid.criteria)
    while rest > 0:
        free = [one for one in grid.criteria if scores[one.key] < one.most and one.weight <= rest]
        if not free:
            break
        low = min(scores[one.key] for one in free)
        chosen = chance.choice([one for one in free if scores[one.key] <= low + (chance.random() < 0.3)])
        scores[chosen.key] += 1
        rest -= chosen.weight
    if rest:
        raise ValueError(f"No scores of this grid add up to {total}.")
    return scores


def answers_of(scores: dict[str, int], grid: Grid, language: str, chance) -> dict[str, str]:
    """What is typed into the grid: each score, a comment where one is due, the words for the applicant."""
    place, texts = LANGUAGES.index(language), read("assessments.toml")
    answers = {key: str(score) for key, score in scores.items()}
    for section in grid.sections:
        for number, one in enumerate(section.criteria):
            kind = "low" if scores[one.key] <= SCALE_ENDS[0] else "high" if scores[one.key] >= SCALE_ENDS[1] else ""
            if kind:
                answers[f"{one.key}-comment"] = texts[section.slug][kind][number % 2][place]
    parts = {
        section.slug: Decimal(sum(scores[one.key] * one.weight for one in section.criteria)) / section.maximum
        for section in grid.sections
    }
    ranked = sorted(parts, key=lambda slug: (-parts[slug], chance.random()))
    answers["strengths"] = " ".join(chance.choice(texts[slug]["high"])[place] for slug in ranked[:2])
    answers["weaknesses"] = " ".join(chance.choice(texts[slug]["low"])[place] for slug in ranked[-2:])
    return answers
