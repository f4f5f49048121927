import type { RunPlace } from './client.js';

/** Where a person sees the run. */
export function runLink(appUrl: string, { entity, project, run }: RunPlace): string {
  const [owner, within, id] = [entity, project, run].map(encodeURIComponent);
  return `${appUrl}/${owner}/${within}/runs/${id}`;
}
