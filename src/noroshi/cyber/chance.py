"""How likely a thing is by chance alone."""

import math


def poisson_tail(mean: float, least: int) -> float:
    """Give the probability of `least` or more events where `mean` are expected.

    Examples
    --------
    >>> round(poisson_tail(0.5, 1), 4)
    0.3935
    >>> f"{poisson_tail(1e-9, 2):.1e}"
    '5.0e-19'
    """
    if least <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if least <= mean:
        below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(least))
        return max(0.0, 1.0 - below)
    term = math.exp(least * math.log(mean) - mean - math.lgamma(least + 1))
    total, k = 0.0, least
    while term > total * 1e-12:
        total += term
        k += 1
        term *= mean / k
    return min(1.0, total)


def matches_by_chance(matches: int, of: int, bits: int) -> float:
    """Give the probability that at least `matches` of `of` random values hit one of 2**bits.

    The Poisson limit of the binomial: its relative error is below `of` / 4**bits, nothing here.

    Examples
    --------
    >>> f"{matches_by_chance(2, 100_000, 16):.2f}"
    '0.45'
    """
    return poisson_tail(of / 2.0**bits, matches)


def packets_needed(least: int, addresses: int, mean: float, tolerated: float) -> int:
    """Say how many packets an address must have sent for chance to be a poor explanation.

    Somebody who forges random source addresses spreads packets evenly, so the number that one address
    seems to send follows Poisson's law. The answer is the smallest number, at least `least`, that fewer
    than `tolerated` of all `addresses` would reach by chance.

    Parameters
    ----------
    least
        Never fewer than this.
    addresses
        Live addresses that could be forged.
    mean
        Packets that forgery puts on each, in the mean.
    tolerated
        Chance alerts put up with.

    Examples
    --------
    A /16 of which 1 % show up, and of which nearly two thirds do:

    >>> packets_needed(3, 65_536, 0.01, 0.02)
    3
    >>> packets_needed(3, 65_536, 1.0, 0.02)
    10
    """
    needed = least
    while addresses * poisson_tail(mean, needed) > tolerated:
        needed += 1
    return needed
