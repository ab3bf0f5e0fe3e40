"""A programme that is not in this database any more."""

from programmes.models import Programme
from programmes.models.kinds import KINDS


def forget(programme: Programme) -> None:
    """As if the programme had never been in this database."""
    for kind in reversed(KINDS.values()):
        is_itself = kind.model is Programme
        for row in kind.model.objects.filter(**{"pk" if is_itself else "programme": programme.pk}):
            row.delete()
