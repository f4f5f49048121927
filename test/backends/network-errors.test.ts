import { describe, expect, it } from 'vitest';
import { networkError } from '../../src/backends/network-errors.js';

const errorFor = (code: string, hasAnswered: boolean, hasProxy = false) =>
  networkError(Object.assign(new Error('as the system says'), { code }), new URL('https://llm.example/v1'), {
    hasAnswered,
    hasProxy,
    connectTimeoutMs: 10_000,
    firstByteTimeoutMs: 5_000,
  });

describe('what keeps a request from being answered', () => {
  it.each<[string, string, { first: [boolean, boolean]; later: [boolean, boolean] }]>([
    // Whether it may be asked again, and whether the run stops: before anybody answered there, and after.
    ['ECONNREFUSED', 'model', { first: [true, true], later: [true, false] }],
    ['ENOTFOUND', 'model', { first: [false, true], later: [true, false] }],
    ['EAI_AGAIN', 'model', { first: [true, true], later: [true, false] }],
    ['ETIMEDOUT', 'timeout', { first: [true, true], later: [true, false] }],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', { first: [true, true], later: [true, false] }],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', { first: [true, false], later: [true, false] }],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', { first: [true, false], later: [true, false] }],
    ['ECONNRESET', 'model', { first: [true, false], later: [true, false] }],
    ['UND_ERR_SOCKET', 'model', { first: [true, false], later: [true, false] }],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'model', { first: [false, false], later: [false, false] }],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'model', { first: [false, true], later: [false, true] }],
    ['CERT_HAS_EXPIRED', 'model', { first: [false, true], later: [false, true] }],
    ['UND_ERR_INVALID_ARG', 'usage', { first: [false, true], later: [false, true] }],
    ['HPE_INVALID_CONSTANT', 'model', { first: [true, true], later: [true, false] }],
  ])('%s is a %s error', (systemCode, code, { first, later }) => {
    const [early, late] = [errorFor(systemCode, false), errorFor(systemCode, true)];
    expect([early.code, late.code]).toEqual([code, code]);
    expect([early.isRetryable, early.stopsRun]).toEqual(first);
    expect([late.isRetryable, late.stopsRun]).toEqual(later);
  });

  it('says where, and what to look at', () => {
    expect(errorFor('ENOTFOUND', false).message).toBe(
      'llm.example:443 is a host nobody knows. (ENOTFOUND) Check apiBase.',
    );
    expect(errorFor('ECONNREFUSED', false, true).message).toMatch(/Check apiBase and HTTP_PROXY, NO_PROXY\.$/);
    expect(errorFor('CERT_HAS_EXPIRED', true).message).toContain('NODE_EXTRA_CA_CERTS');
    expect(errorFor('ESOMETHING', true).message).toBe(
      'Asking llm.example:443 failed: as the system says (ESOMETHING).',
    );
  });
});
