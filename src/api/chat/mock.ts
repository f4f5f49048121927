import type { Generation } from '../../core/model.js';
import type { ChatMessage, MockResponse } from './types.js';

/** The answer of a mock. Nothing was sent, so no tokens were counted and nothing was paid. */
export async function mockGeneration(mock: MockResponse, messages: readonly ChatMessage[]): Promise<Generation> {
  const given = typeof mock === 'function' ? await mock(messages) : mock;
  if (given instanceof Error) throw given;
  return { text: given, finish: 'stop', attempts: 0, metadata: { mock: true } };
}
