"""Say what the last `dbt build` of the demo found, from the tables it made and from what dbt wrote down of the run.

python demo/summary.py
"""

import json
import sys
import textwrap
from collections import Counter
from pathlib import Path

import duckdb

DEMO = Path(__file__).resolve().parent
DATABASE = DEMO / "data" / "flywheel_demo.duckdb"
RUN_RESULTS = DEMO / "target" / "run_results.json"
MANIFEST = DEMO / "target" / "manifest.json"
WIDTH = 108
COLOURS = {"pass": 32, "warn": 33, "fail": 31, "bold": 1, "dim": 2}

INCIDENTS = """
with worst as (
    select
        incidents.opened_at,
        incidents.last_seen_at,
        incidents.periods,
        max(verdicts.value) as value,
        arg_max(verdicts.expected, verdicts.value) as expected
    from flywheel__incidents as incidents
    inner join flywheel__verdicts as verdicts
        on
            incidents.series_id = verdicts.series_id
            and verdicts.period_start between incidents.opened_at and incidents.last_seen_at
            and verdicts.verdict = 'fail'
    where incidents.metric = 'cancellation_rate' and incidents.segment is null
    group by all
)

select * from worst order by value desc limit 4
"""

LEADERBOARD = """
select leaderboard.*
from flywheel__leaderboard as leaderboard
inner join flywheel__use_cases as use_cases using (use_case, metric)
where use_case = 'flight_delay'
order by rank
"""

# A month's first days belong to the version before: the one live for most of its flights stands for it.
MONTHS = """
with kpi as (
    select date_trunc('month', period_start) as month, sum(numerator) / sum(denominator) as value
    from flywheel__input_kpi_values
    inner join flywheel__use_cases using (kpi)
    where use_case = 'flight_delay' and segment is null
    group by all
)

select
    performance.period_start,
    performance.version,
    deployments.candidate,
    performance.log_loss,
    performance.baseline_log_loss,
    deployments.outcome,
    kpi.value as kpi
from flywheel__model_performance as performance
left join flywheel__input_deployments as deployments using (use_case, version)
left join kpi on performance.period_start = kpi.month
where performance.use_case = 'flight_delay' and performance.segment is null
qualify row_number() over (partition by performance.period_start order by performance.sample_size desc) = 1
order by performance.period_start
"""

VELOCITY = """
select
    sum(shots) as shots,
    sum(failed_shots) as failed_shots,
    sum(goals) as goals,
    cast(round(sum(goals * change_fail_rate)) as integer) as rolled_back,
    max(time_to_mvp_days) as time_to_mvp_days,
    (select median(days) from flywheel__turns where use_case = 'flight_delay') as days_of_turn
from flywheel__velocity
where use_case = 'flight_delay'
"""

EXPERIMENT = """
select null as segment, verdict, reason, p_value, null as segments_differ_p_value from flywheel__experiments
where experiment = 'open bandit'
union all
select segment, verdict, reason, p_value, segments_differ_p_value from flywheel__experiment_segments
where experiment = 'open bandit'
order by segment nulls first
"""

ALERTS = """
select *
from flywheel__alerts
order by verdict = 'fail' desc, things + coalesce(also_failing, 0) desc, alert_id
"""

FIRST_MILE = """
select
    sum(arrived) as arrived,
    sum(shaped) as shaped,
    sum(accepted) as accepted,
    sum(labelled) as labelled,
    sum(gold) as gold,
    (select count(*) from flywheel__labellers where dataset = 'tweets' and labeller_kind = 'function') as functions,
    (select count(*) from flywheel__labellers where dataset = 'tweets' and labeller_kind = 'human') as panels
from flywheel__first_mile
where dataset = 'tweets'
"""

# A tie of the majority is guessed right every other time.
LABELS = """
select
    avg(case when labels.label = gold.label then 1 else 0 end) as label_model,
    avg(case labels.majority_label = gold.label when true then 1 when false then 0 else 0.5 end) as majority
from flywheel__item_labels as labels
inner join flywheel__input_gold_labels as gold using (dataset, item_id)
where labels.dataset = 'tweets' and labels.votes > 0 and gold.labelled_at <= '2014-01-01'
"""

TWEET_MODELS = """
select *
from flywheel__leaderboard
where use_case = 'tweet_sentiment' and metric = 'log_loss'
order by rank
"""

EXAMPLES = """
select * from flywheel__incidents where metric = 'on_time_rate' order by opened_at desc;
select segment, period_start, reason from flywheel__verdicts where subject = 'weather' and verdict = 'fail';
"""


def coloured(text: str, colour: str) -> str:
    """Text in a colour, where there is a terminal to show it."""
    return f"\033[{COLOURS[colour]}m{text}\033[0m" if sys.stdout.isatty() else text


def indented(text: str, by: int) -> str:
    """Text in as many lines as it takes."""
    return textwrap.fill(text, WIDTH, initial_indent=" " * by, subsequent_indent=" " * by)


def heading(title: str, what: str) -> None:
    """The first line of a part."""
    print(f"\n{coloured(title, 'bold')}  {coloured(what, 'dim')}")


def found(row: dict) -> str:
    """A row of a failing test in words: its own reason, and what it is about where the reason does not say."""
    if "problem" in row:  # has_key
        key = [str(value) for name, value in row.items() if name not in ("problem", "row_count")]
        return f"{', '.join(key)}: {row['problem']}"
    if "period_start" in row:  # failing_verdicts, within_baseline, no_first_mile_backlog
        return f"{row.get('metric', row.get('dataset'))} on {row['period_start']:%-d %b}: {row['reason'].split(';')[0]}"
    if "labeller" in row:  # labeller_better_than_chance
        return f"{row['labeller']}: {row['reason']}"
    rows = f" ({row['failing_rows']:,} rows)" if row.get("expectation") and row["failing_rows"] else ""
    return row["reason"].split(";")[0] + rows


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict]:
    """The rows of a query, by column name."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def say_run(connection: duckdb.DuckDBPyConnection, run: dict) -> None:
    """What was built of what."""
    flights = "select count(*) as number, min(flight_date) as first, max(flight_date) as last from fct_flights"
    of = rows_of(connection, flights)[0]
    kinds = Counter(result["unique_id"].split(".")[0] for result in run["results"])
    statuses = Counter(result["status"] for result in run["results"] if result["unique_id"].startswith("test."))
    tests = [coloured(f"{statuses[status]} {status}", status) for status in ("pass", "warn", "fail")]
    print(
        f"{coloured('flywheel demo', 'bold')}  {of['number']:,} flights out of New York, "
        f"{of['first']:%-d %B} to {of['last']:%-d %B %Y}\n"
        f"dbt build: {kinds['model'] + kinds['seed']} models and seeds, {kinds['test']} tests "
        f"({', '.join(tests)}) in {run['elapsed_time']:.0f} s"
    )
    if statuses["fail"]:
        print(
            "It exits with 1, as it would to stop a pipeline. That is what was to be shown, and no fault of the demo."
        )


def say_tests(connection: duckdb.DuckDBPyConnection, run: dict) -> None:
    """What each test that did not pass found."""
    heading("Tests", "the flaws are in the data as it came; none was planted")
    nodes = json.loads(MANIFEST.read_text())["nodes"]
    for status in ("warn", "fail"):
        for result in sorted(run["results"], key=lambda result: result["unique_id"]):
            if result["unique_id"].startswith("test.") and result["status"] == status:
                test = nodes[result["unique_id"]]
                name = (test.get("attached_node") or test["unique_id"]).split(".")[2]
                rows = rows_of(connection, result["compiled_code"])
                lines = [found(row) for row in rows[:2]]
                lines[-1] += f" (and {len(rows) - 2} more)" if len(rows) > 2 else ""
                for line in lines:
                    print(f"  {coloured(status.upper(), status)}  {name:<23}{line}")


def say_incidents(connection: duckdb.DuckDBPyConnection) -> None:
    """The worst days for those who wanted to fly."""
    counts = """
        select count(*) as number, count(*) filter (where state = 'open') as open
        from flywheel__incidents
        where part_of is null
    """
    of = rows_of(connection, counts)[0]
    heading(
        "Incidents", f"{of['number']:,} of all metrics and segments, {of['open']} still open; the worst for passengers:"
    )
    for row in rows_of(connection, INCIDENTS):
        days = f"{row['opened_at']:%-d %b}"
        if row["last_seen_at"] > row["opened_at"]:
            days += f" to {row['last_seen_at']:%-d %b}"
        print(f"  {days:<16}{row['value']:6.1%} of a day's flights cancelled, {row['expected']:.1%} expected")


def say_use_case(connection: duckdb.DuckDBPyConnection) -> dict:
    """What it is for, and whether it says so."""
    use_case = rows_of(connection, "select * from flywheel__use_cases where use_case = 'flight_delay'")[0]
    heading("Use case", f"flight_delay, by team {use_case['team']} for the {use_case['stakeholder']}")
    print(f"  {coloured(use_case['verdict'].upper(), use_case['verdict'])}  {use_case['reason']}")
    return use_case


def say_leaderboard(connection: duckdb.DuckDBPyConnection, use_case: dict) -> None:
    """Who leads, and what is recommended why."""
    heading(
        "Leaderboard",
        f"{use_case['metric']} in the newest validation, {use_case['metric_direction'].replace('_', ' ')}",
    )
    leaders = rows_of(connection, LEADERBOARD)
    for row in leaders:
        marks = [mark for mark, holds in (("recommended", row["is_recommended"]), ("live", row["is_live"])) if holds]
        line = f"  {row['candidate']:<21}{row['value']:.4f} +- {row['standard_error']:.4f}  {', '.join(marks)}"
        print(line.rstrip())
    for row in leaders:
        if row["is_recommended"]:
            print(indented(f"{row['candidate']}: {row['reason']}", 2))


def say_months(connection: duckdb.DuckDBPyConnection, use_case: dict) -> None:
    """How its models did once they were live, beside the KPI."""
    heading("Live", "log loss on the flights of the month, and the KPI beside it")
    print(f"  {'':<31}model  {use_case['baseline']:>9}  {use_case['kpi']}")
    for row in rows_of(connection, MONTHS):
        told = coloured("loses to the base rate", "fail") if row["log_loss"] > row["baseline_log_loss"] else ""
        told += ", rolled back" if row["outcome"] == "rolled_back" else ""
        model = f"v{row['version']} {row['candidate']}"
        losses = f"{row['log_loss']:.3f}  {row['baseline_log_loss']:9.3f}"
        print(f"  {row['period_start']:%b}  {model:<25}{losses}  {row['kpi']:12.1%}  {told}".rstrip())


def say_team(connection: duckdb.DuckDBPyConnection) -> None:
    """How fast the team is, whether its metric moves with the KPI, and what the live model still lacks."""
    heading("Team", "shots on goal, and what they did for the KPI")
    [velocity] = rows_of(connection, VELOCITY)
    print(
        f"  {velocity['shots']} shots, {velocity['failed_shots']} failed; {velocity['goals']} goals, "
        f"{velocity['rolled_back']} rolled back; the first out in {velocity['time_to_mvp_days']:.1f} days, "
        f"a turn in {velocity['days_of_turn']:.0f}"
    )
    [alignment] = rows_of(connection, "select * from flywheel__metric_kpi_alignment where use_case = 'flight_delay'")
    [promotion] = rows_of(connection, "select * from flywheel__promotion where use_case = 'flight_delay' and is_live")
    print(f"  {coloured(alignment['verdict'].upper(), alignment['verdict'])}  ", end="")
    print(indented(alignment["reason"], 8).strip())
    print(f"  {coloured(promotion['verdict'].upper(), promotion['verdict'])}  ", end="")
    print(indented(f"{promotion['candidate']}: {promotion['reason']}", 8).strip())


def say_experiment(connection: duckdb.DuckDBPyConnection) -> None:
    """What a real A/B test showed, as a whole and in its campaigns."""
    heading("A/B test", "60,000 impressions of a fashion shop, recommended at random or by a bandit")
    whole, *segments = rows_of(connection, EXPERIMENT)
    print(f"  {coloured(whole['verdict'].upper(), whole['verdict'])}  {indented(whole['reason'], 8).strip()}")
    looks = [f"{row['segment']} p = {row['p_value']:.2f}" for row in segments]
    print(
        f"        By campaign, one look each: {', '.join(looks)}; "
        f"that they differ is not shown, p = {segments[0]['segments_differ_p_value']:.2f}."
    )


def say_alerts(connection: duckdb.DuckDBPyConnection) -> None:
    """What a person would be told now."""
    alerts = rows_of(connection, ALERTS)
    heading("Alerts", f"what people would be told now, {len(alerts)} messages:")
    for row in alerts:
        message = f"{row['event']}: {row['root'].split('.', 2)[-1]}, {row['things']} of its tests"
        message += f" and {row['also_failing']} below it" if row["also_failing"] else ""
        message += f"; at stake: {row['use_cases']}" if row["use_cases"] else ""
        print(f"  {coloured(row['verdict'].upper(), row['verdict'])}  {row['channel'] or 'no channel'}  {message}")


def say_tweets(connection: duckdb.DuckDBPyConnection) -> None:
    """The first mile of the other use case: how far its texts got, what their labels are worth, and a first model."""
    [mile] = rows_of(connection, FIRST_MILE)
    heading("Tweets", f"{mile['arrived']:,} texts that nobody had labelled, for the use case tweet_sentiment")
    print(
        f"  {mile['shaped']:,} cleaned, {mile['accepted']:,} accepted, {mile['labelled']:,} labelled "
        f"by {mile['functions']} functions and {mile['panels']} panels, {mile['gold']:,} with a gold label"
    )
    [labels] = rows_of(connection, LABELS)
    print(
        f"  Right on these: the label model's label {labels['label_model']:.1%}, which saw no gold label, "
        f"the majority's {labels['majority']:.1%}"
    )
    models = [f"{row['candidate']} {row['value']:.3f}" for row in rows_of(connection, TWEET_MODELS)]
    print(indented(f"Log loss of models trained on them: {'; '.join(models)}", 2))


def say_where() -> None:
    """Where the tables are."""
    file = DATABASE.relative_to(Path.cwd()) if DATABASE.is_relative_to(Path.cwd()) else DATABASE
    heading("Look for yourself", f"every table is in {file}; to begin with:")
    print("".join(f"  {line}\n" for line in EXAMPLES.strip().splitlines()), end="")


def main() -> None:
    """Print the summary."""
    run = json.loads(RUN_RESULTS.read_text())
    with duckdb.connect(str(DATABASE), read_only=True) as connection:
        print()
        say_run(connection, run)
        say_tests(connection, run)
        say_incidents(connection)
        use_case = say_use_case(connection)
        say_leaderboard(connection, use_case)
        say_months(connection, use_case)
        say_team(connection)
        say_experiment(connection)
        say_alerts(connection)
        say_tweets(connection)
    say_where()


if __name__ == "__main__":
    main()
