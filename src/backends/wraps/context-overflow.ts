import { HretError } from '../../errors.js';

const PHRASES =
  /context[_ ]length[_ ]exceeded|maximum context length|context (window|size|length).{0,40}(exceed|too|limit)|exceed.{0,60}context (window|size|length)|(prompt|input|request) is too long|too many (input )?tokens|input token count.{0,40}exceeds|longer than the model's context/i;

/** Whether a service refused a prompt because it is too long for the model: 400, 413 or 422 and words to that effect. */
export function isContextOverflow(error: unknown): boolean {
  if (!(error instanceof HretError)) return false;
  const { status } = error;
  return (status === 400 || status === 413 || status === 422) && PHRASES.test(error.message);
}
