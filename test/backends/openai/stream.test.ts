import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServerSentEvent, SseParser, serverSentEvents } from '../../../src/backends/openai/sse.js';
import { rebuilt } from '../../../src/backends/openai/stream.js';

const eventsOf = (...chunks: unknown[]): ServerSentEvent[] =>
  [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => ({ data }));
const chunk = (choice: object) => ({ choices: [{ index: 0, finish_reason: null, ...choice }] });
const delta = (fields: object) => chunk({ delta: fields });
const end = (reason: string) => chunk({ delta: {}, finish_reason: reason });

describe('server-sent events', () => {
  const body = [
    ': a comment\n\n',
    'event: one\r\ndata: {"text":"서울 😀"}\r\n\r\n',
    'data: two\ndata: lines\nid: 7\nretry: 5\n\n',
    'data:no space\r\r',
    'data\n\n',
    'data: [DONE]',
  ].join('');
  const events = [
    { event: 'one', data: '{"text":"서울 😀"}' },
    { data: 'two\nlines' },
    { data: 'no space' },
    { data: '' },
    { data: '[DONE]' },
  ];

  it('are read whatever ends their lines, comments left out, the last one without its empty line', () => {
    expect(serverSentEvents(body)).toEqual(events);
  });

  it('are the same however their bytes are cut: in a character, between CR and LF', () => {
    const bytes = Buffer.from(body);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const parser = new SseParser();
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((place, n) => bytes.subarray(places[n], place));
        expect([...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]).toEqual(events);
      }),
    );
  });
});

describe('a stream put together', () => {
  it('has every text, the tool calls by their index, the last reason and the last usage', () => {
    const call = (index: number, fields: object) => delta({ tool_calls: [{ index, ...fields }] });
    const { whole } = rebuilt(
      eventsOf(
        { id: 'x', model: 'm', ...delta({ role: 'assistant', content: '' }) },
        delta({ reasoning_content: '생각' }),
        delta({ reasoning_content: ' 중' }),
        delta({ content: '서' }),
        delta({ content: '울' }),
        call(0, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
        call(1, { id: 'b', function: { name: 'g', arguments: '{' } }),
        call(0, { function: { arguments: '{"x":' } }),
        call(1, { function: { arguments: '}' } }),
        call(0, { function: { arguments: '1}' } }),
        { ...end('tool_calls'), usage: { prompt_tokens: 1 } },
        { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } },
      ),
    ) as { whole: object };
    expect(whole).toMatchObject({
      id: 'x',
      usage: { completion_tokens: 2 },
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            content: '서울',
            reasoning_content: '생각 중',
            tool_calls: [
              { id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
              { id: 'b', function: { name: 'g', arguments: '{}' } },
            ],
          },
        },
      ],
    });
  });

  it('is refused rather than taken for a short answer when anything is missing', () => {
    const whole = eventsOf(delta({ content: '서' }), end('stop'));
    expect(rebuilt(whole)).toHaveProperty('whole');
    expect(rebuilt(whole.slice(0, -1))).toEqual({ broken: 'it ended without [DONE]' });
    expect(rebuilt(eventsOf(delta({ content: '서' })))).toEqual({ broken: 'it ended without a finish reason' });
    expect(rebuilt([{ data: '{"choices":[{"del' }])).toEqual({ broken: 'a piece of it is broken JSON' });
    expect(rebuilt([{ data: '{"type":"response.output_text.delta","delta":"서"}' }])).toEqual({
      broken: 'it ended before the answer did',
    });
  });

  it('tells an error that came in its middle', () => {
    const error = { message: 'overloaded', code: 503 };
    expect(rebuilt(eventsOf(delta({ content: '서' }), { error }))).toEqual({ whole: { error } });
    const event = { type: 'error', message: 'overloaded', code: 'server_error' };
    expect(rebuilt([{ data: JSON.stringify(event) }])).toEqual({ whole: { error: event } });
  });
});
