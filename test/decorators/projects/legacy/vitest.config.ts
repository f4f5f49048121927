import { decorators } from 'hret/vite';
import { defineConfig } from 'vitest/config';

/** The plugin is idle here: a tsconfig.json above sets `experimentalDecorators`. */
const plugins = process.env.WITHOUT_PLUGIN === undefined ? [decorators()] : [];

export default defineConfig({ plugins, test: { include: ['*.check.ts'] } });
