"""The team's calendar and its policy.

On the 1st of each month the team compares its candidates on the month that has just passed, each fit on the months
before that, picks the one with the lowest log loss, whichever it is, and fits it again on everything known by then.
Some days later an ML engineer puts the pick live, before the day's first flight. A live version that did worse than
the base rate on its own flights is rolled back by that release; any other is superseded.

    1 March               1 April       5 April                 1 May   2 May
    | April's validation  | April's run | April's release live ...      | May's release live ...
    fit on all before     fit again     | its own flights       | judged on them, rolled back or superseded
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_MONTH = "2013-04"
LAST_MONTH = "2013-12"

# From run to release: by hand until August, then by a release pipeline that a person starts.
DAYS_TO_DEPLOY = {
    "2013-04": 4,
    "2013-05": 1,
    "2013-06": 4,
    "2013-07": 3,
    "2013-08": 5,
    "2013-09": 2,
    "2013-10": 1,
    "2013-11": 2,
    "2013-12": 1,
}
AUTOMATED_FROM = "2013-09"


def first_day(month: str) -> datetime:
    """Midnight at the start of a month given as YYYY-MM."""
    return datetime.strptime(month, "%Y-%m")


def month_after(month: str) -> str:
    """The month after `month`, both as YYYY-MM."""
    return f"{first_day(month) + timedelta(days=32):%Y-%m}"


def month_before(month: str) -> str:
    """The month before `month`, both as YYYY-MM."""
    return f"{first_day(month) - timedelta(days=1):%Y-%m}"


def months_between(first: str, last: str) -> list[str]:
    """All months from `first` to `last`, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = month_after(first)
    return months


@dataclass(frozen=True)
class Release:
    """What is trained at the start of one month, for that month."""

    month: str

    @property
    def previous(self) -> "Release":
        """The release that this one replaces."""
        return Release(month_before(self.month))

    @property
    def starts_at(self) -> datetime:
        """Flights before this moment are trained on."""
        return first_day(self.month)

    @property
    def ends_at(self) -> datetime:
        """The end of its month."""
        return first_day(month_after(self.month))

    @property
    def trained_at(self) -> datetime:
        """The first run starts at nine; arrivals before this moment are known to it."""
        return self.starts_at + timedelta(hours=9)

    @property
    def deployed_at(self) -> datetime:
        """Three in the morning: no flight leaves before five."""
        return self.starts_at + timedelta(days=DAYS_TO_DEPLOY[self.month], hours=3)

    @property
    def deployed_by(self) -> str:
        """The ML engineer who released it."""
        return "Aiko Tanaka" if self.month == "2013-08" else "Mateo Alvarez"

    @property
    def is_automated(self) -> bool:
        """Whether the release pipeline did it."""
        return self.month >= AUTOMATED_FROM


def author(release: Release, candidate: str) -> str:
    """The data scientist who trained it: Priya alone until Jonas joined and took over the gradient boosting."""
    return "Jonas Weber" if candidate == "gradient boosting" and release.month >= "2013-07" else "Priya Raman"


def choose(log_losses: dict[str, float]) -> str:
    """The candidate that goes live: the lowest log loss in validation, by its point estimate alone."""
    return min(log_losses, key=log_losses.__getitem__)


def outcome_of_retired(live_log_loss: float, base_rate_log_loss: float) -> str:
    """What becomes of the version that a release replaces, judged on the flights it scored."""
    return "rolled_back" if live_log_loss > base_rate_log_loss else "superseded"
