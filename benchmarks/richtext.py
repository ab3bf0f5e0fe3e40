"""CPU seconds of hard rich texts of 199,000 characters: cleaned as a form does it, cleaned again on saving, shown, and put
together with two people's changes; the slowest is named at the end.

    .venv/bin/python benchmarks/richtext.py

Target: each under 1 second, cleaned or refused.
"""

import os
import sys
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LENGTH = 199_000


def timed(call) -> tuple[float, str]:
    began = time.process_time()
    result = call()
    return time.process_time() - began, result


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    os.environ.setdefault("DEBUG", "1")
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from integration_programme import richtext
    from integration_programme.forms import RichTextField
    from tests.integration_programme.hard import HARD

    slowest = (0.0, "")
    for name, make in HARD.items():
        text, began = make(LENGTH), time.process_time()
        try:
            sent, html = timed(partial(RichTextField(required=False).clean, text))
        except ValidationError:
            took = {"refused": time.process_time() - began}
        else:
            saved, _html = timed(partial(richtext.clean, f"{html} ", html))
            shown, _words = timed(partial(RichTextField.widget().format_value, html))
            merged, _both = timed(partial(richtext.merge_texts, html, f"{html}<p>mine</p>", f"<p>theirs</p>{html}"))
            took = {"sent": sent, "saved": saved, "shown": shown, "merged": merged}
        print(f"{name:40}", ", ".join(f"{what} {seconds:.2f} s" for what, seconds in took.items()))
        slowest = max(slowest, (max(took.values()), name))
    print(f"slowest: {slowest[1]}, {slowest[0]:.2f} s")


if __name__ == "__main__":
    main()
