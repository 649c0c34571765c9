"""How charts look, wherever they stand."""

from typing import Any

from pipelines.whatif.book_look import BODY_FONT, FAINT, LINE, TITLE_FONT

WIDTH, HEIGHT = 560, 320


def series_style(ink: str) -> dict[str, Any]:
    """Return the look of columns of one series."""
    return {"fill": {"color": ink}, "border": {"none": True}, "gap": 60}


def line_style(ink: str, *, dashed: bool = False) -> dict[str, Any]:
    """Return the look of a line with its points."""
    line = {"color": ink, "width": 1.75, "dash_type": "dash" if dashed else "solid"}
    marker = {"type": "circle", "size": 5, "fill": {"color": ink}, "border": {"color": ink}}
    return {"line": line, "marker": marker}


def place_chart(
    sheet: Any,
    chart: Any,
    where: tuple[int, int],
    title: str,
    unit: str,
    *,
    across: str = "",
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> None:
    """Put a chart at (row, column) of a sheet; `unit` names its upright axis."""
    font, faint = {"name": BODY_FONT, "size": 9}, {"name": BODY_FONT, "size": 9, "color": FAINT}
    chart.set_title({"name": title, "name_font": {"name": TITLE_FONT, "size": 12, "bold": False}})
    plain = {**font, "bold": False}
    chart.set_x_axis({"num_font": font, "name": across, "name_font": plain})
    chart.set_y_axis(
        {
            "name": unit,
            "name_font": {**faint, "bold": False},
            "num_font": faint,
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            "line": {"none": True},
        }
    )
    if chart.legend.get("position") != "none":
        chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": size[0], "height": size[1]})
    sheet.insert_chart(*where, chart)
