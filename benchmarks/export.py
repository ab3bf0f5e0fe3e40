"""CPU of an export beside bare WeasyPrint, and of the step that finds an unchanged export in the store.

    .venv/bin/python benchmarks/export.py [ROUNDS]

The demo in each language, on a database of its own in a temporary folder; the minimum of five rounds, CPU seconds (user
+ system), the two taking turns. Bare is WeasyPrint as it comes with the same HTML, the same fetcher and the same variant
in this warm process; the export is everything from the question to the stored file, with what the child process took
that printed it. Targets: at most 1.1 times bare, and an unchanged export's step under 0.2 s.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["fi", "sv", "en"]


def seconds(call, *args) -> float:
    """CPU seconds of a call, with those that it says another process took."""
    start = time.process_time()
    elsewhere = call(*args) or 0.0
    return time.process_time() - start + elsewhere


def main(rounds: int) -> None:
    import pydyf
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from weasyprint import HTML
    from weasyprint.pdf import tags

    from programmes import export as printing
    from programmes.actions.exports import export_now
    from programmes.document import assemble
    from programmes.export import engine
    from programmes.models import Export, Programme

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("seed_demo", stdout=nowhere)
    as_it_comes = tags._build_box_tree, pydyf.PDF.page_references
    engine._complete()
    as_we_have_it = tags._build_box_tree, pydyf.PDF.page_references

    def bare(html: str) -> None:
        tags._build_box_tree, pydyf.PDF.page_references = as_it_comes
        HTML(string=html, url_fetcher=engine.locked_fetcher()).write_pdf(pdf_variant=engine.VARIANT)
        tags._build_box_tree, pydyf.PDF.page_references = as_we_have_it

    def fresh() -> Programme:
        return Programme.objects.get(slug="demo")

    def whole(language: str) -> float:
        for export in Export.objects.all():
            default_storage.delete(export.file.name)
        Export.objects.all().delete()
        export, _was_stored = export_now(fresh(), language)
        return export.cpu_seconds

    def again(language: str) -> None:
        export_now(fresh(), language)

    print(f"{'':4}{'pages':>6}{'bare s':>9}{'export s':>10}{'ratio':>7}{'unchanged s':>13}{'wall s':>8}")
    for language in LANGUAGES:
        html = printing.html_of(assemble(fresh(), language))
        bare(html)
        whole(language)
        pairs = [(seconds(bare, html), seconds(whole, language)) for _round in range(rounds)]
        ours, theirs = min(pair[1] for pair in pairs), min(pair[0] for pair in pairs)
        unchanged, wall = [], []
        for _round in range(rounds):
            start = time.perf_counter()
            unchanged.append(seconds(again, language))
            wall.append(time.perf_counter() - start)
        pages = Export.objects.get().pages
        print(
            f"{language:4}{pages:6}{theirs:9.2f}{ours:10.2f}{ours / theirs:7.2f}{min(unchanged):13.3f}{min(wall):8.3f}"
        )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
    os.environ.setdefault("DEBUG", "1")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/export.sqlite3")
        os.environ["MEDIA_ROOT"] = f"{folder}/media"
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
