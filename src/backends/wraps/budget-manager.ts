import { resolve } from 'node:path';
import type { Usage } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { estimateTokens } from '../../util/token-estimate.js';
import type { Price } from '../prices/price.js';
import { pricingFor } from '../prices/price-table.js';
import { type BudgetStore, type Budgets, fileBudgets, memoryBudgets, type UserBudget } from './budget-store.js';

export type BudgetDuration = 'day' | 'week' | 'month' | 'year';

export interface BudgetManagerOptions {
  /** JSON file the budgets are kept in, shared by processes; absent: in memory only. */
  readonly file?: string;
  /** By model name; they win over the price table. */
  readonly prices?: Readonly<Record<string, Price>>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** A model at a service. */
export interface BudgetedModel {
  readonly model: string;
  /** Address of the service, by which its prices are found. */
  readonly apiBase?: string;
}

const OPENAI = 'https://api.openai.com/v1';
const DAY_MS = 86_400_000;
/** As LiteLLM counts them. */
const DURATION_DAYS: Readonly<Record<BudgetDuration, number>> = { day: 1, week: 7, month: 28, year: 365 };
/** Longer than any sample may take by default. */
const HOLD_MS = 15 * 60_000;

/**
 * Budgets in US dollars by user: a person, a key, a project. Counts what was spent, by model too, and begins anew after a
 * day, a week (7 days), a month (28) or a year (365) where a duration was given.
 *
 * @example
 * const budgets = new BudgetManager({ file: 'budgets.json' });
 * await budgets.createBudget('kim', { totalUsd: 10, duration: 'month' });
 * await budgets.updateCost('kim', { model: 'gpt-4o-mini', usage: { inputTokens: 1200, outputTokens: 80 } });
 * if (!(await budgets.isValidUser('kim'))) throw new Error('the budget is used up');
 */
export class BudgetManager {
  readonly #store: BudgetStore;
  readonly #prices: Readonly<Record<string, Price>> | undefined;
  readonly #now: () => number;
  #lastHold = 0;

  constructor({ file, prices, now = Date.now }: BudgetManagerOptions = {}) {
    this.#store = file === undefined ? memoryBudgets() : fileBudgets(resolve(file));
    this.#prices = prices;
    this.#now = now;
  }

  /** Sets how much a user may spend. What was spent before still counts, until it is reset. */
  async createBudget(
    user: string,
    { totalUsd, duration }: { readonly totalUsd: number; readonly duration?: BudgetDuration | undefined },
  ): Promise<void> {
    requireUsd(totalUsd, 'totalUsd');
    if (duration !== undefined && !Object.hasOwn(DURATION_DAYS, duration))
      throw new HretError('usage', `BudgetManager: a duration is day, week, month or year, got "${duration}".`);
    await this.#store.change(({ users }) => {
      const known = users[user];
      users[user] = {
        since: known?.since ?? new Date(this.#now()).toISOString(),
        currentUsd: known?.currentUsd ?? 0,
        modelUsd: known?.modelUsd ?? {},
        holds: known?.holds ?? {},
        totalUsd,
        ...(duration !== undefined && { duration }),
      };
    });
  }

  async getUsers(): Promise<string[]> {
    return this.#store.change(({ users }) => Object.keys(users));
  }

  async getTotalBudget(user: string): Promise<number> {
    return this.#read(user, ({ totalUsd }) => totalUsd);
  }

  async getCurrentCost(user: string): Promise<number> {
    return this.#read(user, ({ currentUsd }) => currentUsd);
  }

  /** What was spent, by model. */
  async getModelCost(user: string): Promise<Record<string, number>> {
    return this.#read(user, ({ modelUsd }) => ({ ...modelUsd }));
  }

  /** What a user will have spent after one more request; `undefined` when the model's price is not known. The prompt is counted by estimate, the answer with `maxTokens`. */
  async projectedCost(
    user: string,
    { inputText, maxTokens, ...model }: BudgetedModel & { readonly inputText: string; readonly maxTokens?: number },
  ): Promise<number | undefined> {
    const usage = { inputTokens: estimateTokens(inputText), outputTokens: maxTokens ?? 0 };
    const costUsd = await this.#costOf(model, usage);
    return costUsd === undefined ? undefined : (await this.getCurrentCost(user)) + costUsd;
  }

  /** Adds what a request cost: as the service said, or from its tokens. Resolves to the cost that was added. */
  async updateCost(
    user: string,
    spent: BudgetedModel & ({ readonly costUsd: number } | { readonly usage: Usage }),
  ): Promise<number> {
    const costUsd = 'costUsd' in spent ? spent.costUsd : await this.#costOf(spent, spent.usage);
    if (costUsd === undefined) {
      throw new HretError(
        'usage',
        `BudgetManager: what "${spent.model}" costs is not known, so it cannot be counted. Give costUsd, or the model's price in prices.`,
      );
    }
    requireUsd(costUsd, 'costUsd');
    await this.#change(user, (budget) => add(budget, spent.model, costUsd));
    return costUsd;
  }

  /** Begins to count from 0. */
  async resetCost(user: string): Promise<void> {
    await this.#change(user, (budget) => this.#reset(budget));
  }

  /** Begins anew if the duration of the budget has passed; says whether it did. */
  async resetOnDuration(user: string): Promise<boolean> {
    return this.#change(user, (budget) => this.#resetIfDue(budget));
  }

  /** Whether a user has a budget that is not used up. */
  async isValidUser(user: string): Promise<boolean> {
    return this.#store.change(({ users }) => {
      const budget = users[user];
      if (budget === undefined) return false;
      this.#resetIfDue(budget);
      return budget.currentUsd < budget.totalUsd;
    });
  }

  /**
   * @internal Sets aside what a request may cost, if that fits beside what was spent and what others have set aside.
   * Lapses by itself when its process dies.
   */
  async hold(user: string, usd: number): Promise<Hold> {
    return this.#change(user, (budget): Hold => {
      this.#resetIfDue(budget);
      const now = this.#now();
      for (const [id, { until }] of Object.entries(budget.holds)) if (until <= now) delete budget.holds[id];
      const held = Object.values(budget.holds).reduce((sum, hold) => sum + hold.usd, 0);
      const { currentUsd: spentUsd, totalUsd } = budget;
      if (spentUsd + held + usd > totalUsd) return { isHeld: false, spentUsd, totalUsd };
      const id = `${process.pid}-${now}-${this.#lastHold++}`;
      budget.holds[id] = { usd, until: now + HOLD_MS };
      return { isHeld: true, id };
    });
  }

  /** @internal Puts what a request did cost in the place of what was set aside for it. */
  async settle(user: string, id: string, model: string, usd: number): Promise<void> {
    await this.#change(user, (budget) => {
      delete budget.holds[id];
      if (usd > 0) add(budget, model, usd);
    });
  }

  async #costOf({ model, apiBase = OPENAI }: BudgetedModel, usage: Usage): Promise<number | undefined> {
    const pricing = await pricingFor({ model, baseUrl: apiBase, prices: this.#prices, now: this.#now });
    return pricing?.costOf(usage);
  }

  #read<Made>(user: string, read: (budget: UserBudget) => Made): Promise<Made> {
    return this.#change(user, read);
  }

  #change<Made>(user: string, change: (budget: UserBudget) => Made): Promise<Made> {
    return this.#store.change(({ users }: Budgets) => {
      const budget = Object.hasOwn(users, user) ? users[user] : undefined;
      if (budget === undefined)
        throw new HretError('not_found', `BudgetManager: "${user}" has no budget; createBudget makes one.`);
      return change(budget);
    });
  }

  #resetIfDue(budget: UserBudget): boolean {
    if (budget.duration === undefined) return false;
    const isDue = this.#now() - Date.parse(budget.since) >= DURATION_DAYS[budget.duration] * DAY_MS;
    if (isDue) this.#reset(budget);
    return isDue;
  }

  #reset(budget: UserBudget): void {
    budget.currentUsd = 0;
    budget.modelUsd = {};
    budget.since = new Date(this.#now()).toISOString();
  }
}

/** Money set aside, or how much there is. */
export type Hold =
  | { readonly isHeld: true; readonly id: string }
  | { readonly isHeld: false; readonly spentUsd: number; readonly totalUsd: number };

function add(budget: UserBudget, model: string, usd: number): void {
  budget.currentUsd = withoutDust(budget.currentUsd + usd);
  budget.modelUsd[model] = withoutDust((budget.modelUsd[model] ?? 0) + usd);
}

/** Sums of fractions of a cent leave dust in the last digits. */
function withoutDust(usd: number): number {
  return Math.round(usd * 1e12) / 1e12;
}

function requireUsd(usd: number, name: string): void {
  if (Number.isFinite(usd) && usd >= 0) return;
  throw new HretError('usage', `BudgetManager: ${name} must be an amount in US dollars from 0, got ${String(usd)}.`);
}
