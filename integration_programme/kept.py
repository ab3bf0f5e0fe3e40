"""What someone was sending when their session had ended: kept until they have signed in again.

The text waits in the new, still anonymous session, which lives on through the sign-in. The page it was meant for
then opens with the text in its form, unsaved, and says so.
"""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import QueryDict
from django.utils.translation import gettext as _

SESSION_KEY = "kept"
LARGEST = 2_000_000  # characters: three texts of 100,000 in any script, as browsers write them


def stood_on(request) -> str:
    """The page of ours with the button that was pressed; '' for a form, which is sent to its own address.

    Buttons are sent to addresses that show nothing: nobody can be led there.
    """
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # an address that none can be
        return ""
    is_ours = page.netloc == request.get_host() and page.path.startswith("/") and not page.path.startswith("//")
    if request.method != "POST" or not is_ours or page.path == request.path:
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


def way_on(request) -> str:
    """The address to go on with, once the person is known again."""
    return stood_on(request) or request.get_full_path()


def keep(request) -> bool:
    """Put the body of a POST aside for the same address; say so on the next page."""
    if stood_on(request):
        messages.warning(request, _("Your session had ended, so nothing was done. Press the button again."))
        return False
    if request.method != "POST" or not request.POST:
        return False
    data = request.POST.copy()
    for name in list(data):
        if name == "csrfmiddlewaretoken" or "password" in name:
            del data[name]
    body = data.urlencode()
    if len(body) > LARGEST:
        messages.warning(
            request,
            _(
                "Your session had ended, and the text is too long to be kept. Go back in your browser: it is still in "
                "the form. Copy it, sign in, and put it in again."
            ),
        )
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
