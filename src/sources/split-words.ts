const wordsOf = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'dev', 'val'],
  test: ['test', 'testing', 'eval', 'evaluation'],
} as const;

const wordPattern = new RegExp(
  `(?<=^|[-._ 0-9])(?:${Object.values(wordsOf)
    .flat()
    .sort((a, b) => b.length - a.length)
    .join('|')})(?=$|[-._ 0-9])`,
  'gi',
);

/** A file or folder name taken apart: the split word it holds, and the rest of it. */
export interface NamedSplit {
  readonly split: string;
  readonly rest: string;
}

/** Finds the word that names a split, the last one when there are several: `Accounting-dev` is `dev` of `Accounting`. */
export function splitIn(name: string): NamedSplit | undefined {
  const word = [...name.matchAll(wordPattern)].at(-1);
  if (word === undefined) return undefined;
  const before = name.slice(0, word.index).replace(/[-._ ]+$/, '');
  const after = name.slice(word.index + word[0].length).replace(/^[-._ ]+/, '');
  return { split: word[0].toLowerCase(), rest: [before, after].filter((part) => /[^-._ \d]/.test(part)).join('-') };
}

/** Whether two words name the same split: `dev` is `validation`, as in Python's datasets. */
export function isSameSplit(a: string, b: string): boolean {
  return a === b || kindOf(a) === kindOf(b);
}

/** The other words for the same split; none for a word that names no usual one. */
export function splitWordsLike(split: string): string[] {
  const words = Object.values(wordsOf).find((words) => words.some((word) => word === split.toLowerCase())) ?? [];
  return words.filter((word) => word !== split);
}

function kindOf(split: string): string {
  const kinds = Object.entries(wordsOf).find(([, words]) => words.some((word) => word === split.toLowerCase()));
  return kinds?.[0] ?? split;
}
