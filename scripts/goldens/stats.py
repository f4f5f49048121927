"""Writes test/goldens/stats/*.json, what src/stats and src/util/{random,python-random}.ts are held to.

Made with CPython 3.11.7, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, mpmath 1.4.1:

    python -m venv .venv
    .venv/bin/pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    .venv/bin/python scripts/goldens/stats.py

Distribution functions are computed by scipy and checked against mpmath at 40 digits; where scipy is off by more than
1e-13 relative the mpmath value is written instead, and the run prints how often and by how much. What no library has
(Newcombe's paired interval, the sfc32 bootstrap) is written out here a second time, from the papers.
"""

import json
import math
import platform
import random
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import special, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportion_effectsize

from sfc32 import resampled_places, sfc32

OUT = Path(__file__).resolve().parents[2] / "test" / "goldens" / "stats"
MADE_WITH = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "mpmath": mp.__version__,
}
mp.mp.dps = 40


def write(name, content):
    text = json.dumps({"madeWith": MADE_WITH, **content}, separators=(",", ":"), ensure_ascii=False)
    (OUT / f"{name}.json").write_text(text.replace('},{"', '},\n{"') + "\n")


class Checked:
    """Takes scipy's value where mpmath agrees, else mpmath's; counts the second kind."""

    def __init__(self, name):
        self.name, self.replaced, self.worst, self.total = name, 0, 0.0, 0

    def __call__(self, from_scipy, from_mpmath):
        self.total += 1
        truth, value = float(from_mpmath), float(from_scipy)
        error = abs(value - truth) / abs(truth) if truth else abs(value)
        if error <= 1e-13:
            return value
        self.replaced, self.worst = self.replaced + 1, max(self.worst, error)
        return truth

    def report(self):
        print(f"{self.name}: scipy replaced {self.replaced}/{self.total}, worst {self.worst:.2e}")


# --- distributions ---------------------------------------------------------------------------------------------------


def normal_rows():
    cdf, quantile = Checked("normal cdf"), Checked("normal quantile")
    xs = [-37, -30, -20, -12.5, -8, -6, -5, -4, -3.3, -3, -2.6, -2.5, -2.4, -2.2, -1.96, -1.5, -1, -0.7, -0.3, -0.01,
          -1e-8, 0, 1e-8, 0.01, 0.4, 1, 1.645, 1.96, 2.5, 2.6, 3.7, 5, 8]
    ps = [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-12, 1e-11, 1.3e-11, 1e-8, 1e-5, 1e-3, 0.0049, 0.025, 0.05, 0.0749,
          0.0751, 0.1, 0.2, 0.3, 0.42, 0.49, 0.4999999, 0.5, 0.5000001, 0.6, 0.8, 0.9, 0.924, 0.926, 0.975, 0.995,
          0.99999, 1 - 1e-9, 1 - 1e-12]
    yield "normalCdf", [{"x": x, "p": cdf(stats.norm.cdf(x), mp.ncdf(mp.mpf(x)))} for x in xs]
    yield "normalQuantile", [{"p": p, "x": quantile(stats.norm.ppf(p), mp_normal_quantile(p))} for p in ps]
    cdf.report(), quantile.report()


def mp_normal_quantile(p):
    if p == 0.5:
        return mp.mpf(0)
    p = mp.mpf(p)
    start = mp.mpf(float(special.ndtri(float(p))))
    return newton(lambda x: mp.log(mp.ncdf(x)) - mp.log(p), lambda x: mp.npdf(x) / mp.ncdf(x), start)


def newton(f, slope, x):
    for _ in range(60):
        step = f(x) / slope(x)
        x -= step
        if abs(step) <= abs(x) * mp.mpf(10) ** -25:
            return x
    raise ArithmeticError(f"no convergence at {x}")


def mp_beta_lower(a, b, x):
    """I_x(a, b) by the power series of DLMF 8.17.8, which only adds positive terms."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    term = total = 1 / a
    k = 0
    while term > total * mp.eps / 10:
        term *= x * (a + b + k) / (a + 1 + k)
        total += term
        k += 1
    return mp.exp(a * mp.log(x) + b * mp.log1p(-x) - mp_log_beta(a, b)) * total


def mp_log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def mp_student_tail(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    if t == 0:
        return mp.mpf(0.5)
    if t * t > df / 4:
        return mp_beta_lower(df / 2, 0.5, df / (df + t * t)) / 2
    with mp.workdps(40 if t < 3 else 360):  # what is left of a half may be 1e-300
        return mp.mpf(0.5) - mp_beta_lower(0.5, df / 2, t * t / (df + t * t)) / 2


def mp_student_density(t, df):
    df = mp.mpf(df)
    return mp.exp(-mp_log_beta(df / 2, mp.mpf(0.5)) - (df + 1) / 2 * mp.log1p(t * t / df)) / mp.sqrt(df)


def mp_student_quantile(p, df):
    """Positive t with P(T > t) = p < 1/2, by Newton on its logarithm, starting from scipy's."""
    return mp.exp(newton(lambda u: mp.log(p) - mp.log(mp_student_tail(mp.exp(u), df)),
                         lambda u: mp.exp(u) * mp_student_density(mp.exp(u), df) / mp_student_tail(mp.exp(u), df),
                         mp.log(mp.mpf(float(stats.t.isf(p, df))))))


def student_rows():
    tail, quantile = Checked("student tail"), Checked("student quantile")
    dfs = [1, 1.5, 2, 3, 5, 9.7, 30, 99, 1000, 12345.6, 1e6]
    ts = [0, 1e-8, 0.001, 0.1, 0.5, 1, 1.96, 2.7, 4, 8, 15, 40, 1e3, 1e6, 1e10, 1e40]
    rows = []
    for df in dfs:
        for t in ts:
            truth = mp_student_tail(t, df)
            if truth > 1e-290:
                rows.append({"t": t, "df": df, "p": tail(stats.t.sf(t, df), truth)})
    yield "studentUpperTail", rows
    ps = [1e-200, 1e-50, 1e-15, 1e-8, 1e-5, 0.001, 0.005, 0.025, 0.1, 0.24, 0.26, 0.4, 0.49, 0.499999, 0.4999999999]
    yield "studentQuantile", [
        {"p": p, "df": df, "t": -quantile(stats.t.isf(p, df), mp_student_quantile(p, df))} for df in dfs for p in ps
    ]
    tail.report(), quantile.report()


def gamma_rows():
    gamma = Checked("log gamma")
    xs = [1e-10, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 1 - 1e-7, 1, 1 + 1e-7, 1.01, 1.3, 1.49, 1.5, 1.9, 2 - 1e-6, 2,
          2 + 1e-6, 2.2, 2.49, 2.5, 2.51, 3, 4.4, 7, 9.99, 10, 15, 100.5, 1e3, 1e5, 1e10, 1e15, 1e100]
    yield "logGamma", [{"x": x, "value": gamma(special.gammaln(x), mp.loggamma(mp.mpf(x)))} for x in xs]
    gamma.report()


def beta_rows():
    lower, upper, rows = Checked("beta lower"), Checked("beta upper"), []
    for a in [0.5, 1, 2.5, 10, 137.5, 1e4, 1e6]:
        for b in [0.5, 1, 7, 300, 1e6]:
            mean, sd = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
            for x in sorted({mean + k * sd for k in (-8, -3, -1, 0, 0.5, 2, 6)} | {1e-6, 0.999}):
                if not 0 < x < 1:
                    continue
                low, high = mp_beta_tails(a, b, x)
                if min(low, high) > 1e-290:
                    rows.append({"a": a, "b": b, "x": x, "lower": lower(special.betainc(a, b, x), low),
                                 "upper": upper(special.betaincc(a, b, x), high)})
    yield "betaTails", rows
    lower.report(), upper.report()


def mp_beta_tails(a, b, x):
    """Both tails, by the series that ends sooner; at 360 digits, since the other tail may be 1e-300 of what is left."""
    with mp.workdps(360):
        x = mp.mpf(x)
        if x < 0.5:
            low = mp_beta_lower(a, b, x)
            return low, 1 - low
        high = mp_beta_lower(b, a, 1 - x)
        return 1 - high, high


def binomial_rows():
    lower, upper, rows = Checked("binomial lower"), Checked("binomial upper"), []
    for n in [1, 2, 5, 20, 137, 1000, 100_000]:
        for p in [0.5, 0.3, 0.01, 0.999]:
            sd = math.sqrt(n * p * (1 - p))
            for k in sorted({max(0, min(n, round(n * p + z * sd))) for z in (-6, -2, -0.7, 0, 1, 4)}):
                one_lower = mp_beta_tails(k + 1, n - k, p)[1] if k < n else mp.mpf(1)
                one_upper = mp_beta_tails(k, n - k + 1, p)[0] if k > 0 else mp.mpf(1)
                rows.append({"k": k, "n": n, "p": p, "lower": lower(stats.binom.cdf(k, n, p), one_lower),
                             "upper": upper(stats.binom.sf(k - 1, n, p), one_upper)})
    yield "binomial", rows
    lower.report(), upper.report()


# --- tests, intervals, effect sizes ----------------------------------------------------------------------------------


def interval(pair):
    return [float(pair[0]), float(pair[1])]


def wilson(successes, n, level=0.95):
    return interval(proportion_confint(successes, n, alpha=1 - level, method="wilson"))


def newcombe_paired(both, only_a, only_b, neither, level=0.95):
    """Newcombe (1998) Statistics in Medicine 17:2635-2650, method 10, in the letters e, f, g, h of the paper."""
    e, f, g, h = both, only_a, only_b, neither
    n = e + f + g + h
    theta = (f - g) / n
    l2, u2 = wilson(e + f, n, level)
    l3, u3 = wilson(e + g, n, level)
    dl2, du2 = (e + f) / n - l2, u2 - (e + f) / n
    dl3, du3 = (e + g) / n - l3, u3 - (e + g) / n
    if (e + f) * (g + h) * (e + g) * (f + h) == 0:
        phi = 0.0
    else:
        top = e * h - f * g
        if top > n / 2:
            top -= n / 2
        elif top >= 0:
            top = 0
        phi = top / math.sqrt((e + f) * (g + h) * (e + g) * (f + h))
    delta = math.sqrt(max(0.0, dl2**2 - 2 * phi * dl2 * du3 + du3**2))
    epsilon = math.sqrt(max(0.0, du2**2 - 2 * phi * du2 * dl3 + dl3**2))
    return [theta - delta, theta + epsilon]


def scores(rng, n, low=0.0, high=1.0, digits=4):
    return [round(rng.uniform(low, high), digits) for _ in range(n)]


def describe_rows(rng):
    samples = [[1, 0, 1, 1, 0], scores(rng, 2), scores(rng, 7, -5, 5), scores(rng, 60), [1e9 + x for x in scores(rng, 20)],
               [10**k for k in range(-12, 13)], [0.1] * 10]
    for values in samples:
        exact = [mp.mpf(v) for v in values]
        center = mp.fsum(exact) / len(exact)
        variance = mp.fsum((v - center) ** 2 for v in exact) / (len(exact) - 1)
        error = float(mp.sqrt(variance / len(exact)))
        row = {"values": values, "mean": float(center), "variance": float(variance), "standardError": error}
        level = 0.9 if len(values) % 2 else 0.95
        row |= {"level": level}
        if error:
            row["interval"] = interval(stats.t.interval(level, len(values) - 1, float(center), error))
        yield row


def wilson_rows():
    for successes, n in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 7), (81, 263), (15, 148), (999, 1000), (1, 1_000_000)]:
        for level in (0.8, 0.95, 0.999):
            yield {"successes": successes, "n": n, "level": level, "interval": wilson(successes, n, level)}


def clustered_rows(rng):
    grouped = [[[1, 1, 0], [0, 0], [1]], [scores(rng, 3) for _ in range(5)],
               [scores(rng, rng.randint(1, 6)) for _ in range(12)], [[x] for x in scores(rng, 9)]]
    for clusters in grouped:
        values = [v for c in clusters for v in c]
        ids = [i for i, c in enumerate(clusters) for _ in c]
        fit = lambda corrected: sm.OLS(values, np.ones(len(values))).fit(
            cov_type="cluster", cov_kwds={"groups": np.array(ids), "use_correction": corrected, "df_correction": False})
        yield {"values": values, "clusters": ids, "finite": float(fit(True).bse[0]), "none": float(fit(False).bse[0])}


def mcnemar_rows():
    for wins, losses in [(0, 0), (1, 0), (5, 5), (6, 5), (0, 6), (10, 25), (3, 40), (140, 101), (5100, 4900), (0, 900)]:
        yield {"wins": wins, "losses": losses, "pValue": float(mcnemar([[0, wins], [losses, 0]], exact=True).pvalue)}


def newcombe_paired_rows():
    tables = [(1, 1, 7, 12), (14, 5, 0, 22), (0, 0, 0, 1), (10, 0, 0, 0), (5, 0, 0, 5), (9, 0, 0, 1), (3, 10, 2, 0),
              (0, 8, 8, 0), (0, 12, 0, 0), (59, 6, 16, 80), (400, 55, 30, 215), (20, 3, 4, 1), (6, 2, 2, 3)]
    for table in tables:
        for level in (0.95, 0.8):
            counts = dict(zip(("both", "onlyA", "onlyB", "neither"), table))
            yield {"counts": counts, "level": level, "interval": newcombe_paired(*table, level)}


def two_proportion_rows():
    groups = [(0, 1, 1, 1), (3, 7, 4, 9), (56, 70, 48, 80), (0, 10, 0, 12), (10, 10, 0, 20), (1, 30, 8, 31),
              (500, 1000, 430, 950), (5, 5, 2, 400), (7, 12, 7, 12), (9000, 20000, 9300, 20000), (100, 100000, 160, 90000)]
    for x1, n1, x2, n2 in groups:
        ci = confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb")
        p = exact_fisher(x1, n1, x2, n2) if n1 + n2 < 5000 else stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])[1]
        scipys = stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])[1]
        assert abs(p - scipys) <= 1e-10 * scipys, (p, scipys)
        yield {"a": [x1, n1], "b": [x2, n2], "interval": interval(ci), "fisher": float(p),
               "cohenH": float(proportion_effectsize(x1 / n1, x2 / n2))}


def exact_fisher(x1, n1, x2, n2):
    """Integers only, so the last digit is right."""
    weights = {x: math.comb(n1, x) * math.comb(n2, x1 + x2 - x) for x in range(max(0, x1 + x2 - n2), min(n1, x1 + x2) + 1)}
    return float(mp.mpf(sum(w for w in weights.values() if w <= weights[x1])) / mp.mpf(sum(weights.values())))


def sample_test_rows(rng):
    pairs = [(scores(rng, 2), scores(rng, 2)), (scores(rng, 9), scores(rng, 9)), (scores(rng, 40), scores(rng, 40)),
             (scores(rng, 35, 0.5, 1), scores(rng, 35, 0, 0.6)), (scores(rng, 12, 0, 10), scores(rng, 12, 0, 9))]
    for a, b in pairs:
        for level in (0.95, 0.99):
            paired, welch = stats.ttest_rel(a, b), stats.ttest_ind(a, b[:-1] or b, equal_var=False)
            row = {"a": a, "b": b, "level": level, "paired": t_test(paired, level)}
            if len(b) > 2:
                row["welchAgainstAllButLast"] = t_test(welch, level)
            yield row


def t_test(result, level):
    return {"t": float(result.statistic), "df": float(result.df), "pValue": float(result.pvalue),
            "interval": interval(result.confidence_interval(level))}


def holm_rows(rng):
    lists = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.2], [1, 0, 0.9], scores(rng, 15, 0, 0.1, 5)]
    for values in lists:
        yield {"pValues": values, "adjusted": [float(x) for x in multipletests(values, method="holm")[1]]}


def effect_rows(rng):
    for n1, n2 in [(2, 2), (5, 5), (12, 12), (60, 60)]:
        a, b = scores(rng, n1), scores(rng, n2)
        d = np.array(a) - np.array(b)
        dof = n1 + n2 - 2
        pooled = math.sqrt(((n1 - 1) * np.var(a, ddof=1) + (n2 - 1) * np.var(b, ddof=1)) / dof)
        cohen = (np.mean(a) - np.mean(b)) / pooled
        yield {"a": a, "b": b, "dz": float(d.mean() / d.std(ddof=1)), "d": float(cohen), "g": float(cohen * hedges(dof))}


def hedges(m):
    m = mp.mpf(m)
    return float(mp.exp(mp.loggamma(m / 2) - mp.loggamma((m - 1) / 2)) / mp.sqrt(m / 2))


def power_rows():
    for effect, sd, alpha, power in [(0.05, 0.4, 0.05, 0.8), (0.01, 0.6, 0.05, 0.8), (0.2, 0.5, 0.01, 0.9)]:
        pairs = normal_sample_size_one_tail(effect, power, alpha / 2, std_null=sd)
        yield {"effect": effect, "sd": sd, "alpha": alpha, "power": power, "pairs": float(pairs)}


def proportion_power_rows():
    for a, b, alpha, power in [(0.6, 0.5, 0.05, 0.8), (0.95, 0.9, 0.05, 0.8), (0.02, 0.001, 0.1, 0.95)]:
        n = normal_sample_size_one_tail(proportion_effectsize(a, b), power, alpha / 2, std_null=math.sqrt(2))
        yield {"a": a, "b": b, "alpha": alpha, "power": power, "perGroup": float(n)}


# --- random ----------------------------------------------------------------------------------------------------------


def python_random_rows():
    seeds = [0, 1, 42, 1234, -7, 2**31, 2**32, 2**53 - 1, 2**64 + 5, -(10**40), 3**500]
    for seed in seeds:
        rng = random.Random(seed)
        row = {"seed": str(seed), "random": [rng.random() for _ in range(4)]}
        row["getrandbits"] = [[k, rng.getrandbits(k)] for k in (0, 1, 7, 31, 32, 33, 48, 53)]
        row["randbelow"] = [[n, rng._randbelow(n)] for n in (1, 2, 3, 10, 1000, 2**31, 2**32, 2**32 + 1, 2**53 - 1)]
        row["sample"] = [[n, k, rng.sample(range(n), k)]
                         for n, k in ((5, 5), (21, 5), (22, 5), (85, 6), (86, 6), (1000, 20), (300, 0), (100_000, 3))]
        row["choices"] = [[n, k, rng.choices(range(n), k=k)] for n, k in ((10, 6), (1, 2), (12345, 4), (3, 0))]
        shuffled = list(range(12))
        rng.shuffle(shuffled)
        row["shuffled"] = shuffled
        for _ in range(700):  # across a second twist
            rng.random()
        row["later"] = rng.random()
        yield row


def fast_random_rows():
    for seed in [0, 1, 2, 1234, -1, 2**31, 2**32, 2**32 + 1, 2**53 - 1, -(2**53 - 1)]:
        words = sfc32(seed)
        yield {"seed": seed, "random": [next(words) / 2**32 for _ in range(5)]}


def bootstrap_means(values, seed, resamples):
    n = len(values)
    return np.array([sum(values[place] for place in places) / n for places in resampled_places(n, seed, resamples)])


def bootstrap_p(means):
    below, above = int((means <= 1e-12).sum()), int((means >= -1e-12).sum())
    return min(1.0, 2 * (1 + min(below, above)) / (1 + len(means)))


def widened_level(level, n):
    """Hesterberg (2015): percentiles that reach as far as t."""
    return level if n < 2 else 1 - 2 * stats.norm.cdf(-math.sqrt(n / (n - 1)) * stats.t.ppf((1 + level) / 2, n - 1))


def paired_bootstrap(means, n, level=0.95):
    level = widened_level(level, n)
    p = bootstrap_p(means)
    p = p if n < 2 else float(2 * stats.t.sf(-stats.norm.ppf(p / 2) / math.sqrt(n / (n - 1)), n - 1))
    return interval(np.quantile(means, [(1 - level) / 2, (1 + level) / 2])), max(p, 2.0 ** (1 - n))


def bootstrap_rows(rng):
    for n, seed, resamples, level in [(1, 3, 10, 0.95), (9, 1234, 2000, 0.95), (24, 77, 1000, 0.9), (5, -5, 1, 0.5)]:
        a, b = scores(rng, n), scores(rng, n, 0, 0.9)
        differences = [x - y for x, y in zip(a, b)]
        quantiles = [(1 - level) / 2, (1 + level) / 2]
        of_a, of_difference = bootstrap_means(a, seed, resamples), bootstrap_means(differences, seed, resamples)
        difference, p = paired_bootstrap(of_difference, n, level)
        yield {"a": a, "b": b, "seed": seed, "resamples": resamples, "level": level,
               "mean": interval(np.quantile(of_a, quantiles)), "difference": difference, "pValue": p}


def compare_rows(rng):
    """What comparePaired must say, from the parts above."""
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    for table in [(59, 6, 16, 80), (3, 4, 0, 5), (0, 1, 0, 0)]:
        both, only_a, only_b, neither = table
        n, p_a, p_b = sum(table), both + only_a, both + only_b
        d = np.array([0] * (both + neither) + [1] * only_a + [-1] * only_b)
        yield {"a": [1] * both + [1] * only_a + [0] * only_b + [0] * neither,
               "b": [1] * both + [0] * only_a + [1] * only_b + [0] * neither, "test": "mcnemar-exact",
               "difference": (only_a - only_b) / n, "interval": newcombe_paired(*table),
               "pValue": float(mcnemar([[both, only_a], [only_b, neither]], exact=True).pvalue),
               "counts": [n, only_a, only_b, both + neither], "effectSizeName": "cohen-h",
               "effectSize": float(proportion_effectsize(p_a / n, p_b / n)),
               **({"minDetectableEffect": float(z * d.std(ddof=1) / math.sqrt(n))} if n > 1 else {})}
    for n in (7, 29, 30, 41):
        a, b = scores(rng, n, 0, 1, 1), scores(rng, n, 0, 0.9, 1)
        d = np.array(a) - np.array(b)
        row = {"a": a, "b": b, "difference": float(np.mean(a) - np.mean(b)),
               "counts": [n, int((np.array(a) > b).sum()), int((np.array(a) < b).sum()), int((np.array(a) == b).sum())],
               "effectSizeName": "cohen-dz", "effectSize": float(d.mean() / d.std(ddof=1)),
               "minDetectableEffect": float(z * d.std(ddof=1) / math.sqrt(n))}
        if n >= 30:
            t = t_test(stats.ttest_rel(a, b), 0.95)
            yield row | {"test": "paired-t", "interval": t["interval"], "pValue": t["pValue"]}
        else:
            means = bootstrap_means(list(map(float, d)), 1234, 10_000)
            reach, p = paired_bootstrap(means, n)
            yield row | {"test": "paired-bootstrap", "seed": 1234, "interval": reach, "pValue": p}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    sections = [normal_rows(), student_rows(), gamma_rows(), beta_rows(), binomial_rows()]
    write("distributions", dict(section for rows in sections for section in rows))
    write("random", {"python": list(python_random_rows()), "fast": list(fast_random_rows())})
    rng = random.Random(20240601)
    write("methods", {
        "describe": list(describe_rows(rng)), "wilson": list(wilson_rows()), "clustered": list(clustered_rows(rng)),
        "mcnemar": list(mcnemar_rows()), "newcombePaired": list(newcombe_paired_rows()),
        "twoProportions": list(two_proportion_rows()), "tTests": list(sample_test_rows(rng)), "holm": list(holm_rows(rng)),
        "effects": list(effect_rows(rng)), "hedges": [{"df": m, "factor": hedges(m)} for m in (2, 3, 4, 10, 99, 10**4, 10**7)],
        "power": list(power_rows()), "proportionPower": list(proportion_power_rows()), "bootstrap": list(bootstrap_rows(rng)),
        "comparePaired": list(compare_rows(rng)),
    })


if __name__ == "__main__":
    main()
