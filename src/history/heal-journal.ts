import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;
const LINE_END = 0x0a;

/**
 * Cuts off what stands behind the last line end: the row a crash tore. Tells so through `warn`, and gives the size of
 * what is left. Only whoever holds the run's lock may do this.
 */
export async function healJournal(path: string, warn: (message: string) => void): Promise<number> {
  const handle = await open(path, 'a+');
  try {
    const { size } = await handle.stat();
    const whole = await endOfLastLine(handle, size);
    if (whole === size) return size;
    await handle.truncate(whole);
    warn(
      `${path}: the last row was torn by a crash (${size - whole} bytes) and is removed; its sample will be asked again.`,
    );
    return whole;
  } finally {
    await handle.close();
  }
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (let end = size; end > 0; end -= CHUNK_BYTES) {
    const start = Math.max(0, end - CHUNK_BYTES);
    await handle.read(buffer, 0, end - start, start);
    const lineEnd = buffer.subarray(0, end - start).lastIndexOf(LINE_END);
    if (lineEnd !== -1) return start + lineEnd + 1;
  }
  return 0;
}
