import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generationOf } from '../../../src/backends/openai/reply.js';
import type { Service } from '../../../src/backends/reply-error.js';

const service: Service = {
  name: 'openai/test',
  url: 'http://localhost/v1/chat/completions',
  redact: (text) => text,
  advice: () => '',
  now: () => 0,
};

const read = (body: unknown) => generationOf({ status: 200, headers: {}, body: JSON.stringify(body) }, service);

const optional = <Made>(made: fc.Arbitrary<Made>) => fc.option(made, { nil: undefined });

const replies = fc.record({
  choices: fc.array(
    fc.record({
      message: fc.record({
        content: fc.string({ minLength: 1 }),
        refusal: optional(fc.constantFrom(null, 'no')),
        reasoning_content: optional(fc.constantFrom(null, '', 'because')),
        tool_calls: optional(fc.constantFrom(null, [], [{ id: 'call' }])),
      }),
      finish_reason: fc.constantFrom('stop', 'length', 'content_filter', 'tool_calls', null),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  usage: optional(
    fc.record({
      prompt_tokens: fc.nat(),
      completion_tokens: fc.nat(),
      total_tokens: optional(fc.nat()),
      cost: optional(fc.nat()),
    }),
  ),
});

describe('a reply of an OpenAI-compatible service', () => {
  it('is read the same whether or not it has the shape that nearly all have', () => {
    fc.assert(
      fc.property(replies, ({ choices, usage }) => {
        // A field that says nothing sends the reply through the whole schema.
        const odd = choices.map((choice) => ({ ...choice, text: null }));
        expect(read({ choices, usage })).toEqual(read({ choices: odd, usage }));
      }),
    );
  });
});
