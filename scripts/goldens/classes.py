"""Writes test/goldens/classes/*.json, what metrics of classes, ranks and raters are held to.

Made with CPython 3.11.7, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, krippendorff 0.9.0:

    python -m venv .venv
    .venv/bin/pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 krippendorff==0.9.0
    .venv/bin/python scripts/goldens/classes.py

The labels, log-likelihoods and ratings are drawn by a seeded generator. An answer that names no class is the label -1, which is
not among the labels whose F1 is averaged.
"""

import json
import random
import statistics
import warnings
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
from sklearn import metrics

from sfc32 import resampled_places

OUT = Path(__file__).resolve().parents[2] / "test" / "goldens" / "classes"
MADE_WITH = {name: version(name) for name in ("numpy", "scipy", "scikit-learn", "krippendorff")}
RESAMPLES = 200
warnings.simplefilter("ignore")


def labels(rng):
    for classes in (2, 2, 3, 5):
        for n in (1, 2, 7, 40):
            for skill in (0.2, 0.7):
                for unread in (0, 0.2):
                    weights = [rng.random() for _ in range(classes)]
                    references = rng.choices(range(classes), weights, k=n)
                    said = [one if rng.random() < skill else rng.randrange(classes) for one in references]
                    yield references, [-1 if rng.random() < unread else one for one in said]
    for references, said in [([1, 1, 1], [1, 1, 1]), ([0, 0, 1], [1, 1, 0]), ([0, 1], [-1, -1]), ([0, 1, 1, 0, 2, 2], [0, 1, 0, 0, 2, 1])]:
        yield references, said


def of_classes(references, said):
    known = sorted(set(references) | {one for one in said if one >= 0})
    f1 = lambda average: float(metrics.f1_score(references, said, labels=known, average=average, zero_division=0))
    found = {
        "accuracy": float(metrics.accuracy_score(references, said)),
        "macro_f1": f1("macro"),
        "weighted_f1": f1("weighted"),
        "micro_f1": f1("micro"),
        "mcc": float(metrics.matthews_corrcoef(references, said)),
        "cohen_kappa": float(metrics.cohen_kappa_score(references, said)),
    }
    if set(references) | set(said) == {0, 1}:
        found["binary_f1"] = float(metrics.f1_score(references, said))
    return {name: None if np.isnan(value) else value for name, value in found.items()}


def sklearn_rows():
    rng = random.Random(600)
    for references, said in labels(rng):
        yield {"references": references, "said": said, "metrics": of_classes(references, said)}


def bootstrap_rows():
    rng = random.Random(610)
    for classes, n in ((2, 30), (3, 80)):
        references = [rng.randrange(classes) for _ in range(n)]
        said = [one if rng.random() < 0.7 else rng.randrange(classes) for one in references]
        draws = [of_classes([references[i] for i in places], [said[i] for i in places])
                 for places in resampled_places(n, 1234, RESAMPLES)]
        for metric in ("macro_f1", "weighted_f1", "mcc", "cohen_kappa"):
            values = [draw[metric] for draw in draws]
            yield {"metric": metric, "references": references, "said": said, "seed": 1234, "resamples": RESAMPLES,
                   "standardError": statistics.stdev(values), "interval": [float(x) for x in np.quantile(values, [0.025, 0.975])]}


def rank_rows():
    """Of one right option, label ranking average precision is the reciprocal rank, and top-k accuracy recall at k."""
    rng = random.Random(620)
    for options in (2, 4, 5, 10):
        for _ in range(6):
            likelihoods = [round(rng.uniform(-9, 0), 6) for _ in range(options)]
            answer = rng.randrange(options)
            relevant = [[int(place == answer) for place in range(options)]]
            recall = {str(k): float(metrics.top_k_accuracy_score([answer], [likelihoods], k=k, labels=range(options)))
                      for k in (1, 2, 3) if options > 2}
            yield {"logLikelihoods": likelihoods, "answer": answer, "recall": recall,
                   "reciprocalRank": float(metrics.label_ranking_average_precision_score(relevant, [likelihoods]))}


def krippendorff_rows():
    rng = random.Random(630)
    for raters, units, values, missing in [(2, 10, 2, 0), (2, 30, 5, 0.1), (3, 12, 3, 0.3), (5, 40, 10, 0.4), (4, 6, 4, 0.6), (3, 25, 5, 0)]:
        truth = [rng.randrange(values) for _ in range(units)]
        said = lambda unit: truth[unit] if rng.random() < 0.6 else rng.randrange(values)
        ratings = [[None if rng.random() < missing else said(unit) for unit in range(units)] for _ in range(raters)]
        data = np.array([[np.nan if one is None else one for one in row] for row in ratings], dtype=float)
        alphas = {level: float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
                  for level in ("nominal", "ordinal", "interval")}
        yield {"ratings": ratings, **alphas}


def write(name, content):
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"madeWith": MADE_WITH, **content}, separators=(",", ":"))
    (OUT / f"{name}.json").write_text(text.replace('},{"', '},\n{"') + "\n")


if __name__ == "__main__":
    write("sklearn", {"classes": list(sklearn_rows()), "bootstrap": list(bootstrap_rows()), "ranks": list(rank_rows())})
    write("krippendorff", {"cases": list(krippendorff_rows())})
