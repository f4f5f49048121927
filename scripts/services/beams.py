"""What Python's transformers finds by beam search: four beams, the four best answers of each question.

Usage: beams.py FOLDER < {"prompts", "lengthPenalties", "earlyStoppings", "maxTokens", "ends"} > answers.json

"ends" are the tokens that end an answer. The output has, for each prompt, a list with one search for each length penalty and
way of stopping, in that order: {"texts", "scores", "tokens"}, best first; a score is the sum of the log-probabilities divided
by length ^ penalty, and the end token counts as a token.
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(1)  # more only wait for each other with a model this small
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()
asked = json.load(sys.stdin)


def search(prompt: str, penalty: float, early) -> dict:
    ids = torch.tensor([tokenizer.encode(prompt, add_special_tokens=False)])
    found = model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        num_beams=4,
        num_return_sequences=4,
        length_penalty=penalty,
        early_stopping=early,
        max_new_tokens=asked["maxTokens"],
        eos_token_id=asked["ends"],
        pad_token_id=0,
        return_dict_in_generate=True,
        output_scores=True,
    )
    answers = [until_end(row) for row in found.sequences[:, ids.shape[1] :].tolist()]
    said = [row[:-1] if row[-1] in asked["ends"] else row for row in answers]
    return {
        "texts": [tokenizer.decode(row, skip_special_tokens=True) for row in said],
        "scores": found.sequences_scores.tolist(),
        "tokens": [len(row) for row in answers],
    }


def until_end(row: list[int]) -> list[int]:
    """What comes after the end token is padding."""
    ends = [place for place, token in enumerate(row) if token in asked["ends"]]
    return row[: ends[0] + 1] if ends else row


json.dump(
    [
        [search(prompt, penalty, early) for penalty in asked["lengthPenalties"] for early in asked["earlyStoppings"]]
        for prompt in asked["prompts"]
    ],
    sys.stdout,
)
