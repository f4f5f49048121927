export type MetricDirection = 'lower' | 'higher';

/** Words of a metric's name that say which way is better. Names without one are better when higher. */
const wordDirections = new Map<string, MetricDirection>([
  ...words(
    'lower',
    'latency ttft duration elapsed time seconds second secs sec milliseconds millisecond ms minutes hours',
  ),
  ...words('lower', 'cost costs price usd dollars spend overhead'),
  ...words(
    'lower',
    'error errors err mistake mistakes loss losses regret wer cer ter mer mse rmse mae mape brier ece fpr fnr distance',
  ),
  ...words('lower', 'perplexity ppl bits bpb bpc nll entropy'),
  ...words('lower', 'failed failure failures timeout timeouts retry retries truncated unscored violation violations'),
  ...words('lower', 'toxicity toxic hallucination hallucinations hallucinated harm harmful rank ranking'),
  // The head of a compound decides: `hallucination_detection_f1`, `cost_savings`, `rank_correlation`.
  ...words(
    'higher',
    'accuracy acc exact match correct correctness precision recall auc auroc f1 likelihood probability',
  ),
  ...words(
    'higher',
    'detection detected reduction reduced improvement saving savings saved avoided avoidance fixed free',
  ),
  ...words(
    'higher',
    'correlation agreement consistency robustness resistance throughput speedup pass success win quality',
  ),
]);

/** `non_toxicity`, `no_errors`, `reciprocal_rank` and `negative_log_likelihood` mean the opposite of the word they stand before. */
const turns = new Set(['non', 'no', 'anti', 'reciprocal', 'negative', 'inverse']);
/** What follows one of these only says under which condition: `accuracy_at_cost` is an accuracy, `tokens_per_second` are tokens. */
const prepositions = new Set([
  'at',
  'per',
  'to',
  'in',
  'by',
  'for',
  'under',
  'within',
  'with',
  'without',
  'given',
  'vs',
  'before',
  'after',
]);
/** A last part like this leaves the question to the part before: `latency/p95`, `loss/train`. */
const aggregates =
  /^(mean|avg|average|median|total|sum|min|max|std|stdev|stderr|p\d+|train|val|valid|validation|eval|dev|test|all)$/;

const chosen = new Map<string, MetricDirection>();

/** Says which way is better for a metric of this name, whatever its words suggest; in effect for the whole process. */
export function setMetricDirection(metricName: string, direction: MetricDirection): void {
  chosen.set(metricName, direction);
}

/**
 * Whether a smaller value of this metric is the better one, told from the words of its name (`mean_latency_ms`,
 * `evalLoss`, `modelA/error_rate`): the last word with a direction before any "at", "per" or the like decides.
 * Higher is better when no word says so; `setMetricDirection` overrules the words.
 */
export function isLowerBetter(metricName: string): boolean {
  const ownName = decidingPart(metricName);
  const direction = chosenFor(metricName) ?? chosen.get(ownName) ?? directionOf(wordsOf(ownName));
  return direction === 'lower';
}

/** What was set for `a/b/c`, for `b/c` or for `c`: a child's metric has the names of its runs in front. */
function chosenFor(metricName: string): MetricDirection | undefined {
  const slash = metricName.indexOf('/');
  return chosen.get(metricName) ?? (slash === -1 ? undefined : chosenFor(metricName.slice(slash + 1)));
}

function directionOf(nameWords: readonly string[]): MetricDirection {
  let direction: MetricDirection = 'higher';
  let isTurned = false;
  for (const word of nameWords) {
    if (prepositions.has(word)) break;
    const found = wordDirections.get(word);
    if (found !== undefined) direction = isTurned ? opposite(found) : found;
    isTurned = turns.has(word) || (isTurned && found === undefined);
  }
  return direction;
}

function opposite(direction: MetricDirection): MetricDirection {
  return direction === 'lower' ? 'higher' : 'lower';
}

/** What stands before a slash names a model or a run, not a metric. */
function decidingPart(metricName: string): string {
  const parts = metricName.split('/');
  while (parts.length > 1 && isAggregate(parts.at(-1) ?? '')) parts.pop();
  return parts.at(-1) ?? metricName;
}

function isAggregate(part: string): boolean {
  const partWords = wordsOf(part);
  return partWords.length > 0 && partWords.every((word) => aggregates.test(word));
}

function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*/g) ?? []).map((word) => word.toLowerCase());
}

function words(direction: MetricDirection, list: string): [string, MetricDirection][] {
  return list.split(' ').map((word) => [word, direction]);
}
