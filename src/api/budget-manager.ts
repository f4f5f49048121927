export {
  type BudgetDuration,
  type BudgetedModel,
  BudgetManager,
  type BudgetManagerOptions,
} from '../backends/wraps/budget-manager.js';
