"""Log-likelihoods of continuations by transformers, one forward pass each, summed in double precision.

Usage: log-likelihoods.py MODEL < [{"context": …, "continuations": […], "isChat": false}, …]

Prints a list of lists. The rule is lm-evaluation-harness's: a space stands between the two; white space at the end of the
context belongs to the continuation; the tokens of both together, from as many on as the context has by itself. With isChat
the context is a user's message under the chat template and the continuation the beginning of the answer, without a space.
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()


def texts(context, continuation, is_chat):
    if is_chat:
        message = [{"role": "user", "content": context}]
        begun = tokenizer.apply_chat_template(message, tokenize=False, add_generation_prompt=True)
        return begun.rstrip(), begun + continuation
    return context.rstrip(), context + " " + continuation


def log_likelihood(context, continuation, is_chat):
    before, whole = (tokenizer.encode(text) for text in texts(context, continuation, is_chat))
    with torch.no_grad():
        logits = model(torch.tensor([whole])).logits[0].double()
    log_probabilities = torch.log_softmax(logits, dim=-1)
    return sum(log_probabilities[place - 1, whole[place]].item() for place in range(len(before), len(whole)))


print(
    json.dumps(
        [
            [log_likelihood(asked["context"], continuation, asked["isChat"]) for continuation in asked["continuations"]]
            for asked in json.load(sys.stdin)
        ]
    )
)
