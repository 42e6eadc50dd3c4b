"""Counting the votes of the committee: the majority of all seats decides.

A proposal is accepted when more than half of all voters of the committee say yes, whether or not the
others have voted. An abstention therefore weighs like a no, and so does the vote of somebody with a
conflict in the lot, whatever it says: a conflict declared after the vote takes the vote out of the
count. Where conflicts leave no possible majority, the committee is completed and the proposal put anew.

| seats | yes | no | abstain, conflict | accepted | certain | why                           |
|------:|----:|---:|------------------:|----------|---------|-------------------------------|
|     3 |   2 |  0 |                 0 | yes      | yes     | two of three, one still out   |
|     3 |   1 |  1 |                 0 | no       | no      | the third decides             |
|     3 |   1 |  1 |                 1 | no       | yes     | one of three is no majority   |
|     3 |   0 |  2 |                 0 | no       | yes     | the third cannot change it    |
|     5 |   3 |  2 |                 0 | yes      | yes     | three of five                 |
|     5 |   2 |  0 |                 3 | no       | yes     | abstentions are no yes        |
|     5 |   2 |  1 |                 0 | no       | no      | two are still out             |
|     3 |   0 |  0 |                 0 | no       | no      | nobody has voted              |
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How the seats stand: those that said yes, no, that abstained or are out of the count, and all of them."""

    seats: int
    yes: int = 0
    no: int = 0
    abstained: int = 0

    @property
    def waiting(self) -> int:
        """Seats whose vote is still out."""
        return self.seats - self.yes - self.no - self.abstained

    @property
    def is_accepted(self) -> bool:
        """More than half of all seats said yes."""
        return 2 * self.yes > self.seats

    @property
    def is_certain(self) -> bool:
        """Whether the votes still out cannot change the outcome."""
        return self.waiting == 0 or self.is_accepted or 2 * (self.yes + self.waiting) <= self.seats
