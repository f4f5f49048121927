"""What Python's transformers makes of the same questions: log-likelihoods of options, and greedy answers, one at a time.

Usage: likelihoods.py FOLDER < questions.json > answers.json

A question is {"prompt", "options", "chat"}; its answer {"sums", "hret", "means", "text"}:
"sums"   log-likelihood of each option after lm-eval's rule: white space at the end of the prompt goes with the option, and the
         tokens after as many as the prompt has alone are scored (EleutherAI/lm-evaluation-harness, TemplateLM._encode_pair)
"hret"   the same as HRET has it: prompt + " " + option, the tokens after as many as the prompt has alone
"means"  mean log-probability of the tokens of each option put right after the prompt, from the first one that is not the prompt's
"text"   the greedy answer of at most 16 tokens
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)  # more only wait for each other with a model this small
folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder).eval()


def rendered(question: dict) -> str:
    if not question["chat"]:
        return question["prompt"]
    messages = [{"role": "user", "content": question["prompt"]}]
    return tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)


def ids(text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False)


def scored(whole: list[int], start: int) -> list[float]:
    with torch.no_grad():
        logits = model(torch.tensor([whole])).logits[0].double()
    logs = torch.log_softmax(logits, dim=-1)
    return [logs[place - 1, whole[place]].item() for place in range(start, len(whole))]


def common(one: list[int], other: list[int]) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))


def answer(question: dict) -> dict:
    text = rendered(question)
    gap = "" if question["chat"] else " "
    bare, trimmed = len(ids(text)), len(ids(text.rstrip()))
    after = [scored(ids(text + option), common(ids(text), ids(text + option))) for option in question["options"]]
    prompt = torch.tensor([ids(text)])
    generated = model.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=16
    )[0, bare:]
    return {
        "sums": [sum(scored(ids(text + gap + option), trimmed)) for option in question["options"]],
        "hret": [sum(scored(ids(question["prompt"] + " " + option), len(ids(question["prompt"])))) for option in question["options"]],
        "means": [sum(logs) / len(logs) for logs in after],
        "text": tokenizer.decode(generated, skip_special_tokens=True),
    }


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
