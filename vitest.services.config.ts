import { defineConfig } from 'vitest/config';

// Checks against real services and other people's clients; they install what they need under .services/.
export default defineConfig({
  test: {
    include: ['test/services/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
