"""The phase of this name on screen."""

from integration_programme.access import guarded
from programmes import rules
from programmes.enums import Phase
from programmes.views.base import load_programme, phase_page


@guarded(load_programme, rules.read_programme)
def communication(request, programme):
    return phase_page(request, programme, Phase.COMMUNICATION, {})
