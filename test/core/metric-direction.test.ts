import { describe, expect, test } from 'vitest';
import { isLowerBetter, setMetricDirection } from '../../src/core/metric-direction.js';

describe('isLowerBetter', () => {
  test.each([
    ...[
      'latency',
      'latencyMs',
      'mean_latency_ms',
      'latency_p95',
      'p95Latency',
      'latency/p95',
      'modelA/latency',
      'TTFT',
    ],
    ...[
      'cost',
      'costUsd',
      'cost_per_correct_answer',
      'price',
      'duration',
      'time',
      'time_to_first_token',
      'elapsedSeconds',
      'ms',
    ],
    ...[
      'error',
      'errors',
      'error_rate',
      'errorRate',
      'calibration_error',
      'loss',
      'evalLoss',
      'loss/train',
      'train/loss',
      'rmse',
    ],
    ...['perplexity', 'word_perplexity', 'bits_per_byte', 'bitsPerByte', 'nll', 'negative_log_likelihood'],
    ...['wer', 'WER', 'cer', 'ter', 'meanWER', 'edit_distance'],
    ...['toxicity', 'toxicity_score', 'hallucination', 'hallucinationRate', 'mean_rank', 'failure_rate', 'timeouts'],
  ])('a lower %s is better', (name) => {
    expect(isLowerBetter(name)).toBe(true);
  });

  test.each([
    ...['accuracy', 'acc_norm', 'f1', 'exact_match', 'bleu', 'rougeL', 'score', '', '정확도', 'modelA/accuracy'],
    ...['accuracy_at_cost', 'accuracy_within_10_seconds', 'tokens_per_second', 'correct_per_usd', 'pass_at_1'],
    ...['hallucination_detection_f1', 'toxicityAccuracy', 'error_reduction', 'cost_savings', 'rank_correlation'],
    ...['non_toxicity', 'no_errors', 'mean_reciprocal_rank', 'log_likelihood', 'error_free'],
    ...[
      'terms',
      'timeline',
      'lossless',
      'forms',
      'certainty',
      'costume',
      'frank',
      'latency_model/accuracy',
      'low_cost/score',
      'latency/정확도',
    ],
  ])('a higher %s is better', (name) => {
    expect(isLowerBetter(name)).toBe(false);
  });

  test('what was set counts more than the words, also for the metric of a child run', () => {
    setMetricDirection('refusals', 'lower');
    setMetricDirection('latency_score', 'higher');
    setMetricDirection('score/mean', 'lower');
    setMetricDirection('cost_index', 'higher');
    expect(isLowerBetter('refusals')).toBe(true);
    expect(isLowerBetter('modelA/refusals')).toBe(true);
    expect(isLowerBetter('latency_score')).toBe(false);
    expect(isLowerBetter('context/modelA/score/mean')).toBe(true);
    expect(isLowerBetter('score')).toBe(false);
    expect(isLowerBetter('modelA/cost_index/p95')).toBe(false);
    expect(isLowerBetter('latency')).toBe(true);
  });
});
