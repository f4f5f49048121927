import { type Comparison, worseIn } from './comparison.js';
import type { ToldOfRun } from './parcels.js';

export type WebhookEvent = 'run.started' | 'run.finished' | 'run.degraded' | 'run.failed' | 'run.interrupted';

/** What is posted with `format: 'json'`. */
export interface WebhookMessage {
  readonly event: WebhookEvent;
  readonly run: ToldOfRun;
  /** The run it is compared with, and what became of each metric; absent for the first run of its name. */
  readonly comparison?: Comparison;
}

export function messageOf(run: ToldOfRun, comparison: Comparison | undefined): WebhookMessage {
  return { event: eventOf(run, comparison), run, ...(comparison !== undefined && { comparison }) };
}

function eventOf({ status }: ToldOfRun, comparison: Comparison | undefined): WebhookEvent {
  if (status === 'running') return 'run.started';
  if (status !== 'finished') return `run.${status}`;
  return worseIn(comparison).length > 0 ? 'run.degraded' : 'run.finished';
}

/** What Slack takes: a line for the notification, and blocks for the channel. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly object[];
}

const MOST_METRICS = 10;
/** Slack refuses a longer text in a block. */
const LONGEST_TEXT = 3000;

export function slackMessage({ event, run, comparison }: WebhookMessage): SlackMessage {
  const headline = `${icons[event]} ${escaped(run.name)} ${verbs[event]}`;
  const lines = Object.keys(run.metrics)
    .slice(0, MOST_METRICS)
    .map((metric) => metricLine(metric, run, comparison));
  const more = Object.keys(run.metrics).length - MOST_METRICS;
  const text = [
    `*${headline}*`,
    ...(run.error === undefined ? [] : [escaped(run.error)]),
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
  const facts = [run.dataset, run.split, run.model, run.id].filter((fact) => fact !== undefined).map(escaped);
  const first = lines[0] === undefined ? '' : `: ${lines[0]}`;
  return {
    text: `${headline}${first}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: cut(text) } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: cut(facts.join(' · ')) }] },
    ],
  };
}

const icons: Readonly<Record<WebhookEvent, string>> = {
  'run.started': ':arrow_forward:',
  'run.finished': ':white_check_mark:',
  'run.degraded': ':small_red_triangle_down:',
  'run.failed': ':x:',
  'run.interrupted': ':double_vertical_bar:',
};

const verbs: Readonly<Record<WebhookEvent, string>> = {
  'run.started': 'has begun',
  'run.finished': 'has finished',
  'run.degraded': 'has become worse',
  'run.failed': 'has failed',
  'run.interrupted': 'was stopped',
};

function metricLine(metric: string, run: ToldOfRun, comparison: Comparison | undefined): string {
  const interval = run.intervals?.[metric];
  const within = interval === undefined ? '' : ` (95 % ${shown(interval[0])} to ${shown(interval[1])})`;
  const change = comparison?.metrics[metric];
  const since =
    change === undefined ? '' : `, before ${shown(change.before)}${change.isWorse ? ' :warning: worse' : ''}`;
  return `${escaped(metric)} ${shown(run.metrics[metric] ?? 0)}${within}${since}`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** The three characters that mean something to Slack. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_TEXT ? text : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}
