"""Reports → text, in every format. Nothing here computes a figure."""

from collections.abc import Callable, Mapping

from gapcli.output.screen import Screen
from gapcli.reports.grid import Report


def _table(report: Report, screen: Screen) -> str:
    from gapcli.output.layout import lay_out
    from gapcli.output.paint import paint

    return paint(lay_out(report.page(), screen), screen)


def _md(report: Report, screen: Screen) -> str:
    from gapcli.output.markdown import markdown

    return markdown(report.page())


def _json(report: Report, screen: Screen) -> str:
    from gapcli.output.data import to_json

    return to_json(report.data())


def _jsonl(report: Report, screen: Screen) -> str:
    from gapcli.output.data import to_jsonl

    return to_jsonl(report.rows)


def _csv(report: Report, screen: Screen) -> str:
    from gapcli.output.data import to_csv

    return to_csv(report, ",")


def _tsv(report: Report, screen: Screen) -> str:
    from gapcli.output.data import to_csv

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
