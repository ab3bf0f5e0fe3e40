"""What was left out of a text, in words for whoever wrote or pasted it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def things() -> dict[str, str]:
    """What each kind of thing is called that the grammar does not know, by the keys of `Cleaned.dropped`."""
    return {
        "addresses": _("links that lead neither to a web page nor to an e-mail address"),
        "colours": _("colours"),
        "comments": _("comments"),
        "controls": _("form fields and buttons"),
        "deletions": _("words that tracked changes had deleted"),
        "embedded": _("videos and other embedded things"),
        "inner tables": _("tables inside lists and cells (their words are kept as lines)"),
        "pictures": _("pictures"),
    }


def left_out(kinds: Iterable[str]) -> str:
    """One sentence that names what was left out; '' when nothing was."""
    names = things()
    told = [names[kind] for kind in sorted(set(kinds))]
    return _("Left out of the text: %(things)s.") % {"things": "; ".join(told)} if told else ""
