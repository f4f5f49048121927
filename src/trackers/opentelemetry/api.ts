import { HretError, messageOf } from '../../errors.js';

/** Seconds since the epoch, and nanoseconds: unlike a number of milliseconds, never taken for a time since the process began. */
export type Time = [seconds: number, nanoseconds: number];

export type AttributeValue = string | number | boolean | string[];
export type Attributes = Record<string, AttributeValue | undefined>;

export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

export interface Span {
  spanContext(): SpanContext;
  setAttributes(attributes: Attributes): unknown;
  addEvent(name: string, attributes: Attributes, time: Time): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  end(time: Time): void;
}

export interface SpanOptions {
  readonly kind: number;
  readonly startTime: Time;
  readonly attributes: Attributes;
}

/** The API's own stands for the one that was registered; that of an SDK can be asked to export what it holds. */
export interface TracerProvider {
  getDelegate?(): TracerProvider;
  forceFlush?(): Promise<void>;
}

/** What is used of `@opentelemetry/api`; spelled out here because the package is the user's and need not be installed. */
export interface OpenTelemetryApi<Context = unknown> {
  readonly trace: {
    getTracer(name: string, version: string): { startSpan(name: string, options: SpanOptions, context: Context): Span };
    setSpan(context: Context, span: Span): Context;
    isSpanContextValid(context: SpanContext): boolean;
    getTracerProvider(): TracerProvider;
  };
  readonly context: { active(): Context };
  readonly SpanKind: { readonly INTERNAL: number; readonly CLIENT: number };
  readonly SpanStatusCode: { readonly ERROR: number };
}

const PACKAGE = '@opentelemetry/api';

/** The user's own copy; every copy in a process shares the SDK that was registered with one of them. */
export async function openTelemetryApi(
  load: () => Promise<OpenTelemetryApi> = () => import(PACKAGE),
): Promise<OpenTelemetryApi> {
  try {
    return await load();
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    const needs = `The tracker "opentelemetry" needs the package ${PACKAGE}`;
    throw isMissing
      ? new HretError(
          'missing_package',
          `${needs}, and an OpenTelemetry SDK that you register. Install them: npm install ${PACKAGE} @opentelemetry/sdk-node`,
          { cause },
        )
      : new HretError('missing_package', `${needs}, which could not be loaded: ${messageOf(cause)}.`, { cause });
  }
}

/** To the microsecond, which is what a number of milliseconds since the epoch can hold. */
export function timeOf(milliseconds: number): Time {
  const microseconds = Math.round(milliseconds * 1000);
  const seconds = Math.floor(microseconds / 1e6);
  return [seconds, (microseconds - seconds * 1e6) * 1000];
}
