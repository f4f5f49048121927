import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapStrings, redactKeys, Secrets, withoutRedacted, withoutSecrets } from '../../src/util/redact.js';

const KEY = 'sk-proj-0123456789abcdef';

function secretsOf(...values: string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

describe('Secrets', () => {
  test('replaces a registered value wherever it stands', () => {
    expect(secretsOf(KEY).redact(`Incorrect API key ${KEY}; you sent "${KEY}".`)).toBe(
      'Incorrect API key [redacted]; you sent "[redacted]".',
    );
  });

  test('leaves a text without secrets as it is', () => {
    expect(secretsOf(KEY).redact('정답은 B입니다')).toBe('정답은 B입니다');
    expect(new Secrets().redact(KEY)).toBe(KEY);
  });

  test('ignores values shorter than six characters', () => {
    expect(secretsOf('', 'a', '12345').redact('a 12345')).toBe('a 12345');
    expect(secretsOf('123456').redact('a 123456')).toBe('a [redacted]');
  });

  test.each([
    ['JSON', JSON.stringify({ text: 'p"a\\s\ns한글' })],
    ['JSON inside JSON', JSON.stringify({ arguments: JSON.stringify({ text: 'p"a\\s\ns한글' }) })],
    ['JSON as Python writes it', '{"text": "p\\"a\\\\s\\ns\\ud55c\\uae00"}'],
    ['a URL', `https://host/?p=${encodeURIComponent('p"a\\s\ns한글')}`],
    ['a form', new URLSearchParams({ p: 'p"a\\s\ns한글' }).toString()],
  ])('finds a value with quotes, line ends and Hangul in %s', (_, text) => {
    const redacted = secretsOf('p"a\\s\ns한글').redact(text);
    expect(redacted).toContain('[redacted]');
    expect(redacted).not.toMatch(/a\\+s|a%5Cs/);
  });

  test.each(['', 'u', 'us', 'use', 'user:'])('finds a value in the base64 of "%s" and the value', (before) => {
    const encoded = Buffer.from(`${before}${KEY}@after`).toString('base64');
    const redacted = secretsOf(KEY).redact(`Authorization: Basic ${encoded}`);
    expect(redacted).toContain('[redacted]');
    expect(Buffer.from(redacted.replace(/.*Basic /, ''), 'base64').toString()).not.toContain(KEY.slice(4, 20));
  });

  test('replaces the whole base64 of a value, padding included', () => {
    expect(secretsOf('secret1').redact(`x ${Buffer.from('secret1').toString('base64')} y`)).toBe('x [redacted] y');
  });

  test('replaces a secret whole when another one is a part of it', () => {
    expect(secretsOf('abcdef', 'abcdef-ghijkl').redact('abcdef-ghijkl abcdef')).toBe('[redacted] [redacted]');
    expect(secretsOf('abcdef-ghijkl', 'abcdef').redact('abcdef-ghijkl abcdef')).toBe('[redacted] [redacted]');
  });

  test('redacting twice is redacting once, even for secrets like the mark itself', () => {
    const secrets = secretsOf('redacted', KEY);
    const once = secrets.redact(`redacted ${KEY}`);
    expect(secrets.redact(once)).toBe(once);
  });

  test('takes a value with half a surrogate pair', () => {
    expect(secretsOf('abc\ud800def').redact('<abc\ud800def>')).toBe('<[redacted]>');
  });

  // No letter of the mark: a secret such as "cted]x" could be put together by a replacement.
  const secretText = fc.string({
    unit: fc.constantFrom(...'\\"\n$^.*+?()[{}|/한글SK_-0123 '),
    minLength: 6,
    maxLength: 20,
  });

  test('no registered value survives, in any form, in any text', () => {
    fc.assert(
      fc.property(
        fc.array(secretText, { minLength: 1, maxLength: 4 }),
        fc.string(),
        fc.string(),
        (values, before, after) => {
          const secrets = secretsOf(...values);
          for (const value of values) {
            const forms = [
              value,
              JSON.stringify(value).slice(1, -1),
              encodeURIComponent(value),
              Buffer.from(value).toString('base64'),
            ];
            for (const form of forms) expect(secrets.redact(before + form + after)).not.toContain(form);
          }
        },
      ),
    );
  });

  test('a text in which no value occurs is returned unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('비밀열쇠-1234'));
        expect(secretsOf('비밀열쇠-1234').redact(text)).toBe(text);
      }),
    );
  });
});

describe('mapStrings', () => {
  test('changes every string, keys included, and nothing else', () => {
    expect(mapStrings({ a: ['x', 1, null, true], b: { c: 'y' } }, (text) => `${text}!`)).toEqual({
      'a!': ['x!', 1, null, true],
      'b!': { 'c!': 'y!' },
    });
  });

  test('keeps a key called __proto__', () => {
    const value = JSON.parse('{"__proto__": "x"}');
    expect(JSON.stringify(mapStrings(value, (text) => text))).toBe('{"__proto__":"x"}');
  });

  test('with a change that changes nothing gives an equal value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(mapStrings(value as never, (text) => text))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('redactKeys', () => {
  test.each([
    ...[
      'apiKey',
      'api_key',
      'API_KEY',
      'x-api-key',
      'openaiApiKey',
      'apikey',
      'token',
      'accessToken',
      'hf_token',
      'authToken',
    ],
    ...[
      'secret',
      'clientSecret',
      'password',
      'dbPassword',
      'passwd',
      'Authorization',
      'proxy-authorization',
      'credential',
    ],
    ...['credentials', 'access_key', 'privateKey', 'AWS_SECRET_ACCESS_KEY', 'cookie', 'auth'],
  ])('hides the value of %s', (key) => {
    expect(redactKeys({ [key]: 'abc' })).toEqual({ [key]: '[redacted]' });
    expect(redactKeys({ deep: [{ [key]: { nested: 'abc' } }] })).toEqual({ deep: [{ [key]: '[redacted]' }] });
  });

  test.each([
    ...[
      'maxTokens',
      'max_tokens',
      'totalTokens',
      'tokens',
      'tokenizer',
      'tokenCount',
      'eos_token',
      'padToken',
      'cost_per_token',
    ],
    ...[
      'timeToFirstToken',
      'key',
      'keys',
      'monkey',
      'author',
      'keyword',
      'secretary',
      'tokenized',
      'apiBase',
      'accuracy',
    ],
  ])('leaves the value of %s', (key) => {
    expect(redactKeys({ [key]: 'abc' })).toEqual({ [key]: 'abc' });
  });

  test('leaves booleans, null and empty texts, which hide nothing', () => {
    const value = { token: null, password: '', auth: true, apiKey: false };
    expect(redactKeys(value)).toEqual(value);
  });

  test.each([
    ['https://user:pass@host/path', 'https://[redacted]@host/path'],
    ['postgres://u:p@ss@host:5432/db', 'postgres://[redacted]@host:5432/db'],
    ['see http://u@host and http://host/@me', 'see http://[redacted]@host and http://host/@me'],
    ['https://host/v1?key=AIza123&alt=json', 'https://host/v1?key=[redacted]&alt=json'],
    [
      'https://host/v1?a=1&api_key=x&maxTokens=5#access_token=y',
      'https://host/v1?a=1&api_key=[redacted]&maxTokens=5#access_token=[redacted]',
    ],
    ['https://bucket/x?X-Amz-Signature=abc', 'https://bucket/x?X-Amz-Signature=[redacted]'],
    ['https://host/v1/models', 'https://host/v1/models'],
    ['a?key=1, no URL', 'a?key=1, no URL'],
  ])('in %s hides user info and secret parameters', (text, redacted) => {
    expect(redactKeys({ url: text })).toEqual({ url: redacted });
  });

  test('is done after one pass, and keeps the shape of everything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = redactKeys(value as never);
        expect(redactKeys(once)).toEqual(once);
        if (!JSON.stringify(value).includes('://')) expect(once).toEqual(value);
      }),
    );
  });
});

describe('what is left without secrets', () => {
  const params = { modelName: 'm', apiKey: KEY, headers: { accept: 'application/json', 'X-Team': KEY } };

  test('headers show only what cannot be a key', () => {
    expect(redactKeys(params)).toMatchObject({ headers: { accept: 'application/json', 'X-Team': '[redacted]' } });
  });

  test('is the same whatever the key was, and whether there was one', () => {
    const { apiKey: _, ...keyless } = params;
    expect(withoutSecrets(params)).toEqual({ modelName: 'm', headers: { accept: 'application/json' } });
    expect(withoutSecrets(keyless)).toEqual(withoutSecrets(params));
  });

  test('still tells addresses apart that hide a password', () => {
    expect(withoutSecrets({ apiBase: 'https://u:p@one/v1' })).not.toEqual(
      withoutSecrets({ apiBase: 'https://u:p@two/v1' }),
    );
    expect(withoutRedacted(redactKeys({ apiBase: 'https://u:p@one/v1' }))).toEqual({});
  });
});
