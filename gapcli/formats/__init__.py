"""Reports → text, in every format. Nothing here computes a figure."""

from collections.abc import Callable, Mapping

from gapcli.formats.table.screen import Screen
from gapcli.reports.report import Report


def _table(report: Report, screen: Screen) -> str:
    from gapcli.formats.table.layout import lay_out
    from gapcli.formats.table.paint import paint

    return paint(lay_out(report.page(), screen), screen)


def _md(report: Report, screen: Screen) -> str:
    from gapcli.formats.markdown import markdown

    return markdown(report.page())


def _json(report: Report, screen: Screen) -> str:
    from gapcli.formats.data import to_json

    return to_json(report.data())


def _jsonl(report: Report, screen: Screen) -> str:
    from gapcli.formats.data import to_jsonl

    return to_jsonl(report.rows)


def _csv(report: Report, screen: Screen) -> str:
    from gapcli.formats.data import to_csv

    return to_csv(report, ",")


def _tsv(report: Report, screen: Screen) -> str:
    from gapcli.formats.data import to_csv

    return to_csv(report, "\t")


FORMATS: Mapping[str, Callable[[Report, Screen], str]] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "md": _md,
}
"""Every format by its name, which is also the extension of a file in it; `txt` is a table."""
