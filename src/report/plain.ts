// biome-ignore-start lint/suspicious/noControlCharactersInRegex: finding them is the point
/** Whole terminal commands: colours and cursor moves, titles and links, and the short ones. None goes beyond where another begins. */
const terminalCommand =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|(?:\u001b[PX^_]|[\u0090\u0098\u009e\u009f])[^\u001b\u0090\u0098\u009c-\u009f]*(?:\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: finding them is the point

const space = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Controls, marks that turn the direction of the text, invisible characters, halves of characters. */
const invisible =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** What none of the above is in, which is most texts. */
const harmless = /^[ -~\uac00-\ud7a3]*$/;

/** Text of models, services and files, on one line and unable to do anything to a terminal. */
export function plain(text: string): string {
  if (harmless.test(text)) return text;
  return text
    .replace(terminalCommand, '')
    .replace(space, ' ')
    .replace(invisible, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
