"""Forms that lead to a decision: where something may have been forgotten, they ask for a yes and for a reason."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from integration_programme.forms import PageForm
from programmes.completeness.forgotten import left_open
from programmes.forms.document import ApprovalForm
from programmes.models import Programme


class AsksWhatIsOpen:
    """Adds to a form what it takes to decide with something left open; nothing where nothing is."""

    yes = gettext_lazy("Yes, we decide with these open")
    why = gettext_lazy("Why it is decided with these open")

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, programme=programme, **kwargs)
        self.open = left_open(programme)
        if self.open:
            self.fields["with_open"] = forms.BooleanField(
                label=self.yes,
                error_messages={"required": gettext_lazy("Put right what may have been forgotten, or say yes here.")},
            )
            self.fields["why_open"] = forms.CharField(
                label=self.why,
                help_text=gettext_lazy("In a sentence. It is kept with the decision and told in the history."),
                error_messages={"required": gettext_lazy("Say in a sentence why these stay open.")},
                max_length=1000,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def why_open(self) -> str:
        return self.cleaned_data.get("why_open", "")


class DecisionForm(AsksWhatIsOpen, ApprovalForm):
    """The approval, with what is open."""


class _OfProgramme(PageForm):
    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, auto_id="id_proposal_%s", **kwargs)  # it stands on one page with the approval's form
        self.programme = programme


class ProposalForm(AsksWhatIsOpen, _OfProgramme):
    """Bringing the programme to the body that decides; most often no more than a button."""

    submit_label = gettext_lazy("Propose for decision")
    yes = gettext_lazy("Yes, we propose it with these open")
    why = gettext_lazy("Why it is proposed with these open")

    @property
    def helper(self):
        """It stands on the page of the approval, and goes to an address of its own."""
        helper = super().helper
        helper.form_action = reverse("propose_programme", kwargs={"slug": self.programme.slug})
        return helper
