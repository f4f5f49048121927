import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HretError, messageOf } from '../../errors.js';
import { hasCode } from '../../util/system-error.js';

/** What may be over in a while: a full disk, a network drive that is away. */
const PASSING = ['ENOSPC', 'EDQUOT', 'EAGAIN', 'EBUSY', 'EIO', 'EMFILE', 'ENFILE', 'ESTALE', 'ETIMEDOUT'];

/** Writes from `offset` on and cuts off what stood behind. A file that ends before `offset` is left alone: `false`. */
export async function writeFrom(path: string, offset: number, bytes: Uint8Array): Promise<boolean> {
  return explained(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o666);
    try {
      if ((await file.stat()).size < offset) return false;
      // Cut after writing: a TensorBoard that reads along must not see the file shrink below what it has read.
      await writeWhole(file, offset, bytes);
      await file.truncate(offset + bytes.length);
      await file.datasync();
      return true;
    } finally {
      await file.close();
    }
  });
}

/** Makes the file what it should be: with exactly this content, or not there. */
export async function writeOrRemove(path: string, content: Uint8Array | undefined): Promise<void> {
  if (content !== undefined) await writeFrom(path, 0, content);
  else await explained(path, () => rm(path, { force: true }));
}

async function explained<Made>(path: string, work: () => Promise<Made>): Promise<Made> {
  try {
    return await work();
  } catch (cause) {
    throw new HretError('store', `The event file ${path} could not be written: ${messageOf(cause)}.`, {
      cause,
      isRetryable: hasCode(cause, ...PASSING),
    });
  }
}

/** A single write may take a part only. */
async function writeWhole(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
  }
}
