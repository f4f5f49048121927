/**
 * About how many tokens a text has, without a tokenizer. Tokens per character, fitted by least squares to OpenAI's
 * o200k_base (GPT-4o and later) on Korean exam passages and English technical prose: for nine texts in ten within 16 %
 * of the true number. Older vocabularies (cl100k_base: GPT-4, GPT-3.5) have about the same number of tokens for English and
 * 1.7 times as many for Korean.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let i = 0; i < text.length; i++) tokens += tokensOf(text.charCodeAt(i));
  return Math.ceil(tokens - 1e-6); // the sum of many fractions is a little off
}

function tokensOf(unit: number): number {
  if (unit === 0x20) return 0.3;
  if (unit < 0x80) {
    const letter = unit | 0x20;
    if (letter >= 0x61 && letter <= 0x7a) return 0.18;
    return unit >= 0x30 && unit <= 0x39 ? 1 : 0.6;
  }
  if (unit >= 0xac00 && unit <= 0xd7a3) return 0.73;
  // Chinese characters and Kana.
  if (unit >= 0x3040 && unit <= 0x9fff) return 1;
  return 0.6;
}
