"""What is wrong with a file, told with its place."""

from django.utils.translation import gettext as _


class Fault(Exception):
    """Why a file is refused; str() is the sentence, in the reader's language, with the place in the file."""

    def __init__(self, place: str, reason: str):
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self):
        if not self.place:
            return self.reason
        return _("%(place)s: %(reason)s") % {"place": self.place, "reason": self.reason}


def place_of(*steps: str | int) -> str:
    """Where something is in a file, row numbers counted from one: "records / objective / 2 / title / sv"."""
    return " / ".join(str(step) for step in steps)
