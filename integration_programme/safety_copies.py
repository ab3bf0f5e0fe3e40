"""A safety copy of what somebody is writing in a form, and who else has the form open.

While a form is open in a browser with JavaScript, what is written goes to the server every few seconds, as a copy that
nobody but its writer sees: one row a person and place. It is no save and no version. The real save deletes it; whoever
comes back to a form that was never saved is offered it. The same row says that the form is open, to those who open it too.

A copy that a closed browser left behind is not written over by the next one: it waits until its writer has answered.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.http import HttpResponseRedirect, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.kept import LARGEST, without_secrets
from integration_programme.models import SafetyCopy

SESSION_KEY = "safety_copies"  # in the session of somebody who has any: others are asked nothing
MOST = 30  # rows a person; the oldest goes
AGE = timedelta(days=14)
OPEN_FOR = timedelta(minutes=3)  # a page tells of itself every minute
#: how a page names itself, says that it is only open, and gives back a copy that is not wanted
TAB, ONLY_OPEN, DISCARD, USE = "safety_tab", "safety_open", "safety_discard", "safety_copy"


def answer(request, place: str):
    """What is answered to a page that sends its copy, or the wish to throw one away. Shape: {"kept": a sentence or "",
    "said": [sentences]}; 413 for a form that is too large to be kept."""
    person = request.user
    if DISCARD in request.POST:
        _own(person, place).delete()
        return HttpResponseRedirect(request.get_full_path().replace("safety-copy/", "", 1))
    body, tab = _body_of(request.POST), request.POST.get(TAB, "")[: SafetyCopy.LONGEST_TAB]
    if len(body) > LARGEST:
        return JsonResponse({"kept": "", "said": []}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    found = _keep(person, place, tab, body)
    if found.body:
        request.session[SESSION_KEY] = True
    said = list(_open_elsewhere(person, place))
    if found.body and found.tab != tab:
        said.insert(0, _("An unsaved text of yours waits for this form. Open the page again to answer for it."))
    return JsonResponse({"kept": _told_kept(found) if body and found.tab == tab else "", "said": said})


def _told_kept(copy: SafetyCopy) -> str:
    words = _("Not saved yet. A safety copy was kept at %(time)s; only you see it.")
    return words % {"time": _clock(copy.written_at or copy.seen_at)}


def _body_of(sent: QueryDict) -> str:
    if ONLY_OPEN in sent:
        return ""
    data = sent.copy()
    data.pop(TAB, None)
    return without_secrets(data)


def _keep(person: Actor, place: str, tab: str, body: str) -> SafetyCopy:
    """The row of a person and a place, as it is after this; twice at once writes one."""
    now = timezone.now()
    fresh = SafetyCopy(person=person.identity, name=str(person)[:150], place=place, opened_at=now, seen_at=now)
    SafetyCopy.objects.bulk_create([fresh], ignore_conflicts=True)
    found = _own(person, place).get()
    is_left_behind = found.body and found.tab != tab and found.seen_at < now - OPEN_FOR
    if is_left_behind or (found.body and found.tab != tab and not body):
        return found
    found.opened_at = found.opened_at if found.seen_at > now - OPEN_FOR else now
    found.seen_at, found.name = now, fresh.name
    if body:
        found.tab, found.body, found.written_at = tab, body, now
    found.save()
    own = SafetyCopy.objects.filter(person=person.identity)
    own.filter(pk__in=list(own.order_by("-seen_at").values_list("pk", flat=True)[MOST:])).delete()
    return found


def _open_elsewhere(person: Actor, place: str) -> Iterable[str]:
    there = SafetyCopy.objects.filter(place=place, seen_at__gt=timezone.now() - OPEN_FOR)
    for other in there.exclude(person=person.identity).order_by("opened_at"):
        yield _("%(person)s has this form open too, since %(time)s.") % {
            "person": other.name,
            "time": _clock(other.opened_at),
        }


def _clock(at: datetime) -> str:
    return time_format(timezone.localtime(at), "TIME_FORMAT")


def waiting(request, place: str) -> SafetyCopy | None:
    """What somebody had begun to write in a form and has not saved; None where nothing is."""
    if request.method != "GET" or SESSION_KEY not in request.session:
        return None
    return _own(request.user, place).exclude(body="").first()


def throw_away(copy: SafetyCopy) -> None:
    """It says nothing that is not saved."""
    copy.delete()


def forget(request, place: str) -> None:
    """The form of a place is saved: the copy of the page that sent it is not needed any more."""
    if SESSION_KEY in request.session:
        _own(request.user, place).filter(tab=request.POST.get(TAB, "")).delete()


def look(request, person: Actor) -> None:
    """Note in the session of somebody who has just come in whether a copy of theirs waits anywhere."""
    if SafetyCopy.objects.filter(person=person.identity).exclude(body="").exists():
        request.session[SESSION_KEY] = True


def _own(person: Actor, place: str):
    return SafetyCopy.objects.filter(person=person.identity, place=place)


def prune() -> None:
    SafetyCopy.objects.filter(seen_at__lte=timezone.now() - AGE).delete()
    SafetyCopy.objects.filter(body="", seen_at__lte=timezone.now() - timedelta(days=1)).delete()
