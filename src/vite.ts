import { type DecoratorsOptions, type DecoratorsPlugin, makePlugin } from './vite/plugin.js';

export type { DecoratorsOptions, DecoratorsPlugin };

/**
 * Lowers TC39 decorators, which Vite 8 and Vitest leave in the code, through esbuild. Files without decorators are not
 * touched, nor are files whose tsconfig.json sets `experimentalDecorators`: Vite lowers those itself.
 *
 * @example
 * // vitest.config.ts
 * import { decorators } from 'hret/vite';
 * export default defineConfig({ plugins: [decorators()] });
 */
export function decorators(options: DecoratorsOptions = {}): DecoratorsPlugin {
  return makePlugin(options, () => import('esbuild'));
}

export default decorators;
