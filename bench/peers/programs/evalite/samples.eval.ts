// @ts-nocheck: the packages of this program are installed into a folder of its own, when it is first measured.
//
// One `evalite` call with `data`, `task` and a scorer, as on its first page. `maxConcurrency` is raised in its
// configuration, and the table of results is off, which would have a line for each sample. Results go to its SQLite file.
import { evalite } from 'evalite';
import { ask, samples } from './ask.mjs';

evalite('loopback', {
  data: () => samples().map(({ prompt, reference }) => ({ input: prompt, expected: reference })),
  task: ask,
  scorers: [{ name: 'exact', scorer: ({ output, expected }) => (output === expected ? 1 : 0) }],
});
