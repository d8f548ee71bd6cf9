"""Shapley values: the one fair way to split what several changes do together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import factorial


def subsets(players: tuple[str, ...]) -> list[frozenset[str]]:
    """All 2^n subsets, from none to all of the players."""
    return [
        frozenset(chosen)
        for size in range(len(players) + 1)
        for chosen in combinations(players, size)
    ]


def shapley(values: Mapping[frozenset[str], float]) -> dict[str, float]:
    r"""Mean gain of each player over all orders in which the players can join.

    .. math:: \varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(n - |S| - 1)!}{n!}\,
              [v(S \cup \{i\}) - v(S)]

    Exact, by all subsets; the values sum to v(all) - v(none). DOI 10.1515/9781400881970-018
    (L. S. Shapley, 1953).

    Parameters
    ----------
    values
        v(S) for every subset S of the players. A NaN makes every value NaN, since every subset
        counts for every player.

    Returns
    -------
    dict
        Player to value.

    Raises
    ------
    ValueError
        If a subset is missing.

    Examples
    --------
    >>> none, a, b, both = frozenset(), frozenset("a"), frozenset("b"), frozenset("ab")
    >>> shapley({none: 0.0, a: 1.0, b: 0.0, both: 3.0})
    {'a': 2.0, 'b': 1.0}
    """
    players = tuple(sorted(frozenset().union(*values)))
    missing = [sorted(subset) for subset in subsets(players) if subset not in values]
    if missing:
        raise ValueError(f"values: no value for the subset {missing[0]} of players {players}")
    return {player: _value(player, players, values) for player in players}


def _value(player: str, players: tuple[str, ...], values: Mapping[frozenset[str], float]) -> float:
    n = len(players)
    gains = [0.0] * n
    for others in subsets(tuple(other for other in players if other != player)):
        gains[len(others)] += values[others | {player}] - values[others]
    # As many orders put this player after `size` others as there are ways to order both sides.
    orders = [factorial(size) * factorial(n - size - 1) for size in range(n)]
    return sum(count * gain for count, gain in zip(orders, gains, strict=True)) / factorial(n)
