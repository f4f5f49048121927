const SECRET_WORDS = new Set([
  ...['secret', 'secrets', 'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'credential', 'credentials'],
  ...['auth', 'authorization', 'bearer', 'cookie', 'cookies', 'apikey', 'accesskey', 'secretkey', 'privatekey'],
]);
const KEY_OWNERS = new Set(['api', 'access', 'secret', 'private', 'auth', 'subscription', 'service', 'account']);
/** Words before `token` that make it a piece of text instead of a key to something. */
const TEXT_TOKENS = new Set([
  ...['bos', 'eos', 'pad', 'unk', 'sep', 'cls', 'mask', 'stop', 'start', 'begin', 'end', 'first', 'last', 'next'],
  ...['per', 'special', 'image', 'think', 'new', 'by', 'each', 'a'],
]);

/** Whether what stands under this name is nobody's business: `apiKey`, `access_token`, `X-Api-Key`, `password`; not `maxTokens` or `eos_token`. */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key);
  if (words.some((word) => SECRET_WORDS.has(word))) return true;
  if (words.some((word, place) => word === 'key' && KEY_OWNERS.has(words[place - 1] ?? ''))) return true;
  return words.at(-1) === 'token' && !TEXT_TOKENS.has(words.at(-2) ?? '');
}

/** The same for headers and query parameters, where just `key`, `sig` or `code` is one too. */
export function isSecretParameter(name: string): boolean {
  return isSecretKey(name) || ['key', 'sig', 'signature', 'code'].includes(wordsOf(name).at(-1) ?? '');
}

function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
