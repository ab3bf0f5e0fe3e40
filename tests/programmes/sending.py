"""What a browser opens and sends back of a form on a page."""


def opened(client, url: str):
    """The form of a page."""
    return client.get(url).context["form"]


def as_sent(form, **changes) -> dict:
    """The values of a form as they stand on the page, with some of them changed."""
    data = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        if isinstance(value, list | tuple):
            data[field.html_name] = [str(getattr(one, "pk", one)) for one in value]
        else:
            data[field.html_name] = "on" if value is True else str(value)
    return data | changes


def send(client, url: str, *, follow: bool = False, **changes):
    """Open a form, change some of it and send it."""
    return client.post(url, as_sent(opened(client, url), **changes), follow=follow)
