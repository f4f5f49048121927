import { BudgetManager } from '../../../../src/backends/wraps/budget-manager.js';

// Pays one cent at a time from a shared budget until it is used up, and says how often it could.
const [file = ''] = process.argv.slice(2);
const budgets = new BudgetManager({ file });
let paid = 0;
await Promise.all(
  [0, 1, 2, 3].map(async () => {
    for (;;) {
      const hold = await budgets.hold('kim', 0.01);
      if (!hold.isHeld) return;
      await budgets.settle('kim', hold.id, 'm', 0.01);
      paid++;
    }
  }),
);
process.stdout.write(`${paid}\n`);
