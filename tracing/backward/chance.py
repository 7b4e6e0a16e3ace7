"""Chance: how many cases something would tie together if it had nothing to do with them.

Each case is thought to have gone out as often as it did, but to wherever everybody else went: it comes by with the
probability 1 - (1 - q)^n, n its visits and q the share of that place, run, plate or person in what everybody but the
case itself did in the same days. How many of several cases come by is then Poisson binomial: a sum of coins, each with
a probability of its own.

The other cases are part of the traffic. Without them what only cases visited would seem to have none, and where it is
just that which was picked out, chance would look rarer than it is.
"""

import numpy as np

LEVEL = 0.05
"""How rarely chance alone may do as much before something is said to tie more cases than chance would."""


def share(theirs: np.ndarray, all_: np.ndarray) -> np.ndarray:
    """The share of all traffic that is theirs, held away from 0 and 1: (theirs + 1/2) / (all + 1).

    Nobody else seen at a place in a week does not make a visit to it impossible, and no traffic at all tells
    nothing: half a visit more on either side (the estimate of Krichevsky and Trofimov) says both.
    """
    return (theirs + 0.5) / (all_ + 1)


def at_least_once(share: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """The probability that one of so many visits falls to a share."""
    return -np.expm1(visits * np.log1p(-share))


def at_least(probabilities: np.ndarray) -> np.ndarray:
    """The exact probability of each number of hits or more.

    probabilities   n rows of k independent coins
    returns         n rows of k + 1: in column c, that c coins or more fall on their face
    cost            O(n k^2)
    """
    rows, coins = probabilities.shape
    exactly = np.zeros((rows, coins + 1))
    exactly[:, 0] = 1
    for coin in probabilities.T[:, :, None]:
        before = exactly
        exactly = before * (1 - coin)
        exactly[:, 1:] += before[:, :-1] * coin
    return exactly[:, ::-1].cumsum(axis=1)[:, ::-1].clip(0, 1)
