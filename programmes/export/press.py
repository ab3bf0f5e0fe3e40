"""A PDF made apart: the engine works in a child process with limits of time and memory (integration_programme.apart)."""

from integration_programme.apart import Apart, Died, TookTooLong
from programmes.export.engine import Files, NotPrintable, Pdf, Told

LONGEST = 300  # seconds of one PDF
MOST_MEMORY = 2 * 1024**3  # bytes beyond what the engine itself takes

_press = Apart("programmes.export.engine.printed", ready="programmes.export.engine.make_ready")


def pdf_of(html: str, tell: Told = lambda step: None, pictures: Files | None = None) -> Pdf:
    """Lay out and write a PDF/UA-1; `tell` hears "layout:12" and "writing" on the way. `pictures`: the only ones that
    the page may ask for.

    Raises NotPrintable: too_deep, too_large, too_long, crashed.
    """
    try:
        return _press.do((html, pictures or {}), tell, seconds=LONGEST, memory=MOST_MEMORY)
    except TookTooLong as error:
        raise NotPrintable("too_long") from error
    except Died as error:
        raise NotPrintable("crashed") from error
    except MemoryError as error:
        raise NotPrintable("too_large") from error
