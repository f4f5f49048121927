/** Digits, and what stands behind them: `3천`, `5백`, `20`. */
const part = String.raw`(?:(\d[\d,]*(?:\.\d+)?)\s*천)?\s*(?:(\d)\s*백)?\s*(?:(\d)\s*십)?\s*(\d[\d,]*(?:\.\d+)?)?`;
const whole = new RegExp(`^(-?)(?:${part}\\s*조)?\\s*(?:${part}\\s*억)?\\s*(?:${part}\\s*만)?\\s*${part}$`);
const LARGE = [1e12, 1e8, 1e4, 1];
const SMALL = [1000, 100, 10, 1];

/** `350000000` of `3억 5천만`, `25000` of `2만 5천`; other texts stay as they are. */
export function fromKorean(text: string): string {
  if (text.length > 60 || !/\d\s*[만억조천백십]/.test(text)) return text;
  const [, minus = '', ...parts] = whole.exec(text) ?? [];
  if (parts.length === 0) return text;
  const total = parts.reduce((sum, digits, place) => {
    const large = LARGE[Math.floor(place / SMALL.length)] ?? 1;
    const small = SMALL[place % SMALL.length] ?? 1;
    return sum + Number((digits ?? '0').replaceAll(',', '')) * large * small;
  }, 0);
  return Number.isSafeInteger(total) ? `${minus}${total}` : text;
}
