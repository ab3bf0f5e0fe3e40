"""Who is asked in a round: seats of the group, organisations, persons; and their personal links."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from programmes import rules
from programmes.actions import participants as actions
from programmes.actions.rounds import UNSENT
from programmes.enums import RoundState
from programmes.forms.rounds import ParticipantForm, SeatsForm
from programmes.models import Participant, Programme, Round
from programmes.views.acts import done
from programmes.views.round_rows import participants_of
from programmes.views.rounds import frame
from programmes.views.rounds import load_round as load_any_round
from stakeholders.models import Seat


def load_round(actor, slug: str, key) -> tuple[Programme, Round]:
    """A round for which people are chosen; questions to residents are for everybody. Raises Http404."""
    programme, found = load_any_round(actor, slug, key)
    if found.is_public:
        raise Http404
    return programme, found


def load_participant(actor, slug: str, key, participant) -> tuple[Programme, Round, Participant]:
    programme, found = load_round(actor, slug, key)
    asked = found.participants.with_seats().filter(key=participant).first()
    if asked is None:
        raise Http404
    asked.round = found
    return programme, found, asked


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def participants(request, programme, found):
    """Who is asked, and the seats of the group that are not yet."""
    asked = set(found.participants.exclude(seat=None).values_list("seat_id", flat=True))
    form = SeatsForm(request.POST or None, seats=_seats(programme), asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_seats(found, form.chosen, by=request.actor)
        except actions.Refused as refused:
            messages.error(request, str(refused))
        else:
            _say_added(request, found, len(added))
        return redirect("participants", slug=programme.slug, key=found.key)
    context = frame(request, programme) | {
        "round": found,
        "title": found.label(get_language() or "", programme.original_language),
        "participants": participants_of(found),
        "form": form if form.shown and _is_sendable(found) else None,
        "is_open": found.is_open,
        "is_sendable": _is_sendable(found),
    }
    return render(request, "programmes/rounds/participants.html", context)


def _is_sendable(found: Round) -> bool:
    return found.state in (*UNSENT, RoundState.OPEN)


def _seats(programme: Programme) -> list[tuple[Seat, str]]:
    """Seats of the programme's group whose term it is, each with its name and whoever sits there."""
    if not programme.group_id:
        return []
    seats = Seat.objects.current().valid().filter(group=programme.group_id).select_related("person")
    reader = get_language() or ""
    return [(seat, ", ".join(filter(None, [seat.label(reader), seat.person_name]))) for seat in seats]


def _say_added(request, found: Round, number: int) -> None:
    if found.is_open:
        messages.info(request, _("Added, and not asked yet: send the request to them from the page of the round."))
    elif number:
        messages.success(request, _("Added. Nothing has been sent."))


@require_http_methods(["GET", "POST"])
@guarded(load_round, rules.manage_rounds)
def add_participant(request, programme, found):
    """Somebody by name and address, or an organisation."""
    return _form(request, programme, Participant(round=found, language=programme.original_language), is_new=True)


@require_http_methods(["GET", "POST"])
@guarded(load_participant, rules.manage_rounds)
def edit_participant(request, programme, found, participant):
    return _form(request, programme, participant, is_new=False)


def _form(request, programme: Programme, participant: Participant, *, is_new: bool):
    found = participant.round
    form = ParticipantForm(request.POST or kept.taken_out(request), instance=participant, programme=programme)
    if request.method == "POST" and form.is_valid():
        if is_new:
            participant.key = form.cleaned_data["record_key"] or participant.key
            act = partial(actions.add_participant, participant)
        else:
            row_version = form.cleaned_data["row_version"]
            act = partial(actions.change_participant, participant, form.values, row_version=row_version)
        try:
            act(by=request.actor)
        except actions.Refused as refused:
            form.refuse("name", refused)
        else:
            _say_added(request, found, 1) if is_new else messages.success(request, _("Saved."))
            return redirect("participants", slug=programme.slug, key=found.key)
    context = frame(request, programme) | {
        "round": found,
        "title": found.label(get_language() or "", programme.original_language),
        "form": form,
        "name": "" if is_new else participant.label(get_language() or "", programme.original_language),
        "was_asked": participant.asked_at is not None,
        "has_answered": not is_new and participant.statements.sent().exists(),
    }
    return render(request, "programmes/rounds/participant_form.html", context)


def _done(request, found: Round, act, words: str, page: str = "round"):
    return done(request, act, words, page, slug=found.programme.slug, key=found.key)


def load_to_remove(actor, slug: str, key, participant) -> tuple[Programme, Round, Participant | None]:
    """The same; None where a first click has taken them out already."""
    programme, found = load_round(actor, slug, key)
    asked = found.participants.filter(key=participant).first()
    if asked is not None:
        asked.round = found
    return programme, found, asked


@require_POST
@guarded(load_to_remove, rules.manage_rounds)
def remove_participant(request, programme, found, participant):
    """A second click is led to the same list."""
    if participant is None:
        return redirect("participants", slug=programme.slug, key=found.key)
    act = partial(actions.remove_participant, participant)
    return _done(request, found, act, _("Taken out of the round."), "participants")


@require_POST
@guarded(load_participant, rules.manage_rounds)
def revoke_link(request, programme, found, participant):
    act = partial(actions.revoke_link, participant)
    return _done(request, found, act, _("The personal link is revoked: it opens nothing any more."))


@require_POST
@guarded(load_participant, rules.manage_rounds)
def renew_link(request, programme, found, participant):
    act = partial(actions.renew_link, participant, seen=request.POST.get("seen", ""))
    return _done(request, found, act, _("A new personal link has been sent. The one before opens nothing any more."))
