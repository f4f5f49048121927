/** Of words of three syllables or more; a doctrine (민주주의) ends in 의 of its own. */
const particles =
  /(?<=[가-힣]{2})(?:에서는|에서도|으로는|으로도|이라고|에게서|에서|에게|에는|에도|으로|라고|까지|부터|처럼|보다|이나|이며|이고|입니다|이다|은|는|이|가|을|를|(?<![가-힣]{2}주)의|에|와|과|도|로|만)$/u;

/** Particles that only follow a final consonant, and those that only follow a vowel. */
const afterConsonant = new Set(['은', '이', '을', '과', '으로', '으로는', '으로도']);
const afterVowel = new Set(['는', '가', '를', '와', '로']);

/** A Korean word without the particle at its end: 국회를 is 국회, but 전문가 keeps a 가 that no particle could be after ㄴ. */
export function withoutParticle(word: string): string {
  return word.replace(particles, (particle: string, place: number) => {
    const final = finalConsonant(word[place - 1] ?? '');
    if (afterConsonant.has(particle) && final === NONE) return particle;
    if (afterVowel.has(particle) && final !== NONE && !(particle === '로' && final === RIEUL)) return particle;
    return '';
  });
}

const NONE = 0;
const RIEUL = 8;

/** Number of the final consonant of a syllable, as Unicode composes it: 0 for none. */
function finalConsonant(syllable: string): number {
  return (syllable.charCodeAt(0) - 0xac00) % 28;
}
