/** Marks words for a terminal. Every function returns its text unchanged when colour is off. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

const same = (text: string) => text;

/** No colour: what everything uses unless told otherwise. */
export const plainStyle: Style = { bold: same, dim: same, red: same, green: same, yellow: same };

const colorStyle: Style = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
};

/** Colour or not; the caller decides, from `NO_COLOR` and whether it writes to a terminal. */
export function styleFor(isColored: boolean): Style {
  return isColored ? colorStyle : plainStyle;
}

function code(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
