"""The form for guidance on one item."""

from django.utils.translation import gettext_lazy

from integration_programme.forms import RecordForm
from programmes.models import Guidance


class GuidanceForm(RecordForm):
    """One text, in each language of the screens: its readers use them all."""

    allows_empty = True

    class Meta:
        model = Guidance
        fields = ["text"]
        help_texts = {
            "text": gettext_lazy(
                "A few sentences: where the figures are, whom to ask, what others have found useful. For example “The "
                "schools send their figures in October; ask the head of early childhood education.” Empty it to say "
                "nothing any more."
            )
        }
