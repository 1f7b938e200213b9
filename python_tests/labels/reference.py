"""The label model in numpy, from the paper: what the SQL is compared with."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd


def triplet_median(table: pd.DataFrame, label: str) -> pd.Series:
    """Accuracies on a class, the median over triplets of sqrt(|E[ij] E[ik] / E[jk]|) (Fu et al. 2020)."""
    votes = np.where(table.isna(), 0, np.where(table == label, 1, -1))
    together = (votes != 0).astype(int).T @ (votes != 0).astype(int)
    moments = votes.T @ votes / together
    signals = []
    for i in range(votes.shape[1]):
        others = [j for j in range(votes.shape[1]) if j != i]
        roots = [np.sqrt(abs(moments[i, j] * moments[i, k] / moments[j, k])) for j, k in combinations(others, 2)]
        signals.append(min(1, np.median(roots)))
    return pd.Series((1 + np.array(signals)) / 2, index=table.columns)


def standard_errors(table: pd.DataFrame) -> pd.Series:
    """Of those accuracies, of two classes and complete tables: by the delta method, as the median triplet has it."""
    votes = np.where(table == table.stack().iloc[0], 1, -1)
    moments = votes.T @ votes / len(votes)
    relative = (1 - moments**2) / len(votes) / moments**2
    errors = []
    for i in range(votes.shape[1]):
        others = [j for j in range(votes.shape[1]) if j != i]
        of_triplets = [relative[i, j] + relative[i, k] + relative[j, k] for j, k in combinations(others, 2)]
        errors.append(np.sqrt(np.median(of_triplets) / 4))
    signals = 2 * triplet_median(table, table.stack().iloc[0]) - 1
    return signals * errors / 2


def vote_weights(table: pd.DataFrame, dependence: pd.DataFrame | None = None) -> pd.DataFrame:
    """How much each vote counts; `dependence`: labellers by labellers, how far each shares its vote with another."""
    voted = table.notna().astype(float)
    return voted if dependence is None else voted / (1 + voted @ dependence)


def posterior(table: pd.DataFrame, accuracies: pd.DataFrame, balance: pd.Series, weights: pd.DataFrame) -> pd.DataFrame:
    """Naive Bayes, one class against the rest, by multiplying probabilities. `accuracies`: labellers by labels.

    The vote of one who knows but one word is worth P(class given the vote) / P(class).
    """
    scores = {}
    for label in balance.index:
        accuracy = accuracies[label].clip(0.01, 0.99).reindex(table.columns)
        says_so = table.eq(label)
        one_word = table.nunique() == 1
        if_so = np.where(says_so, accuracy, 1 - accuracy) / np.where(one_word, balance[label], 1)
        if_not = np.where(says_so, 1 - accuracy, accuracy) / np.where(one_word, 1 - balance[label], 1)
        if_so, if_not = (np.prod(ratios ** weights.to_numpy(), axis=1) for ratios in (if_so, if_not))
        scores[label] = balance[label] * if_so / (balance[label] * if_so + (1 - balance[label]) * if_not)
    frame = pd.DataFrame(scores, index=table.index)
    return frame.div(frame.sum(axis=1), axis=0)


def agreement_without(
    table: pd.DataFrame, accuracies: pd.DataFrame, balance: pd.Series, dependence: pd.DataFrame
) -> pd.DataFrame:
    """How often each labeller says what the others' votes come to, by label model and by majority; a tie in part."""
    weights = vote_weights(table, dependence)
    rows = {}
    for labeller in accuracies.index[accuracies.mean(axis=1) > 0.5]:
        left = [name for name in table if name != labeller and dependence.loc[labeller, name] == 0]
        items = table.index[table[labeller].notna() & table[left].notna().any(axis=1)]
        others = table.loc[items, left]
        likeliest = posterior(others, accuracies, balance, weights.loc[items, left])
        counts = pd.DataFrame({label: others.eq(label).sum(axis=1) for label in balance.index})
        said = pd.get_dummies(table.loc[items, labeller]).reindex(columns=balance.index, fill_value=False)
        agreed = []
        for scores in (likeliest, counts):
            is_top = scores.ge(scores.max(axis=1) * (1 - 1e-9), axis=0)
            agreed.append((said & is_top).any(axis=1) / is_top.sum(axis=1))
        error = np.sqrt(((agreed[0] - agreed[1]) ** 2).sum()) / len(items)
        rows[labeller] = (len(items), agreed[0].mean(), agreed[1].mean(), error)
    columns = ["items", "label_model_agreement", "majority_agreement", "standard_error"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def majority(table: pd.DataFrame) -> pd.Series:
    """The label with the most votes; None on a tie and without a vote."""
    labels = sorted(set(table.stack().dropna()))
    counts = pd.DataFrame({label: table.eq(label).sum(axis=1) for label in labels}, index=table.index)
    most = counts.max(axis=1)
    is_undecided = (most == 0) | (counts.eq(most, axis=0).sum(axis=1) > 1)
    return counts.idxmax(axis=1).astype(object).mask(is_undecided, None)
