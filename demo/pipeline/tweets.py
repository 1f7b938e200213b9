"""Tweets, what people think of them, and a lexicon of sentiment, as Parquet: the second use case's raw data.

All of it is Hutto and Gilbert's (ICWSM 2014) and comes with vaderSentiment (MIT): 4,200 texts like tweets, each rated
by 20 people or more from -4, extremely negative, to 4, extremely positive; and words, rated likewise. The package that
pip installs holds the lexicon; the tweets are in its source distribution only, which is downloaded once and kept.

The texts and ratings are real, their times are not: nobody wrote them down. They are replayed, one tweet every half
hour or so from October to December 2013, in the order of the file. Raters are not told from one another, so there are
no votes of persons: a panel is three ratings drawn at random, given by five in the afternoon of the next day, for one
tweet in three. Of every second tweet all the other ratings, 14 at least, come in a week after it: what is right is
worked out from these.

| file | one row is | columns |
|---|---|---|
| tweets.parquet | a tweet | tweet_id, arrived_at, content |
| tweet_ratings.parquet | a rating of a tweet | tweet_id, panel (A, B; null: one of all others), rating, rated_at |
| lexicon.parquet | a word or emoticon | token, valence (mean of ten ratings) |
"""

import ast
import hashlib
import importlib.util
import random
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.flights import write_parquet

ARCHIVE = "vaderSentiment-3.3.2.tar.gz"
ARCHIVE_SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
REQUIREMENT = f"vadersentiment==3.3.2 --hash=sha256:{ARCHIVE_SHA256}"
RATINGS = "hutto_ICWSM_2014/tweets_anonDataRatings.txt"
TWEETS = "hutto_ICWSM_2014/tweets_GroundTruth.txt"

FIRST_ARRIVAL = datetime(2013, 10, 1)
DAYS = 92
PANELS = ("A", "B")
RATINGS_OF_A_PANEL = 3
RATED_BY_PANELS = 3  # one tweet in so many
RATED_BY_ALL = 2


def archive(folder: Path) -> Path:
    """The source distribution in the data folder, downloaded unless it is there, and the one that it should be."""
    file = folder / ARCHIVE
    if not file.exists():
        download(folder)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != ARCHIVE_SHA256:
        raise SystemExit(
            f"{file} is not what it should be: its sha256 is {found}, expected {ARCHIVE_SHA256}. Remove it."
        )
    return file


def download(folder: Path) -> None:
    """Let pip download the source distribution, from where it is set up to find packages."""
    with tempfile.TemporaryDirectory() as temporary:
        requirements = Path(temporary) / "requirements.txt"
        requirements.write_text(f"{REQUIREMENT}\n")
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", *options, "--requirement", requirements, "--dest", folder],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode or not (folder / ARCHIVE).exists():
        raise SystemExit(
            f"\nThe demo's tweets are in {ARCHIVE}, the source distribution of vaderSentiment on PyPI.\n"
            f"pip could not download it:\n{done.stderr.strip()}\n"
            "Run this again where pip reaches PyPI or a mirror of it, or download the file elsewhere and put it into\n"
            f"{folder}."
        )


def read_rows(file: Path, member: str) -> list[list[str]]:
    """The rows of a file, without quotes or header, in the archive within the archive."""
    with tarfile.open(file) as outer:
        [inner] = [name for name in outer.getnames() if name.endswith("hutto_ICWSM_2014.tar.gz")]
        with tarfile.open(fileobj=BytesIO(outer.extractfile(inner).read())) as resources:
            lines = resources.extractfile(member).read().decode("utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


def read_tweets(file: Path) -> pd.DataFrame:
    """Every tweet, with the time at which it is replayed."""
    rows = [(int(row[0]), row[2]) for row in read_rows(file, TWEETS)]
    tweets = pd.DataFrame(rows, columns=["tweet_id", "content"])
    seconds = (tweets["tweet_id"] - 1) * (DAYS * 24 * 60 * 60) // len(tweets)
    return tweets.assign(arrived_at=FIRST_ARRIVAL + pd.to_timedelta(seconds, unit="s"))


def drawn_ratings(tweet_id: int, arrived_at: datetime, ratings: list[int]) -> Iterator[tuple]:
    """What becomes known of the ratings of a tweet, and when."""
    shuffled = random.Random(tweet_id).sample(ratings, len(ratings))
    day = arrived_at.replace(hour=0, minute=0, second=0)
    for panel in PANELS:
        drawn, shuffled = shuffled[:RATINGS_OF_A_PANEL], shuffled[RATINGS_OF_A_PANEL:]
        if tweet_id % RATED_BY_PANELS == 0:
            yield from ((tweet_id, panel, rating, day + timedelta(days=1, hours=17)) for rating in drawn)
    if tweet_id % RATED_BY_ALL == 0:
        yield from ((tweet_id, None, rating, day + timedelta(days=7, hours=17)) for rating in shuffled)


def read_ratings(file: Path, tweets: pd.DataFrame) -> pd.DataFrame:
    """The ratings that become known, one a row."""
    arrivals = dict(zip(tweets["tweet_id"], tweets["arrived_at"].dt.to_pydatetime(), strict=True))
    rows = [
        row
        for tweet_id, _, _, ratings in read_rows(file, RATINGS)
        for row in drawn_ratings(int(tweet_id), arrivals[int(tweet_id)], ast.literal_eval(ratings))
    ]
    return pd.DataFrame(rows, columns=["tweet_id", "panel", "rating", "rated_at"])


def read_lexicon() -> pd.DataFrame:
    """The lexicon inside the installed vaderSentiment, whose modules are not needed."""
    spec = importlib.util.find_spec("vaderSentiment")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "The demo's lexicon comes with a package that is not installed: pip install vadersentiment==3.3.2"
        )
    lines = (Path(spec.origin).parent / "vader_lexicon.txt").read_text("utf-8").splitlines()
    rows = [(line.split("\t")[0], float(line.split("\t")[1])) for line in lines if line.strip()]
    return pd.DataFrame(rows, columns=["token", "valence"])


def write_tweets(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the three files."""
    file = archive(folder)
    tweets = read_tweets(file)
    frames = {"tweets": tweets, "tweet_ratings": read_ratings(file, tweets), "lexicon": read_lexicon()}
    for name, frame in frames.items():
        connection.register("frame", frame)
        write_parquet(connection, "from frame", folder / f"{name}.parquet")
