"""Phase 7: who hears of the programme, what, through which channel, in which languages, when, from whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_programme.translations import TranslatedField
from programmes.enums import Phase, TargetAudience
from programmes.models.kinds import kind
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme


@kind("communication-action", Phase.COMMUNICATION, "communication.inform", called=_("Message"))
class CommunicationAction(PartRecord):
    """One message to one audience. `languages` holds codes."""

    main_text = "message"
    ordered_within = "audience"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="communication_actions", editable=False)
    audience = models.CharField(_("audience"), max_length=20, choices=TargetAudience, default=TargetAudience.RESIDENTS)
    message = TranslatedField(_("message"), max_length=500, multiline=True)
    channel = TranslatedField(_("channel"))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    when = TranslatedField(_("when, in words"))
    due_on = models.DateField(_("date"), null=True, blank=True)
    who = TranslatedField(_("who"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
