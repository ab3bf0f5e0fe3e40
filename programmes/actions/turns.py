"""Who acts on a programme takes a turn: the others wait until the transaction has ended, and then find what was done.

The programme's row is always locked first and the record's after it, so that two acts never wait for one another.
"""

from programmes.models import Programme


def take_turn(programme: Programme) -> Programme:
    """The programme as it is now, which nobody else acts on before the caller's transaction ends."""
    return Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
