import { test } from 'vitest';

test('the legacy forms hold under vitest', async () => {
  await import('./main.js');
});
