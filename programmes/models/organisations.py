"""The register of organisations: each that takes part in a programme stands here once, and whatever it answers for is tied
to it. Why so: docs/adr/0019-organisations.md.
"""

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from integration_programme.fields import LinkField
from integration_programme.translations import TranslatedField, Translations
from programmes.enums import BodyGroup, Phase
from programmes.models.kinds import KINDS, Kind, kind
from programmes.models.partners import PartRecord
from programmes.models.programme import Programme
from programmes.models.records import ProgrammeRecord
from stakeholders.enums import Sector
from stakeholders.models import Seat
from stakeholders.search import folded

#: the body for which a seat of a sector speaks; the checklist has none for another body of the municipality
BODY_OF_SECTOR: dict[str, str] = {
    Sector.EDUCATION: BodyGroup.EDUCATION,
    Sector.LEISURE: BodyGroup.LEISURE,
    Sector.BUSINESS: BodyGroup.BUSINESS,
    Sector.EMPLOYMENT: BodyGroup.EMPLOYMENT,
    Sector.HOUSING: BodyGroup.HOUSING,
    Sector.EMPLOYMENT_AUTHORITY: BodyGroup.EMPLOYMENT_AUTHORITY,
    Sector.KELA: BodyGroup.KELA,
    Sector.WELLBEING_SERVICES_COUNTY: BodyGroup.WELLBEING_SERVICES_COUNTY,
    Sector.OTHER_AUTHORITY: BodyGroup.OTHER_AUTHORITIES,
    Sector.ORGANISATION: BodyGroup.ORGANISATIONS,
    Sector.EDUCATIONAL_INSTITUTION: BodyGroup.EDUCATIONAL_INSTITUTIONS,
    Sector.COMPANY: BodyGroup.COMPANIES,
}
#: bodies that are called otherwise in Åland, which belongs to no wellbeing services county
IN_ALAND = {BodyGroup.WELLBEING_SERVICES_COUNTY.value: _("Authority for health and social services")}


def body_groups(programme: Programme) -> list[tuple[str, str]]:
    """The checklist's bodies as choices, called as they are where the programme is made."""
    instead = IN_ALAND if programme.is_aland else {}
    return [(value, instead.get(value, label)) for value, label in BodyGroup.choices]


@kind(
    "organisation",
    Phase.OBJECTIVES,
    "objectives.means",
    page="organisations_of_programme",
    called=_("Organisation"),
)
class ProgrammeOrganisation(PartRecord):
    """An organisation that takes part in the programme: its one place in it, to which all that it answers for is tied.

    `seat`: its place in the standing group, which knows no programmes, if it has one there.
    """

    main_text = "name"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="organisations", editable=False)
    name = TranslatedField(_("name"), max_length=200)
    unit = TranslatedField(_("unit or office"), max_length=200)
    short = TranslatedField(_("short form for tables"), max_length=40)
    body_group = models.CharField(_("kind of organisation"), max_length=40, choices=BodyGroup, blank=True)
    link = LinkField(_("link"))
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seat in the group")
    )

    @property
    def called(self) -> Translations:
        """Its name with its unit, in each language that has the name."""
        return Translations(
            {code: ", ".join(filter(None, (name, self.unit.text(code)))) for code, name in self.name.items()}
        )

    @property
    def called_short(self) -> Translations:
        """What tables call it: the short form in each language that has one, else the name with its unit."""
        return self.called.with_texts(self.short)

    def label(self, *languages: str) -> str:
        return self.called.marked(*languages) or self.unnamed()

    @property
    def names(self) -> Translations:
        return self.called or super().names

    def is_called(self, name: str) -> bool:
        """Whether somebody who writes this name means it, in whatever language, with or without dots."""
        return folded(name) in {folded(each) for each in (*self.called.values(), *self.short.values())}

    def get_body_group_display(self) -> str:
        return str(dict(body_groups(self.programme)).get(self.body_group, ""))

    def needed_for(self) -> list[ProgrammeRecord]:
        """The current records that name it, in whatever way, each once."""
        found: dict[tuple[str, int], ProgrammeRecord] = {}
        for each in KINDS.values():
            for name in ties_to(each, type(self)):
                for row in each.model.objects.filter(programme=self.programme_id, archived_at=None, **{name: self.pk}):
                    row.programme = self.programme
                    found[each.name, row.pk] = row
        return list(found.values())

    def why_not_archive(self):
        needing = [record.shown_code if hasattr(record, "shown_code") else str(record) for record in self.needed_for()]
        if not needing:
            return ""
        sentence = gettext(
            "%(name)s cannot be archived while something is tied to it: %(needing)s. "
            "Choose another organisation there, or merge this one with another."
        )
        return sentence % {"name": self.label(get_language() or ""), "needing": ", ".join(needing)}


def ties_to(each: Kind, model: type[models.Model]) -> list[str]:
    """Names of the fields of a kind of record that lead to rows of a model."""
    return [name for name in each.links if each.model._meta.get_field(name).related_model is model]
