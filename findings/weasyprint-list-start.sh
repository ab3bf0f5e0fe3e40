#!/bin/sh
# A numbered list that begins at 3 is printed from 1, unless the engine is told to mind presentational hints.
#
# HTML's `start` on ol and `value` on li are part of what a list says, not of how it looks; a statement that goes on with
# point 3 is another one when it prints point 1. WeasyPrint 70.0 takes both for hints of presentation and minds them only
# with presentational_hints=True, which also lets in every other old attribute. Nothing warns.
# Seen with: weasyprint 70.0, pypdf 6.4.0. Expected by whoever reads HTML: 3. and 7. in both runs.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pypdf==6.4.0
"$dir/venv/bin/python" - <<'PY'
import io
import re
import weasyprint
from pypdf import PdfReader

PAGE = "<!doctype html><html lang=en><title>t</title><ol start=3><li>alpha<li value=7>beta</ol>"

def numbers(**options):
    pdf = weasyprint.HTML(string=PAGE).write_pdf(**options)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.findall(r"\d+", text)

plain, hinted = numbers(), numbers(presentational_hints=True)
print("weasyprint", weasyprint.__version__, "| as it is:", plain, "| with presentational hints:", hinted)
assert plain == ["1", "2"], "the behaviour has changed"
assert hinted == ["3", "7"], "the behaviour has changed"
PY
