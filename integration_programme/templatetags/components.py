"""Tags of the look: the error summary, states in words, and components that wrap what is between them.

A component is a file in `templates/components/`; its parameters stand in the comment at its top. Those that wrap
something (`{% panel %}...{% endpanel %}`) are block tags here over the same files.
"""

import hashlib
import marshal
import uuid
from collections.abc import Callable
from types import SimpleNamespace

from django import forms, template
from django.core.paginator import Page
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.edge import reference
from integration_programme.remembered import Remembered

register = template.Library()

#: widgets with a style of their own
STYLES = {forms.CheckboxInput: "form-check-input", forms.Select: "form-select"}

#: a page of four hundred cards takes three million; with less room than is read in turn nothing is ever found
RENDERED = Remembered[SafeString](5_000_000)
BODY, TOKEN = (SafeString(f"<!--{name} {uuid.uuid4()}-->") for name in ("body", "token"))


def component(context, name: str, body: str = "", **parameters) -> SafeString:
    """A component's file, rendered with these parameters and nothing else of the page.

    So the same parameters always give the same words, and most of a page is as it was when it was read before. What a
    component wraps, and the token of its forms, are put in afterwards.
    """
    engine = context.template.engine

    def rendered() -> SafeString:
        inside = context.new(parameters | {"body": BODY if body else ""})
        inside.request = SimpleNamespace(post_token=TOKEN)
        return engine.get_template(f"components/{name}.html").render(inside)

    html = _kept(name, parameters | {"has body": bool(body)}, rendered)
    if body:
        html = html.replace(BODY, conditional_escape(body))
    if TOKEN in html:  # asked for nowhere else: it sets a cookie
        html = html.replace(TOKEN, post_token(context))
    return mark_safe(html)  # noqa: S308 - rendered above


@register.filter
def attributes(attrs: dict) -> SafeString:
    """Attributes of an element, as its tag has them. A page of fields writes hundreds: `flatatt` would take four times
    as long."""
    shown = ((name, value) for name, value in attrs.items() if value is not None and value is not False)
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in shown)
    )


@register.filter
def control(field) -> SafeString:
    """What a field is answered in, with the class by which it is styled."""
    styled = next((style for widget, style in STYLES.items() if isinstance(field.field.widget, widget)), "form-control")
    return field.as_widget(attrs={"class": f"{styled} is-invalid" if field.errors else styled})


@register.simple_tag
def part(template: str, **parameters) -> SafeString:
    """A template without a form, rendered with plain parameters and nothing else: once for the same ones."""
    return _kept(template, parameters, lambda: render_to_string(template, parameters))


def _kept(name: str, parameters: dict, rendered: Callable[[], SafeString]) -> SafeString:
    """What a template gives for these parameters, under a digest of them: they are as long as what it gives."""
    try:
        # format 0: the only one that gives the same bytes for the same values
        exactly = marshal.dumps((_exactly(name), get_language(), _exactly(parameters)), 0)
    except TypeError:
        return rendered()
    return RENDERED.get(hashlib.sha256(exactly).digest(), rendered)


def _exactly(value):
    """A value as a part of a key: safe HTML is not the text of the same letters. Raises TypeError for a living object."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        return isinstance(value, SafeString), str.__str__(value)
    if isinstance(value, list | tuple):
        return tuple(map(_exactly, value))
    if isinstance(value, dict):
        return tuple((each, _exactly(inner)) for each, inner in value.items())
    raise TypeError(f"no key: {value!r}")


# The frame of the page


@register.inclusion_tag("components/reference.html")
def reference_line():
    """The reference of the request, for pages about errors."""
    return {"reference": reference()}


@register.inclusion_tag("components/pager.html")
def pager(page: Page, chosen: str = ""):
    """The ways to the other pages of a list; `chosen`: what narrows it, as the query of an address."""
    return {"page": page, "pages": page.paginator.get_elided_page_range(page.number), "chosen": chosen}


@register.simple_tag(takes_context=True)
def post_token(context) -> str:
    """The CSRF field in a component that was included with `only`."""
    request = context.get("request") or getattr(context, "request", None)
    if request is None:
        return ""
    if not hasattr(request, "post_token"):  # masking a token anew for each of fifty forms costs more than the forms
        request.post_token = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        )
    return request.post_token


# Forms


def _starting_small(sentence: str) -> str:
    """A sentence to stand after a colon; an abbreviation at its beginning stays as it is."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _target(field) -> str:
    """The id of the control that the reader has to mend: in a group of choices, the first one."""
    if field.id_for_label:
        return field.id_for_label
    if field.field.widget.__class__.__name__ in ("RadioSelect", "CheckboxSelectMultiple"):
        return f"{field.auto_id}_0"
    return f"div_{field.auto_id}"


def errors_of(*forms) -> list[dict[str, str]]:
    """Every error of these forms or formsets, each with the name of its field and the id to jump to."""
    found = []
    for form in forms:
        if not form:
            continue
        if hasattr(form, "non_form_errors"):
            found += [{"text": str(error), "target": ""} for error in form.non_form_errors()]
            found += errors_of(*form.forms)
            continue
        found += [{"text": str(error), "target": ""} for error in form.non_field_errors()]
        for field in form:
            found += [
                {
                    "text": str(error)
                    if field.is_hidden
                    else _("%(field)s: %(error)s")
                    % {"field": str(field.label).rstrip(":?"), "error": _starting_small(str(error))},
                    "target": "" if field.is_hidden else _target(field),
                }
                for error in field.errors
            ]
    return found


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """`{% error_summary form %}`: what went wrong, each linked to its field; nothing when nothing did."""
    return {"errors": errors_of(*forms)}


@register.filter
def is_rich_text(field) -> bool:
    """Whether a bound field is written in the rich text editor."""
    return "data-rich-text" in field.field.widget.attrs or getattr(field.field.widget, "is_rich_text", False)


# States


@register.simple_tag(takes_context=True)
def status_tag(context, state, label) -> str:
    """`{% status_tag mark.status mark.get_status_display %}`: the look of a state, and its words."""
    return component(context, "status_tag", state=str(state), label=label)


# Components around something


@register.filter
def in_pairs(meta) -> list[tuple[str, object]]:
    """A card's lines as (name, value); a plain string has no name."""
    return [entry if isinstance(entry, tuple) else ("", entry) for entry in meta]


@register.simple_block_tag(takes_context=True)
def panel(context, content, title, level=2, id=""):
    """`{% panel title=title %}...{% endpanel %}`"""
    return component(context, "panel", title=title, level=level, id=id, body=content)


@register.simple_block_tag(takes_context=True)
def more(context, content, summary, open=False):
    """`{% more summary=_("Help") %}...{% endmore %}`: folded away, opened without JavaScript."""
    return component(context, "details", summary=summary, open=open, body=content)


@register.simple_block_tag(takes_context=True)
def filters(context, content, in_force):
    """`{% filters in_force=chosen|length %}...{% endfilters %}`: the fields that narrow a list, and their button."""
    return component(context, "filters", in_force=in_force, body=content)


@register.simple_block_tag(takes_context=True)
def notice(context, content, kind="info", title=""):
    """`{% notice kind="warning" %}...{% endnotice %}`"""
    return component(context, "banner", kind=kind, title=title, body=content)


@register.simple_tag(takes_context=True)
def record_card(context, card: dict, level: int = 3):
    """`{% record_card card %}`: `card` holds the parameters of components/record_card.html."""
    return component(context, "record_card", **card, level=level)
