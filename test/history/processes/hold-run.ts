import { fileRunStore } from '../../../src/history/run-store.js';

// Opens the run "r", says so, and holds it until it is killed.
const store = fileRunStore(process.argv[2] ?? '', { redact: (text) => text, now: Date.now, warn: () => {} });
await store.reopen('r');
process.stdout.write('open\n');
setInterval(() => {}, 1000);
