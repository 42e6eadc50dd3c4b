"""How far a project is from a target, in a colour that is also a word. Pure, exact.

What should be reached by now is the target's share of the time that has passed. From nine tenths of it
on a project is on track, below six tenths far behind; without a target or a value there is no light.
Multiplied across, so that nothing is rounded.

| reached | target | days passed of | light       |
|--------:|-------:|---------------:|-------------|
|     100 |    100 |   10 of 100    | reached     |
|      45 |    100 |   50 of 100    | on_track    |
|      44 |    100 |   50 of 100    | behind      |
|      30 |    100 |   50 of 100    | behind      |
|      29 |    100 |   50 of 100    | far_behind  |
|       0 |    100 |    0 of 100    | on_track    |
|      90 |    100 |  120 of 100    | on_track    |
"""

from decimal import Decimal

ON_TRACK, BEHIND = Decimal("0.9"), Decimal("0.6")


def light(reached: Decimal | None, target: Decimal | None, passed: int, whole: int) -> str:
    """reached, on_track, behind, far_behind, or "" where nothing can be said."""
    if reached is None or not target or whole <= 0:
        return ""
    if reached >= target:
        return "reached"
    expected = target * min(max(passed, 0), whole)
    for share, word in ((ON_TRACK, "on_track"), (BEHIND, "behind")):
        if reached * whole >= expected * share:
            return word
    return "far_behind"
