"""Writes test/goldens/scoring/*.json, what the text metrics and math_match are held to.

Made with CPython 3.11.7, sacrebleu 2.6.0, rouge-score 0.1.2, NLTK 3.10.4, math-verify 0.9.0:

    python -m venv .venv
    .venv/bin/pip install sacrebleu==2.6.0 rouge-score==0.1.2 nltk==3.10.4 'math-verify[antlr4_13_2]==0.9.0'
    .venv/bin/python scripts/goldens/scoring.py

The sentences are our own, with words left out, swapped, repeated and replaced by a seeded generator.
"""

import json
import random
import statistics
from importlib.metadata import version
from pathlib import Path

from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify
from nltk.stem import porter
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

from sfc32 import resampled_places

OUT = Path(__file__).resolve().parents[2] / "test" / "goldens" / "scoring"
MADE_WITH = {name: version(name) for name in ("sacrebleu", "rouge-score", "nltk", "math-verify")}
# 200 stand for the 1,000 of a run: the draws are the same, and sacrebleu is slow.
RESAMPLES = 200

SENTENCES = [
    "The ferry to the island leaves at 7:30 every morning, even in winter.",
    "She paid $1,250.50 for the second-hand piano; it hadn't been tuned in years.",
    "Nobody knew why the old clock (built in 1873) stopped at noon.",
    "A small dog ran across the wide square and the children ran after the dog.",
    "\"Are you sure?\" he asked, and she said: \"Not at all!\"",
    "섬으로 가는 배는 겨울에도 매일 아침 7시 30분에 떠난다.",
    "그녀는 중고 피아노를 1,250,000원에 샀고, 몇 년 동안 조율하지 않았다.",
    "아무도 오래된 시계(1873년 제작)가 왜 정오에 멈췄는지 몰랐다.",
    "작은 개가 넓은 광장을 가로질러 달렸고 아이들이 그 뒤를 따라 달렸다.",
    "“정말이야?” 그가 물었고, 그녀는 “전혀 아니야!”라고 말했다.",
    "R&D 예산은 3.5% 늘었지만 인건비는 -2% 줄었다 — 작년과 반대다.",
    "Short one.",
]


def varied(rng, sentence):
    words = sentence.split()
    for _ in range(rng.randrange(0, 6)):
        kind, at = rng.randrange(5), rng.randrange(len(words))
        if kind == 0 and len(words) > 1:
            words.pop(at)
        elif kind == 1:
            words.insert(at, rng.choice(rng.choice(SENTENCES).split()))
        elif kind == 2:
            words[at] = rng.choice(rng.choice(SENTENCES).split())
        elif kind == 3:
            to = rng.randrange(len(words))
            words[at], words[to] = words[to], words[at]
        else:
            end = min(len(words), at + rng.randrange(1, 4))
            phrase, rest = words[at:end], words[:at] + words[end:]
            to = rng.randrange(len(rest) + 1)
            words = rest[:to] + phrase + rest[to:]
    return " ".join(words)


def corpora(seed, count, references):
    rng = random.Random(seed)
    for _ in range(count):
        rows = []
        for _ in range(rng.randrange(1, 6)):
            sentence = rng.choice(SENTENCES)
            rows.append({"answer": varied(rng, sentence), "references": [varied(rng, sentence) for _ in range(references)]})
        yield rows


def scored(metric_of, params, rows):
    answers = [row["answer"] for row in rows]
    streams = [list(stream) for stream in zip(*(row["references"] for row in rows))]
    sentence = metric_of(True)
    return {
        "params": params,
        "rows": rows,
        "corpus": metric_of(False).corpus_score(answers, streams).score,
        "sentences": [sentence.sentence_score(row["answer"], row["references"]).score for row in rows],
    }


def write(name, cases):
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"madeWith": MADE_WITH, "cases": cases}, separators=(",", ":"), ensure_ascii=False)
    (OUT / f"{name}.json").write_text(text.replace('},{"', '},\n{"') + "\n")


def bleu():
    for place, (tokenizer, lowercase, smoothing, order) in enumerate(
        [("13a", False, "exp", 4), ("intl", False, "exp", 4), ("char", False, "exp", 4), ("none", True, "floor", 4), ("13a", True, "none", 2)]
    ):
        params = {"tokenizer": tokenizer, "lowercase": lowercase, "smoothing": smoothing, "maxOrder": order}
        for rows in corpora(place, 8, 1 + place % 2):
            yield scored(
                lambda sentence: BLEU(lowercase=lowercase, tokenize=tokenizer, smooth_method=smoothing, max_ngram_order=order, effective_order=sentence),
                params,
                rows,
            )


def chrf():
    for place, (word_order, beta, lowercase) in enumerate([(0, 2, False), (2, 2, False), (0, 1, True), (1, 3, False)]):
        params = {"wordOrder": word_order, "beta": beta, "lowercase": lowercase}
        for rows in corpora(100 + place, 8, 1 + place % 2):
            yield scored(lambda _: CHRF(word_order=word_order, beta=beta, lowercase=lowercase), params, rows)


def ter():
    for place, case_sensitive in enumerate([False, True]):
        for rows in corpora(200 + place, 20, 1 + place):
            yield scored(lambda _: TER(case_sensitive=case_sensitive), {"caseSensitive": case_sensitive}, rows)


def rouge(stem=False, seed=300):
    kinds = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    scorer = rouge_scorer.RougeScorer(kinds, use_stemmer=stem)
    for rows in corpora(seed, 30, 2):
        answer = "\n".join(row["answer"] for row in rows)
        references = ["\n".join(row["references"][place] for row in rows) for place in range(2)]
        each = scorer.score_multi(references, answer)
        yield {"answer": answer, "references": references, "scores": {kind: each[kind].fmeasure for kind in kinds}}


def stemmed_rouge():
    yield from rouge(stem=True, seed=310)


STEMS = """a accept adjust agree aggregat analog anim appear archaeo base bl bowl box cannot care chanc child compl condit control
cry dai deal decid defen depend digit die dri eas electr emot enjoy exce fail feel feud fil fizz flow fly form full generat geo
hand happ hiss hop hope howe ident inn institut invok ion irritat joy lie log magic measur mill motor multipl nam news obey oper
out pla pleas possibl predict priv produc prov quick rat reli rous run sens siz sk sky spi spray stat succ syl tan tie toll triplic
troubl try typ univers us val vietnam wag weigh yell yy z 7 x2""".split()
SUFFIXES = """ s es ies ed ied eed ing ings y ly ily ement ment ments ation ational tional tion izer ization ize izing abli able ably
ibl ibli alli ally entli ently eli ously ousli ousness iveness fulness fulli fully logi logy ator ators alism aliti ality iviti
ivity biliti bility icate ative alize iciti ical ful ness al ance ence er ers ic ible ant ent ion sion ou ism ate iti ous ive e
ee ll lled lling""".split(" ")


def stems():
    stemmer = porter.PorterStemmer()
    words = sorted({stem + suffix.strip() for stem in STEMS for suffix in SUFFIXES})[::6]
    yield {"stems": {word: stemmer.stem(word) for word in words}}


MATH = [
    "42", "43", "-42", "42.0", "0.5", ".5", "\\frac{1}{2}", "\\frac12", "1/2", "50\\%", "\\sqrt{12}", "2\\sqrt{3}", "\\sqrt{3}", "x^2-1",
    "(x-1)(x+1)", "x^2+1", "\\{1,2,3\\}", "\\{3,2,1\\}", "\\{1,2\\}", "1,2,3", "3,2,1", "[0,1)", "(0,1)", "[0,1]", "(1,0)", "(-\\infty,0)\\cup(1,\\infty)",
    "(1,\\infty)\\cup(-\\infty,0)", "x=5", "5", "5=x", "x>3", "3<x", "x\\geq 3", "\\pi", "2\\pi", "\\frac{2\\pi}{2}", "\\sin^2 x+\\cos^2 x", "1",
    "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}", "\\begin{pmatrix}1&2\\\\3&5\\end{pmatrix}", "1\\pm\\sqrt{2}",
    "1+\\sqrt{2},1-\\sqrt{2}", "2^{10}", "1024", "10!", "3628800", "\\binom{5}{2}", "10", "e^{i\\pi}", "-1", "\\log 100", "|x|", "|-3|", "3", "90^\\circ",
    "90", "12\\text{ cm}", "12", "1,000", "1000", "1.5\\times 10^3", "1500", "\\frac{x}{y}", "x y^{-1}", "\\frac{a+b}{c}", "\\frac{a}{c}+\\frac{b}{c}",
    "\\text{odd}", "odd", "\\text{even}", "7:32", "\\emptyset", "0.333333", "\\frac13", "3.14159", "1\\frac12", "1.5", "f(x)", "f(y)",
]


def math():
    settings = [LatexExtractionConfig(boxed_match_priority=0), ExprExtractionConfig()]
    read = {text: parse(f"${text}$", settings) for text in MATH}
    rng = random.Random(400)
    near = [(gold, answer) for place, gold in enumerate(MATH) for answer in MATH[max(0, place - 3) : place + 4]]
    far = [(rng.choice(MATH), rng.choice(MATH)) for _ in range(300)]
    for gold, answer in near + far:
        yield {"reference": f"${gold}$", "answer": f"${answer}$", "isCorrect": bool(verify(read[gold], read[answer]))}


def bootstrap():
    """sacrebleu's scores of corpora drawn anew by the generator of src/util/random.ts, and of two systems on the same draws."""
    metrics = {"bleu": lambda: BLEU(), "chrf": lambda: CHRF(), "ter": lambda: TER()}
    for place, (name, metric_of) in enumerate(metrics.items()):
        rng = random.Random(500 + place)
        references = [varied(rng, sentence) for sentence in SENTENCES]
        a, b = ([varied(rng, sentence) for sentence in SENTENCES] for _ in range(2))
        of = lambda answers, places: metric_of().corpus_score([answers[i] for i in places], [[references[i] for i in places]]).score
        draws = list(resampled_places(len(SENTENCES), 1234, RESAMPLES))
        everything = range(len(SENTENCES))
        ofs = {"a": [of(a, places) for places in draws], "b": [of(b, places) for places in draws]}
        differences = [x - y for x, y in zip(ofs["a"], ofs["b"])]
        far = min(sum(d <= 1e-9 for d in differences), sum(d >= -1e-9 for d in differences))
        yield {
            "metric": name, "references": references, "a": a, "b": b, "seed": 1234, "resamples": RESAMPLES,
            "value": of(a, everything), "standardError": statistics.stdev(ofs["a"]), "interval": percentiles(ofs["a"]),
            "difference": of(a, everything) - of(b, everything), "differenceError": statistics.stdev(differences),
            "differenceInterval": percentiles(differences),
            "pValue": max(min(1, 2 * (1 + far) / (1 + RESAMPLES)), 2 ** (1 - len(SENTENCES))),
        }


def percentiles(values, level=0.95):
    """Hyndman and Fan's type 7, numpy's default."""
    ascending = sorted(values)

    def at(share):
        position = (len(ascending) - 1) * share
        low = int(position)
        return ascending[low] + (position - low) * (ascending[min(low + 1, len(ascending) - 1)] - ascending[low])

    return [at((1 - level) / 2), at((1 + level) / 2)]


if __name__ == "__main__":
    for make in (bleu, chrf, ter, rouge, stemmed_rouge, stems, math, bootstrap):
        cases = list(make())
        write(make.__name__, cases)
        print(make.__name__, len(cases))
