import { samples } from './ask.mjs';

export default async function tests() {
  return samples().map(({ prompt, reference }) => ({ vars: { prompt, reference } }));
}
