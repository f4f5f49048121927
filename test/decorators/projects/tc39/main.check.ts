import { test } from 'vitest';

test('the tc39 forms hold under vitest', async () => {
  await import('./main.js');
});
