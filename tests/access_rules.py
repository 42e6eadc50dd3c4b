"""What a line of the policy says, and the groups of logins it names."""

from dataclasses import dataclass, field

ACTORS = (
    "nadia", "ana", "amalia", "aldo", "bruno", "fabio", "clara", "diego", "marta", "elena", "hugo", "olga", "axel",
    "ines", "sonia", "vera", "admin",
)  # fmt: skip
ALL = " ".join(ACTORS)
CONSORTIUM = "ana amalia aldo bruno"
WRITERS = "ana amalia bruno"
LEAD_WRITERS = "ana amalia"
STAFF = "diego marta elena hugo"


@dataclass(frozen=True)
class Rule:
    """``get`` and ``post`` name who passes; ``sees`` who is told 403 instead of 404.

    ``of`` names the World's document whose ``public_id`` stands in the address, ``with_`` what else does.
    """

    get: str = ""
    post: str = ""
    of: str = ""
    sees: str = ""
    public: bool = False
    with_: dict = field(default_factory=dict)

    @property
    def hides(self):
        """Whether a stranger must not learn that the document exists."""
        return bool(self.of) and not self.public and "fabio" not in f"{self.get} {self.post} {self.sees}".split()

    def expected(self, actor, method):
        """The outcomes allowed: "in", "login", 403, 404, 405."""
        passes = getattr(self, method).split()
        other = (self.post if method == "get" else self.get).split()
        if actor in passes or (self.public and method == "get"):
            return {"in"}
        if self.public:
            return {405, "in"} if self.post else {405}
        if actor in other:
            return {405}  # the page is theirs, but not by this method
        if actor == "anonymous":
            return {"login"} if self.get or self.post else {"login", 405}
        if not passes:
            return {405, 404, 403}  # a page without the method may say so to everybody
        if not self.of or actor in self.sees.split():
            return {403}
        return {404, 405} if not passes else {404}


def page(get, post="", **rest):
    """A page people open; ``post`` names who may also post to it."""
    return Rule(get=get, post=post, **rest)


def button(post, **rest):
    """An address that is only posted to."""
    return Rule(post=post, **rest)


def public(post="", **rest):
    """A page for everybody, without login."""
    return Rule(public=True, post=post, **rest)


READS_PAYMENTS = "diego elena hugo axel"
"""Roles that read payments; the donor and monitors do not."""

NOT_STAFF = "nadia ana amalia aldo bruno fabio clara olga axel"
HOUSE = f"{STAFF} admin"
"""Programme staff and administrators: they see organisations, never applications before the opening."""

OWN = "ana amalia aldo"
"""The lead applicant's people."""
