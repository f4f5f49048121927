import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HretError } from '../../../src/errors.js';
import { writeFrom, writeOrRemove } from '../../../src/trackers/tensorboard/event-file.js';
import { tempDir } from '../../temp-dir.js';

describe('writing an event file', () => {
  it('makes folders, writes over what is behind the place, and cuts off the rest', async () => {
    await using folder = await tempDir();
    const path = join(folder.path, 'a', 'b', 'events');
    expect(await writeFrom(path, 0, Buffer.from('one two three'))).toBe(true);
    expect(await writeFrom(path, 4, Buffer.from('2'))).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('one 2');
  });

  it('leaves a file alone that ends before the place', async () => {
    await using folder = await tempDir();
    const path = join(folder.path, 'events');
    writeFileSync(path, 'one');
    expect(await writeFrom(path, 4, Buffer.from('two'))).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('one');
  });

  it('removes a file that is not to be, also when there is none', async () => {
    await using folder = await tempDir();
    const path = join(folder.path, 'events');
    writeFileSync(path, 'one');
    for (let times = 0; times < 2; times++) await writeOrRemove(path, undefined);
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it.skipIf(process.platform !== 'linux')('says that a full disk may pass (needs /dev/full)', async () => {
    await using folder = await tempDir();
    const path = join(folder.path, 'events');
    symlinkSync('/dev/full', path);
    const refused = await writeFrom(path, 0, Buffer.from('one')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HretError);
    expect(refused).toMatchObject({ code: 'store', isRetryable: true, message: expect.stringContaining(path) });
  });

  it('says that a file in the place of a folder stays', async () => {
    await using folder = await tempDir();
    writeFileSync(join(folder.path, 'logs'), 'no folder');
    const path = join(folder.path, 'logs', 'events');
    for (const refusing of [() => writeFrom(path, 0, Buffer.from('one')), () => writeOrRemove(path, undefined)]) {
      const refused = await refusing().catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'store', isRetryable: false, message: expect.stringContaining(path) });
    }
  });
});
