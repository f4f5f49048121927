"""Exports a Llama-like model for transformers.js: FOLDER/onnx/model.onnx, with keys and values of earlier tokens as inputs.

Usage: export-onnx.py FOLDER

The names of inputs and outputs are those of Optimum's export for text generation with past. Needs torch, transformers, onnx.
"""

import sys
import warnings
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, DynamicCache

ROWS, TOKENS, PAST = 2, 3, 4


class OneStep(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, position_ids, *past):
        cache = DynamicCache(list(zip(past[::2], past[1::2])))
        output = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=cache,
            use_cache=True,
        )
        present = [tensor for layer in output.past_key_values.layers for tensor in (layer.keys, layer.values)]
        return (output.logits, *present)


def export(folder: Path) -> None:
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
    config = model.config
    heads, width = config.num_key_value_heads, config.hidden_size // config.num_attention_heads
    layers = [f"{layer}.{part}" for layer in range(config.num_hidden_layers) for part in ("key", "value")]
    past, present = [f"past_key_values.{name}" for name in layers], [f"present.{name}" for name in layers]
    example = (
        torch.ones(ROWS, TOKENS, dtype=torch.long),
        torch.ones(ROWS, PAST + TOKENS, dtype=torch.long),
        torch.arange(PAST, PAST + TOKENS).repeat(ROWS, 1),
        *(torch.randn(ROWS, heads, PAST, width) for _ in past),
    )
    tokens = {0: "batch_size", 1: "sequence_length"}
    axes = {
        "input_ids": tokens,
        "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
        "position_ids": tokens,
        "logits": tokens,
        **{name: {0: "batch_size", 2: "past_sequence_length"} for name in past},
        **{name: {0: "batch_size", 2: "total_sequence_length"} for name in present},
    }
    (folder / "onnx").mkdir(exist_ok=True)
    warnings.simplefilter("ignore")
    torch.onnx.export(
        OneStep(model),
        example,
        str(folder / "onnx" / "model.onnx"),
        input_names=["input_ids", "attention_mask", "position_ids", *past],
        output_names=["logits", *present],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    export(Path(sys.argv[1]))
