export { type FileRunStoreOptions, fileRunStore } from './file-run-store.js';
export { findRun } from './find-run.js';
export { memoryRunStore } from './memory-run-store.js';
