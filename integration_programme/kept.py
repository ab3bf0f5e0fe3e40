"""What someone was sending when their session had ended: kept until they have signed in again.

The text waits in the new, still anonymous session, which lives on through the sign-in. The page it was meant for
then opens with the text in its form, unsaved, and says so.
"""

from django.contrib import messages
from django.http import QueryDict
from django.utils.translation import gettext as _

SESSION_KEY = "kept"
LARGEST = 1_000_000  # characters


def keep(request) -> bool:
    """Put the body of a POST aside for the same address; say so on the next page."""
    if request.method != "POST" or not request.POST:
        return False
    data = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "password"):
        data.pop(name, None)
    body = data.urlencode()
    if len(body) > LARGEST:
        return False
    request.session[SESSION_KEY] = {"path": request.path, "body": body}
    messages.warning(request, _("Your session had ended. What you wrote is kept: sign in and it is in the form again."))
    return True


def taken_out(request) -> QueryDict | None:
    """The kept text of this address, once; None when there is none."""
    if request.method != "GET":
        return None
    waiting = request.session.get(SESSION_KEY)
    if not waiting or waiting["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    messages.warning(request, _("This is what you wrote before your session ended. It is not saved yet: press Save."))
    return QueryDict(waiting["body"])
