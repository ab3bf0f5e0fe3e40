"""CPU seconds of hard rich texts of 199,000 characters: cleaned as a form does it, cleaned again on saving, shown.

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

    for name, make in HARD.items():
        began = time.process_time()
        try:
            sent, html = timed(partial(RichTextField().clean, make(LENGTH)))
        except ValidationError:
            print(f"{name:32} refused in {time.process_time() - began:.2f} s")
            continue
        saved, _html = timed(partial(richtext.clean, f"{html} ", html))
        shown, _words = timed(partial(RichTextField.widget().format_value, html))
        print(f"{name:32} sent {sent:.2f} s, saved {saved:.2f} s, shown {shown:.2f} s")


if __name__ == "__main__":
    main()
