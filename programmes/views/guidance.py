"""Guidance beside the questions: what a centre's adviser, or a municipality's coordinator, has written and changes."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods
from integration_programme.conflicts import save_merging
from integration_programme.records import StaleRecord
from programmes import rules
from programmes.actions.guidance import write_guidance
from programmes.checklist import DEFAULT_EDITION, Edition, Item, Kind, edition
from programmes.enums import Phase
from programmes.forms.guidance import GuidanceForm
from programmes.models import Guidance
from programmes.models.guidance import owners_for
from stakeholders.models import Municipality, Organisation
from stakeholders.search import by_name

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ASKING = (Kind.ITEM, Kind.QUESTION, Kind.ELEMENT)


@dataclass(frozen=True)
class Owner:
    """A body in whose name somebody writes, as addresses and pages know it."""

    body: Organisation | Municipality

    @property
    def kind(self) -> str:
        return "municipality" if isinstance(self.body, Municipality) else "centre"

    @property
    def code(self) -> str:
        return self.body.code

    @property
    def checklist(self) -> Edition:
        """What can be spoken about; centres have no municipality of Åland."""
        return edition(DEFAULT_EDITION, aland=isinstance(self.body, Municipality) and self.body.is_aland)

    @property
    def key(self) -> dict:
        """What its guidance is known by."""
        return {"centre_id": None, "municipality_id": None, f"{self.kind}_id": self.body.pk}

    def url(self, item: Item) -> str:
        return reverse("edit_guidance", kwargs={"owner": self.kind, "code": self.code, "item": item.key})


def load_owners(actor) -> tuple[list[Owner]]:
    """In whose names a person writes; the rule refuses those who write in nobody's."""
    return ([Owner(body) for body in sorted(owners_for(actor), key=by_name)],)


def load_guidance(actor, owner: str, code: str, item: str) -> tuple[Owner, Item, Guidance]:
    """What an owner says about an item of the checklist, so far perhaps nothing."""
    (owners,) = load_owners(actor)
    found = next((each for each in owners if (each.kind, each.code) == (owner, code)), None)
    if found is None or item not in found.checklist or found.checklist.item(item).kind not in ASKING:
        raise Http404
    said = Guidance.objects.filter(**found.key, item=item).first() or Guidance(**found.key, item=item)
    return found, found.checklist.item(item), said


@guarded(load_owners, rules.write_guidance)
def guidance(request, owners):
    """All that can be said, item by item, for each owner."""
    language = get_language() or "en"
    known = Q(*(Q(**owner.key) for owner in owners), _connector=Q.OR)
    said = {(each.centre_id, each.municipality_id, each.item): each.text for each in Guidance.objects.filter(known)}
    sheets = [
        {
            "owner": owner,
            "phases": [
                {
                    "phase": phase,
                    "rows": [
                        {
                            "title": owner.checklist.words(item.key, language).title,
                            "url": owner.url(item),
                            "text": said.get((*owner.key.values(), item.key)),
                        }
                        for item in owner.checklist.of(phase=phase)
                        if item.kind in ASKING
                    ],
                }
                for phase in Phase
            ],
        }
        for owner in owners
    ]
    return render(request, "programmes/guidance/guidance.html", {"sheets": sheets})


@require_http_methods(["GET", "POST"])
@guarded(load_guidance, rules.write_guidance)
def edit_guidance(request, owner, item, said):
    """Say something about an item, change it, or empty it."""
    form = GuidanceForm(request.POST or kept.taken_out(request), instance=said, languages=_languages(owner))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            merged = save_merging(
                form,
                lambda form, row_version: write_guidance(form.instance, row_version=row_version, by=request.actor),
                new=Guidance(**owner.key, item=item.key),
            )
        except StaleRecord:
            status = 409
        else:
            messages.success(request, _("Saved."))
            if merged:
                messages.info(request, merged)
            if form.left_out:
                messages.warning(request, form.left_out)
            return redirect("guidance")
    words = owner.checklist.words(item.key, get_language() or "en")
    context = {"owner": owner, "item": item, "words": words, "form": form}
    return render(request, "programmes/guidance/edit_guidance.html", context, status=status)


def _languages(owner: Owner) -> list[str]:
    """Those of the screens, a municipality's own first."""
    own = owner.body.languages if owner.kind == "municipality" else []
    return list(dict.fromkeys([*own, *LANGUAGES]))
