"""Ranks the options of questions with Python's transformers, and scores the ranking, one option at a time.

Usage: rank-options.py FOLDER < questions.json > rankings.json

A question is {"prompt", "options", "answer"}, `answer` the place of the right option; its ranking {"sums", "acc", "acc_norm",
"acc_bytes"}. The rules are those of EleutherAI/lm-evaluation-harness for raw prompts: one space before an option
(target_delimiter), white space at the end of a prompt goes with the option, the tokens after as many as the prompt has alone
count (TemplateLM._encode_pair); the largest sum, the largest per character and the largest per UTF-8 byte of the option, the
first of equal ones (ConfigurableTask.process_results).
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)
folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def ids(text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False)


def log_likelihood(prompt: str, option: str) -> float:
    whole, start = ids(prompt + " " + option), len(ids(prompt.rstrip()))
    with torch.no_grad():
        logits = model(torch.tensor([whole])).logits[0, start - 1 : -1].double()
    logs = torch.log_softmax(logits, dim=-1)
    return sum(logs[place, token].item() for place, token in enumerate(whole[start:]))


def right(values: list[float], question: dict) -> int:
    chosen = question["options"][values.index(max(values))]
    return int(chosen == question["options"][question["answer"]])


def ranking(question: dict) -> dict:
    options = question["options"]
    sums = [log_likelihood(question["prompt"], option) for option in options]
    return {
        "sums": sums,
        "acc": right(sums, question),
        "acc_norm": right([value / len(option) for value, option in zip(sums, options)], question),
        "acc_bytes": right([value / len(option.encode()) for value, option in zip(sums, options)], question),
    }


json.dump([ranking(question) for question in json.load(sys.stdin)], sys.stdout)
