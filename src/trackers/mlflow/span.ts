import type { Json, JsonObject } from '../../core/json.js';

/** How one sample was answered; times in nanoseconds since the epoch. */
export interface Span {
  readonly traceHex: string;
  readonly spanHex: string;
  readonly name: string;
  readonly begin: bigint;
  readonly end: bigint;
  readonly attributes: JsonObject;
  /** Present when it failed. */
  readonly error?: string;
}

/** In OTLP's JSON. */
export function otlpSpan({ traceHex, spanHex, name, begin, end, attributes, error }: Span): JsonObject {
  return {
    traceId: traceHex,
    spanId: spanHex,
    name,
    kind: 1,
    startTimeUnixNano: String(begin),
    endTimeUnixNano: String(end),
    attributes: keyValues(attributes),
    status: error === undefined ? { code: 1 } : { code: 2, message: error },
  };
}

/** As MLflow's own client writes it into `traces.json`: ids in base64, every attribute a JSON text. */
export function storedSpan(
  { traceHex, spanHex, name, begin, end, attributes, error = '' }: Span,
  traceId: string,
): JsonObject {
  const texts = Object.entries({ 'mlflow.traceRequestId': traceId, ...attributes }).map(
    ([key, value]) => [key, JSON.stringify(value)] as const,
  );
  return {
    trace_id: base64(traceHex),
    span_id: base64(spanHex),
    parent_span_id: null,
    name,
    start_time_unix_nano: String(begin),
    end_time_unix_nano: String(end),
    events: [],
    links: [],
    status: { code: error === '' ? 'STATUS_CODE_OK' : 'STATUS_CODE_ERROR', message: error },
    attributes: Object.fromEntries(texts),
  };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

function keyValues(object: JsonObject): JsonObject[] {
  return Object.entries(object).map(([key, value]) => ({ key, value: anyValue(value ?? null) }));
}

function anyValue(value: Json): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (isList(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value) } };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
