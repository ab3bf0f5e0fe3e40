#!/bin/sh
# Half a picture is read without a word by every part of a process that has imported WeasyPrint.
#
# Pillow refuses a picture whose file ends too early; an application that takes files from people relies on that. The
# switch for it, ImageFile.LOAD_TRUNCATED_IMAGES, belongs to the process. WeasyPrint 70.0 turns it on when it is imported,
# for all: the same file is refused before the import and read as a picture after it. Which of the two
# somebody meets hangs on what else the process has printed.
# Seen with: weasyprint 70.0, pillow 13.0.0. Expected by whoever checks a file with Pillow: refused in both cases.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pillow==13.0.0
"$dir/venv/bin/python" - <<'PY'
import io
from random import Random

import PIL
from PIL import Image, ImageFile

whole = io.BytesIO()
Image.frombytes("L", (90, 90), Random(1).randbytes(8_100)).save(whole, "PNG")
half = whole.getvalue()[:4000]


def told():
    try:
        Image.open(io.BytesIO(half)).load()
    except OSError as error:
        return f"refused: {error}"
    return "read"


before, was = told(), ImageFile.LOAD_TRUNCATED_IMAGES
import weasyprint

after, now = told(), ImageFile.LOAD_TRUNCATED_IMAGES
print("weasyprint", weasyprint.__version__, "pillow", PIL.__version__, "| before:", before, "| after:", after)
assert (before.split(":")[0], was) == ("refused", False), "the behaviour has changed"
assert (after, now) == ("read", True), "the behaviour has changed"
PY
