"""Makes a tiny Llama with random weights and its tokenizer, in the layout of the Hugging Face hub: nothing is downloaded.

Usage: tiny-model.py FOLDER

The same weights every time (seed 20), float32, 2 layers, about 0.43 million parameters. They are drawn wider than a model
starts with, so that the options of a question get clearly different log-probabilities. The tokenizer is byte-level BPE
trained on the sentences below: any text can be encoded, Korean words it has not seen fall into syllables and bytes, and
" A", " B" … are tokens of their own, so that a space moved from a prompt to its continuation changes the tokens.
Begin-of-text is never added; the chat template is ChatML.

Needs torch and transformers (5.x); made with torch 2.13.0 and transformers 5.17.0.
"""

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
VOCABULARY = 512
POSITIONS = 2048

CORPUS = [
    "대한민국의 수도는 서울이다. 정답은 B입니다.",
    "다음 질문을 읽고 가장 알맞은 답을 고르시오. 정답: A 정답: B 정답: C 정답: D",
    "### 질문: 다음 중 옳은 것은? ### 선택지: A. 사과 B. 배 C. 감 D. 귤 ### 정답:",
    "한국어 문장을 여러 개 넣어 자주 쓰이는 음절이 하나의 토큰이 되게 한다.",
    "The capital of Korea is Seoul. The answer is A. The answer is B. The answer is C. The answer is D.",
    "Question: which of the following is right? Answer: A Answer: B Answer: C Answer: D",
    "물은 섭씨 100도에서 끓고 0도에서 언다. 1 2 3 4 5 6 7 8 9 10",
    "(A) (B) (C) (D) ① ② ③ ④ ⑤ 가 나 다 라",
]

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        min_frequency=1,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[END_OF_TEXT, TURN_START, TURN_END],
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS * 4, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=END_OF_TEXT,
        eos_token=TURN_END,
        pad_token=END_OF_TEXT,
        chat_template=CHAT_TEMPLATE,
        clean_up_tokenization_spaces=False,
        model_max_length=POSITIONS,
    )


def tiny_llama(tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    torch.manual_seed(20)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=POSITIONS,
        initializer_range=0.12,
        tie_word_embeddings=False,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        dtype=torch.float32,
    )
    return LlamaForCausalLM(config).eval()


if __name__ == "__main__":
    (folder,) = sys.argv[1:]
    tokenizer = tiny_tokenizer()
    tokenizer.save_pretrained(folder)
    tiny_llama(tokenizer).save_pretrained(folder)
