import { describe, expect, it } from 'vitest';
import { openTelemetryApi, timeOf } from '../../../src/trackers/opentelemetry/api.js';

const refusing = (error: Error) => openTelemetryApi(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe('the package of OpenTelemetry', () => {
  it('is named with the command that installs it when it is missing', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(await refusing(missing)).toMatchObject({
      code: 'missing_package',
      message: expect.stringContaining('npm install @opentelemetry/api @opentelemetry/sdk-node'),
      cause: missing,
    });
  });

  it('that is there but broken is not said to be missing', async () => {
    const broken = new SyntaxError('Unexpected token');
    const error = await refusing(broken);
    expect(error).toMatchObject({
      message: expect.stringContaining('could not be loaded: Unexpected token'),
      cause: broken,
    });
    expect(error).not.toMatchObject({ message: expect.stringContaining('npm install') });
  });
});

describe('a time', () => {
  it.each([
    [0, [0, 0]],
    [1_795_232_695_012.5, [1_795_232_695, 12_500_000]],
    // Rounds up to a whole second.
    [1999.9999999, [2, 0]],
  ])('of %d ms is %j in seconds and nanoseconds', (ms, time) => {
    expect(timeOf(ms)).toEqual(time);
  });
});
