"""A regional centre's contacts for integration, kept by its advisers and by administrators."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_POST
from stakeholders import history, listings, rules
from stakeholders.actions import contacts as actions
from stakeholders.forms.contacts import ContactForm
from stakeholders.models import CentreContact, Organisation
from stakeholders.search import named
from stakeholders.views.groups import saved_or_conflict, sent_before


def load_own_centre(actor, code):
    return (get_object_or_404(Organisation.objects.centres().kept_by(actor), code=code),)


def load_contact(actor, code, key):
    (centre,) = load_own_centre(actor, code)
    contact = get_object_or_404(centre.contacts.all(), key=key)
    contact.centre = centre
    return centre, contact


@guarded(load_own_centre, rules.keep_contacts)
def centre_contacts(request, centre):
    page = {**listings.contacts_page(centre), "events": history.latest(centre.code, kind="contact")}
    return render(request, "stakeholders/centre_contacts.html", page)


@guarded(load_own_centre, rules.keep_contacts)
def add_contact(request, centre):
    contact = sent_before(request, centre.contacts.current()) or CentreContact(centre=centre)
    return contact_form(request, centre, contact)


@guarded(load_contact, rules.change_contact)
def edit_contact(request, centre, contact):
    return contact_form(request, centre, contact)


def contact_form(request, centre, contact):
    languages = [code for code, _name in settings.LANGUAGES]
    form = ContactForm(request.POST or kept.taken_out(request) or None, instance=contact, languages=languages)
    page = {"centre": centre, "name": named(centre)}
    if request.method == "POST" and form.is_valid():
        back = partial(reverse, "centre_contacts", args=[centre.code])
        return saved_or_conflict(request, form, save_contact, "stakeholders/contact_form.html", page, back)
    return render(request, "stakeholders/contact_form.html", {"form": form, **page})


def save_contact(form, row_version, by):
    return actions.save_contact(form.instance, row_version=row_version, by=by)


@require_POST
@guarded(load_contact, rules.keep_contacts)
def end_contact(request, centre, contact):
    actions.end_contact(contact, by=request.actor)
    messages.success(request, _("The contact has ended. It is no longer shown to the municipalities."))
    return redirect("centre_contacts", code=centre.code)
