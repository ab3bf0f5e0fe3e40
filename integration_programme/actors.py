"""Who acts or looks: an account, the holder of a link, or the system. Rules and `by=` take one of these three.

What somebody may do follows from the places an actor has. An account has those of its roles and seats; whoever holds a
link, and the system, have none, so that a rule which knows nothing of them refuses them.
"""

from dataclasses import dataclass
from typing import Any


class Actor:
    """`name` as it stands in the log; `account` the person's, None for whoever has none; `link` the key of the link."""

    name: str
    account: Any = None
    link: str = ""
    #: the audience as which somebody looks who writes the programme (`seen_as.SeenAs`); '' for oneself
    seen_as: str = ""

    #: today's roles, and what follows from them (codes of municipalities, ids of groups)
    valid_roles: Any = ()
    coordinates: Any = frozenset()
    works_for: Any = frozenset()
    advises_for: Any = frozenset()
    sits_in: Any = frozenset()
    is_administrator: Any = False

    @property
    def identity(self) -> str:
        """Who this is, for whatever is kept for one actor alone: "account:7", "link:…" or "system"."""
        if self.account is not None:
            return f"account:{self.account.pk}"
        return f"link:{self.link}" if self.link else "system"


@dataclass(frozen=True)
class LinkHolder(Actor):
    """Whoever came by a personal link. The link is what they may do; they have no account, and no role."""

    link: str
    name: str = ""

    def __str__(self):
        return self.name


class System(Actor):
    """A command or a job, on nobody's behalf; the log says "The system"."""

    name = ""

    def __str__(self):
        return self.name


SYSTEM = System()
