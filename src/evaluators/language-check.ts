import { createRequire } from 'node:module';
import { HretError } from '../errors.js';
import { hasCode } from '../util/system-error.js';
import { isInLanguage, prose, scriptLanguages, scriptShares } from './language-detect.js';

/** Whether a text is in the language; `undefined` when it has no letters to judge by. */
export type LanguageCheck = (text: string) => boolean | undefined | Promise<boolean | undefined>;

/** The part of the package `eld` that is used. */
export interface Detector {
  detect(text: string): { readonly language: string };
}

/** Languages that share their script with others, told apart by the optional package `eld`. */
const detectedLanguages =
  'am az be bg bn ca cs da de es et eu fa fi fr gu hr hu hy is it ka kn ku lo lt lv ml mr ms nl no or pa pl pt ro sk sl sq sr sv ta te tl tr uk ur vi yo'.split(
    ' ',
  );

/** Makes the check for a language code such as `ko`, `ko-KR` or `zh_tw`; only the part before the hyphen counts. */
export function languageCheck(lang: string, loader: () => () => Promise<Detector> = eldLoader): LanguageCheck {
  const [language = ''] = lang.toLowerCase().split(/[-_]/);
  if (scriptLanguages.includes(language)) return (text) => isInLanguage(text, language);
  if (!detectedLanguages.includes(language)) {
    const known = [...scriptLanguages, ...detectedLanguages].sort().join(', ');
    throw new HretError('usage', `targetLang: "${lang}" is not a language code that can be checked. Known: ${known}.`);
  }
  const load = loader();
  return async (text) => {
    if (Object.keys(scriptShares(text)).length === 0) return undefined;
    return (await load()).detect(prose(text)).language === language;
  };
}

const resolveHere = createRequire(import.meta.url).resolve;

/** Tells at once whether the package is there, and imports it on first use. */
export function eldLoader(resolve: (specifier: string) => string = resolveHere): () => Promise<Detector> {
  const specifier = 'eld/medium';
  try {
    resolve(specifier);
  } catch (cause) {
    // Installed, but for `import` only: exactly what it should be.
    if (!hasCode(cause, 'ERR_PACKAGE_PATH_NOT_EXPORTED')) throw missingEld(cause);
  }
  let detector: Promise<Detector> | undefined;
  return () => {
    detector ??= import(specifier).then((module: { readonly eld: Detector }) => module.eld);
    return detector;
  };
}

function missingEld(cause: unknown): HretError {
  return new HretError(
    'missing_package',
    'Telling languages in the same script apart needs the package "eld". Install it: npm install eld@2',
    { cause },
  );
}
