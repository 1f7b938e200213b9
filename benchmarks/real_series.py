"""What the baselines find on real data, and how often they cry wolf there.

    python benchmarks/real_series.py [--only flights|cancellations|water] [--repeats 5] [--water-flow FILE]

The package's own SQL judges, in a consumer project on DuckDB, everything at its defaults unless a line says otherwise.

- Flights a day by airport of origin and carrier, those of five or more a day: the holidays are known events, the first
  84 days only teach, and faults are injected as into the simulated series, one per 60 days, `--repeats` times over.
  What else happened in 2013 counts as a false alarm, though much of it is a new timetable.
- The city's daily share of cancelled flights: a storm is a day over 10%.
- Hours of water flow through a pipe, with the faults that its publisher documents. Needs a file: see real_data.py.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import judged
import numpy as np
import pandas as pd
import real_data
import simulated_series as simulated
from simulated_series import FAULTS, Flags, Series

WARM_UP = 84
SHARE_POLICIES = {
    "seasonal": {"method": "seasonal"},
    "seasonal, only up and doubled": {"method": "seasonal", "direction": "up", "min_effect": 1},
    "rate": {"method": "rate"},
    "rate, only up": {"method": "rate", "direction": "up"},
}


def measurement_rows(metric: str, period_start: pd.Series | pd.Index, period: str, **columns: object) -> pd.DataFrame:
    """Measurements of one metric, of the whole unless the columns say otherwise."""
    given = {"subject_type": "data", "subject": "real", "metric": metric, "period": period} | columns
    return pd.DataFrame({"period_start": period_start}).assign(**given).reindex(columns=list(judged.MEASUREMENTS))


def series_rows(wide: pd.DataFrame, prefix: str) -> list[pd.DataFrame]:
    """Every column of counts a day as a metric of its own."""
    return [
        measurement_rows(f"{prefix} {name}", wide.index, "day", value=counts.to_numpy(), sample_size=counts.to_numpy())
        for name, counts in wide.items()
    ]


def judge_flights(folder: Path, repeats: int) -> None:
    wide = real_data.flights_by_carrier(5)
    series = Series("count", wide.to_numpy().T.copy(), wide.to_numpy().T)
    injected = [simulated.inject(series, seed, WARM_UP) for seed in range(1, repeats + 1)]
    rows = series_rows(wide, "as it was")
    for number, (faulted, _) in enumerate(injected):
        rows += series_rows(pd.DataFrame(faulted.value.T, index=wide.index, columns=wide.columns), f"{number}")
    print(f"\nFlights a day of {wide.shape[1]} airports of origin and carriers, {WARM_UP} days to learn, budget 1 each")
    print(f"  {'known events':28}{'clean FA':>9}" + "".join(f"{name:>13}" for name in (*FAULTS, "all faults", "FA")))
    events = {
        "the ten federal holidays": real_data.federal_holidays(),
        "with the travel around": real_data.holiday_travel(),
    }
    for name, known in events.items():
        found = judged.verdicts(folder / name.replace(" ", "_"), pd.concat(rows), events=known)
        clean_alarms, clean_days = alarms_and_days(found, "as it was", wide)
        scores = pd.DataFrame(
            simulated.score(alarms, faults, days)
            for number, (_, faults) in enumerate(injected)
            for alarms, days in [alarms_and_days(found, f"{number}", wide)]
        )
        clean = simulated.false_alarms(clean_alarms, clean_days)
        print(f"  {name:28}{clean:9.2f}" + "".join(f"{figure:13.2f}" for figure in scores.mean()))
        most = pd.Series(clean_alarms.sum(axis=1), index=wide.columns).nlargest(5)
        print("    most alarms as it was: " + ", ".join(f"{name} {count}" for name, count in most.items()))


def alarms_and_days(verdicts: pd.DataFrame, prefix: str, wide: pd.DataFrame) -> tuple[Flags, Flags]:
    """Alarms, and the days that were judged, by series and day."""
    table = verdicts.pivot(index="metric", columns="period_start", values="verdict")
    mine = table.loc[[f"{prefix} {name}" for name in wide.columns], wide.index]
    late = np.arange(len(wide)) >= WARM_UP
    return mine.isin(["warn", "fail"]).to_numpy() & late, (mine != "not_assessed").to_numpy() & late


def judge_cancellations(folder: Path) -> None:
    days = real_data.cancellations()
    share = days["cancelled"] / days["flights"]
    rows = [
        measurement_rows(
            name,
            days["day"],
            "day",
            value=share,
            sample_size=days["flights"],
            numerator=days["cancelled"].astype(float),
        )
        for name in SHARE_POLICIES
    ]
    found = judged.verdicts(folder / "cancellations", pd.concat(rows), policies=SHARE_POLICIES)
    print("\nThe city's daily share of cancelled flights: days that alarm")
    heads = ("over 10%", "from March on", "5 to 10%", "under 5%")
    print(f"  {'':32}" + "".join(f"{head:>15}" for head in heads))
    for name in SHARE_POLICIES:
        mine = found[found["metric"] == name]
        alarm, value = mine["verdict"].isin(["warn", "fail"]), mine["value"]
        kinds = (
            value > 0.1,
            (value > 0.1) & (mine["period_start"] >= "2013-03-01"),
            value.between(0.05, 0.1),
            value < 0.05,
        )
        print(f"  {name:32}" + "".join(f"{f'{(alarm & kind).sum()} of {kind.sum()}':>15}" for kind in kinds))
        for _, row in mine[(value > 0.1) & ~alarm].sort_values("period_start").iterrows():
            limit = "" if pd.isna(row["upper"]) else f" (at most {row['upper']:.3f})"
            print(f"    missed: {row['period_start']:%d %b}, {row['value']:.3f}: {row['reason']}{limit}")


def judge_water(folder: Path, file: Path | None) -> None:
    hours = real_data.water_flow(file)
    rows = measurement_rows("flow", hours["hour"], "hour", value=hours["flow"])
    found = judged.verdicts(folder / "water", rows)
    alarm = found["verdict"].isin(["warn", "fail"])
    print(f"\nWater flow, {len(hours):,} hours")
    inside = pd.Series(False, index=found.index)
    for name, (first, last) in real_data.WATER_FAULTS.items():
        mine = found["period_start"].between(first, last)
        inside |= mine
        print(
            f"  {name:18}{'found' if (alarm & mine).any() else 'missed'}, {(alarm & mine).sum()} of {mine.sum()} hours"
        )
    right = (alarm & inside).sum()
    print(f"  alarms {alarm.sum()}, of them in a fault {right}: precision {right / alarm.sum():.3f}")
    for _, row in found[alarm & ~inside].sort_values("period_start").iterrows():
        print(f"    outside: {row['period_start']} {row['reason']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("flights", "cancellations", "water"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--water-flow", type=Path, help="river's water-flow.csv, where river is not installed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.only in (None, "flights"):
            judge_flights(Path(folder), arguments.repeats)
        if arguments.only in (None, "cancellations"):
            judge_cancellations(Path(folder))
        if arguments.only in (None, "water"):
            try:
                judge_water(Path(folder), arguments.water_flow)
            except FileNotFoundError as missing:
                print(f"\nWater flow: not judged. {missing}")


if __name__ == "__main__":
    main()
