import { decorators } from 'hret/vite';
import { defineConfig } from 'vitest/config';

const plugins = process.env.WITHOUT_PLUGIN === undefined ? [decorators()] : [];

export default defineConfig({ plugins, test: { include: ['*.check.ts'] } });
