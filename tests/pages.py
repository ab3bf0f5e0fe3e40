"""What a page must not hold, whoever wrote the texts on it."""

import re
from html.parser import HTMLParser

#: elements that no page of ours has; what people write must never bring them in
FOREIGN = {"iframe", "object", "embed", "base", "applet", "frame", "style", "foreignobject"}
LINKS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}
SCHEMES = ("javascript:", "vbscript:", "data:text", "file:")


#: where pictures of ours lie: what we ship, and what people have brought and the server has made anew
IMAGES = re.compile(
    r"/static/|data:image/|/(fi|sv|en)/((example|published/[-a-z0-9]+/[0-9]+)/)?pictures/[0-9a-f-]{36}/$"
)


class Offences(HTMLParser):
    """Collects inline scripts, styles and handlers, and addresses that run code or fetch from elsewhere."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.in_script = tag == "script"
        if tag in FOREIGN or (tag == "script" and "src" not in attributes):
            self.found.append(f"<{tag}> does not belong here")
        if tag == "img" and not IMAGES.match(attributes.get("src", "")):
            self.found.append(f"<img> fetches {attributes.get('src')}")
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                self.found.append(f"<{tag}> has {name}={value!r}")
            if name in LINKS and value.strip().lower().startswith(SCHEMES):
                self.found.append(f"<{tag}> leads to {value!r}")

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, data):
        if self.in_script and data.strip():
            self.found.append(f"<script> runs {data[:40]!r}")


def offences(html: str) -> list[str]:
    parser = Offences()
    parser.feed(html)
    return parser.found
