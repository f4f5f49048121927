/** Characters that take no room: combining marks, joiners, the later parts of a Hangul syllable spelt in letters. */
const zeroWidth =
  /^[\p{Mn}\p{Me}\p{Cc}\u00ad\u1160-\u11ff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud7b0-\ud7ff\ufeff\u{e0000}-\u{e0fff}]$/u;

/** East Asian Wide and Fullwidth (Unicode 16); emoji are told by their property. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]$/u;

/** Shown as a picture by itself, or made one by the variation selector or the keycap behind it. */
const emoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/u;

const ascii = /^[ -~]*$/;
/** Each of these is a character by itself: ASCII, the dash and the ellipsis of our tables, Hangul syllables and Han. */
const simple = /^[ -~\u2013\u2026\u4e00-\u9fff\uac00-\ud7a3]*$/;
const FIRST_WIDE_SIMPLE = 0x4e00;
const ellipsis = '…';

let segmenter: Intl.Segmenter | undefined;

/** How many columns of a terminal a text takes: Hangul, Han and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  if (simple.test(text)) return simpleWidth(text);
  let width = 0;
  for (const character of charactersOf(text)) width += characterWidth(character);
  return width;
}

/** Cutting a text into characters takes a hundred times as long, and most of what is shown is simple. */
function simpleWidth(text: string): number {
  let width = text.length;
  for (let place = 0; place < text.length; place++) if (text.charCodeAt(place) >= FIRST_WIDE_SIMPLE) width++;
  return width;
}

/** Fills up with spaces, on the right unless `align` says otherwise. A text that is wider stays as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** Cuts a text that is too wide and puts `…` at the end; never cuts a character in two. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let room = width - 1;
  for (const character of charactersOf(text)) {
    room -= characterWidth(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + ellipsis;
}

/** Up to ASCII, which joins nothing before it. V8 copies all of a text for each character that it is cut into. */
const pieces = /[\s\S]{1,200}(?=[ -~]|$)|[\s\S]{1,1000}/gu;

/** What a reader sees as one character. */
function* charactersOf(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  for (const [piece] of text.matchAll(pieces)) for (const { segment } of segmenter.segment(piece)) yield segment;
}

function characterWidth(character: string): number {
  if (emoji.test(character)) return 2;
  let width = 0;
  for (const point of character) {
    if (!zeroWidth.test(point)) width += wide.test(point) ? 2 : 1;
  }
  return width;
}
