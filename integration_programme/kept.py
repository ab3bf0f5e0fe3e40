"""What someone was sending when their session had ended: kept until they have signed in again.

It is kept for the person whose browser it is: for whom the browser's mark names as the last who signed in there
(clients.py), and offered to nobody else. A browser without a mark is told to go back, where the text still is: nothing
that strangers send is stored. Each text waits for the address of its own form, some days, and only so many a person.

The page it was meant for then opens with the text in its form, unsaved, and says so. Of two texts for one address the
second is offered after the first. What was sent to an address that shows no page, as the words beside a button are, stands
on the page with the button, to be copied.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme import clients, outbox
from integration_programme.actors import Actor
from integration_programme.models import KeptText

SESSION_KEY = "kept"  # in the session of somebody for whom something waits: others are asked nothing
LARGEST = 2_000_000  # characters: three texts of 100,000 in Latin, Cyrillic or Arabic letters, as browsers write them
MOST = 10  # texts a person; the oldest goes
AGE = timedelta(days=3)  # over a weekend
BUTTONS = {"save", "keep"}  # names whose value is what the button says


def stood_on(request) -> str:
    """The page of ours with the button that was pressed; '' for a form, which is sent to an address that shows it, its own
    or, from a list, that of the form by itself.

    Buttons are sent to addresses that show nothing: nobody can be led there.
    """
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # an address that none can be
        return ""
    is_ours = page.netloc == request.get_host() and page.path.startswith("/") and not page.path.startswith("//")
    if request.method != "POST" or not is_ours or page.path == request.path or _shows_a_page(request):
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


def _shows_a_page(request, *, unknown: bool = False) -> bool:
    """Whether the address answers GET; `unknown`: what to think of one that does not tell its methods."""
    methods = getattr(request.resolver_match.func, "methods", None) if request.resolver_match else None
    return unknown if methods is None else "GET" in methods


def way_on(request) -> str:
    """The address to go on with, once the person is known again."""
    return stood_on(request) or request.get_full_path()


def keep(request) -> bool:
    """Put the body of a POST aside for the page where it is offered again; say so on the next page."""
    page = stood_on(request)
    if page and not texts_in(request.POST):
        messages.warning(request, _("Your session had ended, so nothing was done. Press the button again."))
        return False
    if request.method != "POST" or not request.POST:
        return False
    body, person, path = without_secrets(request.POST), _whose(request), urlsplit(page).path or request.path
    if not person or len(body) > LARGEST or len(path) > KeptText.LONGEST_PATH:
        messages.warning(request, _told_to_go_back())
        return False
    to_copy = bool(page) or not _shows_a_page(request, unknown=True)
    _store(KeptText(person=person, path=path, body=body, to_copy=to_copy, digest=outbox.digest(body)))
    if request.user.is_authenticated:
        request.session[SESSION_KEY] = True
    messages.warning(request, _told_that_it_is_kept(to_copy))
    return True


def texts_in(sent: QueryDict) -> list[str]:
    """What somebody wrote in a form: what pages put into one has no spaces, but for the words of a button."""
    written = (values for name, values in sent.lists() if name not in BUTTONS)
    return [value for values in written for value in values if " " in value.strip()]


def _told_that_it_is_kept(to_copy: bool) -> str:
    if to_copy:
        return _("Your session had ended. What you wrote is kept: sign in and it is on the page, to be copied.")
    return _("Your session had ended. What you wrote is kept: sign in and it is in the form again.")


def _told_to_go_back() -> str:
    return _(
        "Your session had ended, and the text could not be kept. Go back in your browser: it is still in the "
        "form. Copy it, sign in, and put it in again."
    )


def without_secrets(sent: QueryDict) -> str:
    """A form as browsers write it, without what proves who sends it."""
    data = sent.copy()
    for name in list(data):
        if name == "csrfmiddlewaretoken" or "password" in name:
            del data[name]
    return data.urlencode()


def _whose(request) -> str:
    return request.user.identity if request.user.is_authenticated else clients.browser_of(request).latest


def _store(text: KeptText) -> None:
    """Keep one, once however often it is sent."""
    KeptText.objects.bulk_create([text], ignore_conflicts=True)
    own = KeptText.objects.filter(person=text.person)
    own.filter(pk__in=list(own.order_by("-pk").values_list("pk", flat=True)[MOST:])).delete()


def look(request, person: Actor) -> None:
    """Note in the session of somebody who has just come in whether something waits for them."""
    if _waiting(person).exists():
        request.session[SESSION_KEY] = True


def taken_out(request) -> QueryDict | None:
    """A kept text of this address, once; None when there is none."""
    here = _waiting_here(request, to_copy=False)
    if not here:
        return None
    _take(request, here[:1])
    messages.warning(request, _("This is what you wrote before your session ended. It is not saved yet: press Save."))
    if here[1:]:
        messages.warning(request, _("You had sent another text from here too: it comes when you open this page again."))
    return QueryDict(here[0].body)


def words_to_copy(request) -> list[str]:
    """What somebody wrote beside buttons of this page, once."""
    here = _waiting_here(request, to_copy=True)
    _take(request, here)
    return [words for text in here for words in texts_in(QueryDict(text.body))]


def _waiting_here(request, *, to_copy: bool) -> list[KeptText]:
    if request.method != "GET" or SESSION_KEY not in request.session:
        return []
    return list(_waiting(request.user).filter(path=request.path, to_copy=to_copy))


def _take(request, texts: list[KeptText]) -> None:
    KeptText.objects.filter(pk__in=[text.pk for text in texts]).delete()
    if texts and not _waiting(request.user).exists():
        del request.session[SESSION_KEY]


def _waiting(person: Actor):
    return KeptText.objects.filter(person=person.identity, at__gt=timezone.now() - AGE).order_by("pk")


def prune() -> None:
    KeptText.objects.filter(at__lte=timezone.now() - AGE).delete()
