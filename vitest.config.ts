import { defineConfig } from 'vitest/config';

/** What is loaded or registered in a fresh process is what these ask about. */
const inProcessesOfTheirOwn = ['test/config/laziness.test.ts', 'test/docs.test.ts'];

export default defineConfig({
  test: {
    // The default leaves one core free, which on two cores makes it take half as long again.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/services/**', ...inProcessesOfTheirOwn],
          // Loading the code anew for each file takes more than a third of the time of all.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: inProcessesOfTheirOwn } },
    ],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
