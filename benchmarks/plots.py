"""The pictures of docs/baselines.md: flights of 2013 as the package judges them, drawn into docs/img.

    python benchmarks/plots.py

Needs libraries that are not in the lock: pip install altair vl-convert-python pillow
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import altair as alt
import judged
import pandas as pd
import real_data
from PIL import Image
from real_series import measurement_rows

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
WIDTH, HEIGHT = 780, 250

# Okabe and Ito's colours, which colour-blind people tell apart; each stands for a form of its own as well.
COLOURS = {"seen": "#222222", "expected": "#0072B2", "limits": "#CFE5F2", "alarm": "#D55E00", "known event": "#D9D9D9"}
BUDGETS = {"12 a year": "#E69F00", "1 a year": "#0072B2", "0.5 a year": "#CC79A7"}
SHARES = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def judge() -> dict[str, pd.DataFrame]:
    """The verdicts that the pictures show, by metric, days in order."""
    flights = real_data.flights_by_day()
    rows = [share_rows("city", flights), share_rows("parted", flights)]
    for origin, part in flights.groupby("origin"):
        rows.append(share_rows("parted", part, segment_by="origin", segment=origin))
    rows += [share_rows(budget, flights) for budget in BUDGETS]
    rows.append(count_rows("endeavor", flights, "LGA", "9E"))
    policies = {budget: {"false_alarms_per_year": float(budget.split()[0])} for budget in BUDGETS}
    with tempfile.TemporaryDirectory() as folder:
        found = judged.verdicts(
            Path(folder) / "plots", pd.concat(rows), events=real_data.holiday_travel(), policies=policies
        )
    found = found.sort_values("period_start").assign(
        segment=found["segment"].fillna("the city"), is_alarm=found["verdict"].isin(["warn", "fail"])
    )
    return {str(metric): rows.reset_index(drop=True) for metric, rows in found.groupby("metric")}


def share_rows(metric: str, flights: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """The daily share of flights that were cancelled."""
    days = flights.groupby("day")[["flights", "cancelled"]].sum().reset_index()
    return measurement_rows(
        metric, days["day"], "day", value=days["cancelled"] / days["flights"], sample_size=days["flights"],
        numerator=days["cancelled"].astype(float), **columns,
    )  # fmt: skip


def count_rows(metric: str, flights: pd.DataFrame, origin: str, carrier: str) -> pd.DataFrame:
    """The flights a day of one carrier from one airport."""
    mine = flights[(flights["origin"] == origin) & (flights["carrier"] == carrier)]
    return measurement_rows(metric, mine["day"], "day", value=mine["flights"], sample_size=mine["flights"])


def days_axis(ticks: str) -> alt.X:
    return alt.X("period_start:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=ticks, grid=False))


def told(rows: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.LayerChart:
    """A series with what was expected of it, its limits, its alarms, and the known events in which it is not judged."""
    events = real_data.holiday_travel()
    events = events[
        (events["ends_at"] > rows["period_start"].min()) & (events["starts_at"] < rows["period_start"].max())
    ]
    events = events.assign(starts_at=events["starts_at"].clip(lower=rows["period_start"].min()))
    colour = alt.Color(
        "form:N",
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeWidth=0, symbolOpacity=1),
    )

    def form(name: str, data: pd.DataFrame = rows) -> alt.Chart:
        return alt.Chart(data.assign(form=name)).encode(color=colour)

    return alt.layer(
        form("limits").mark_area(opacity=1, interpolate="step", clip=True).encode(x=x, y="lower:Q", y2="upper:Q"),
        form("known event", events).mark_rect(opacity=0.6).encode(x="starts_at:T", x2="ends_at:T"),
        form("expected").mark_line(strokeWidth=1.4, interpolate="step").encode(x=x, y="expected:Q"),
        form("seen").mark_line(strokeWidth=1, point={"size": 9, "filled": True}).encode(x=x, y=y),
        form("alarm", rows[rows["is_alarm"]])
        .mark_point(size=70, strokeWidth=2.2, filled=False, opacity=1)
        .encode(x=x, y="value:Q"),
    )


def titled(chart: alt.Chart, title: str, subtitle: str) -> alt.Chart:
    return (
        chart.properties(
            title=alt.Title(title, subtitle=subtitle, anchor="start", fontSize=15, subtitleFontSize=12, offset=8)
        )
        .configure(background="white", font="sans-serif", padding=8)
        .configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#EEEEEE")
        .configure_legend(labelFontSize=12)
        .configure_view(stroke="#BBBBBB")
    )


def cancellations(judged_rows: dict[str, pd.DataFrame]) -> alt.Chart:
    y = alt.Y(
        "value:Q", title="cancelled (square-root scale)",
        scale=alt.Scale(type="sqrt", domain=[0, 0.6]), axis=alt.Axis(format="%", values=SHARES),
    )  # fmt: skip
    return titled(
        told(judged_rows["city"], days_axis("month"), y).properties(width=WIDTH, height=HEIGHT + 30),
        "A year of cancellations, at one false alarm a year",
        "Share of a day's flights out of New York that never left, 2013. The first five weeks only teach.",
    )


def change(judged_rows: dict[str, pd.DataFrame]) -> alt.Chart:
    rows = judged_rows["endeavor"]
    rows = rows[rows["period_start"].between("2013-07-29", "2013-11-03")]
    y = alt.Y("value:Q", title="flights a day", scale=alt.Scale(domain=[0, 28]))
    return titled(
        told(rows, days_axis("week"), y).properties(width=WIDTH, height=HEIGHT),
        "A change that lasts is told, then known, then expected",
        "Flights a day of Endeavor Air out of LaGuardia; with September's timetable there are four times as many.",
    )


def budgets(judged_rows: dict[str, pd.DataFrame]) -> alt.Chart:
    rows = pd.concat(judged_rows[budget].assign(budget=budget) for budget in BUDGETS)
    rows = rows[rows["period_start"].between("2013-05-29", "2013-08-04")]
    names = list(BUDGETS)
    colour = alt.Color(
        "budget:N",
        scale=alt.Scale(domain=names, range=list(BUDGETS.values())),
        legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=500, symbolStrokeWidth=2),
    )
    dash = alt.StrokeDash("budget:N", scale=alt.Scale(domain=names, range=[[1, 0], [7, 3], [2, 2]]))
    size = alt.Size("budget:N", scale=alt.Scale(domain=names, range=[50, 170, 350]), legend=None)
    y = alt.Y("value:Q", title="cancelled", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 0.17]))
    once = rows[rows["budget"] == names[0]]
    chart = alt.layer(
        alt.Chart(rows)
        .mark_line(strokeWidth=1.8, interpolate="step")
        .encode(x=days_axis("week"), y="upper:Q", color=colour, strokeDash=dash),
        alt.Chart(once)
        .mark_line(strokeWidth=1, color=COLOURS["seen"], point={"size": 14, "filled": True, "color": COLOURS["seen"]})
        .encode(x="period_start:T", y=y),
        alt.Chart(rows[rows["is_alarm"]])
        .mark_point(strokeWidth=2.2, opacity=1)
        .encode(x="period_start:T", y="value:Q", color=colour, size=size),
    )
    return titled(
        chart.properties(width=WIDTH, height=HEIGHT),
        "What the budget means: one series, three budgets of false alarms",
        "Share of a day's flights cancelled, the most to be expected at each budget, and who alarms (a ring each).",
    )


def where(judged_rows: dict[str, pd.DataFrame]) -> alt.Chart:
    rows = judged_rows["parted"]
    rows = rows[rows["period_start"].between("2013-12-03", "2013-12-18")]
    parts = rows["reason"].str.extract(r"most of it in (.*)$")[0]
    rows = rows.assign(parts=parts.str.replace("origin ", "").str.replace(r"[()]", "", regex=True))
    panels = []
    for place, height in {"the city": 170, "EWR": 70, "JFK": 70, "LGA": 70}.items():
        mine = rows[rows["segment"] == place]
        y = alt.Y("value:Q", title=place, scale=alt.Scale(domain=[0, 0.4]), axis=alt.Axis(format="%", tickCount=3))
        labels = alt.Chart(mine.dropna(subset="parts")).encode(x="period_start:T", y="value:Q", text="parts:N")
        layers = told(mine, days_axis("day"), y) + labels.mark_text(dy=-16, fontSize=12, color="#A34700")
        panels.append(layers.properties(width=WIDTH, height=height))
    return titled(
        alt.vconcat(*panels, spacing=4),
        "Where the change sits: the whole says it once",
        "Share of a day's flights cancelled, December. On days that the city alarms, its airports are part of it.",
    )


def write(chart: alt.Chart, file: Path) -> None:
    """As PNG, in as few colours as such a picture has: a quarter of the size."""
    whole = io.BytesIO()
    chart.save(whole, format="png", scale_factor=1.5)
    Image.open(whole).convert("RGB").quantize(48).save(file, optimize=True)


def main() -> None:
    judged_rows = judge()
    IMAGES.mkdir(exist_ok=True)
    for draw in (cancellations, change, budgets, where):
        file = IMAGES / f"{draw.__name__}.png"
        write(draw(judged_rows), file)
        print(f"{file.name:20}{file.stat().st_size / 1000:6.0f} KB")


if __name__ == "__main__":
    main()
