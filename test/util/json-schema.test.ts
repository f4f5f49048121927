import { describe, expect, it } from 'vitest';
import { type JsonSchema, jsonSchemaCheck } from '../../src/util/json-schema.js';

/** A schema, values that meet it and values that do not. */
const cases: readonly (readonly [JsonSchema, readonly unknown[], readonly unknown[]])[] = [
  [{ type: 'object', required: ['a'] }, [{ a: 1 }, { a: null }], [{}, [], 'a']],
  [{ required: ['a'] }, [{ a: 1 }, 'text', []], [{}]],
  [{ required: ['toString'] }, [], [{}]],
  [{ minimum: 5 }, [5, '3'], [3]],
  [{ exclusiveMinimum: 5, maximum: 7 }, [6, 7], [5, 8]],
  [{ multipleOf: 0.1 }, [0.3, 1e10], [0.35]],
  [{ type: ['integer', 'null'] }, [1, 1.0, null], [1.5, '1']],
  [{ const: { a: 1, b: [null] } }, [{ b: [null], a: 1 }], [{ a: 1 }, { a: 1, b: [] }]],
  [{ enum: ['가', 1, null] }, ['가', 1, null], ['나', true]],
  [{ minLength: 1, maxLength: 1 }, ['😀', '가', 5], ['', '가나']],
  [{ pattern: '^[가-힣]+$' }, ['서울', 7], ['Seoul']],
  [{ pattern: '^[\\w-.]+$' }, ['a-b.c'], ['a b']],
  [{ properties: { a: {} }, unevaluatedProperties: false }, [{ a: 1 }], [{ b: 1 }]],
  [{ type: 'string', format: 'date' }, ['2024-02-29'], ['2023-02-29', '2024-13-45']],
  [{ properties: { a: false } }, [{}, 5], [{ a: 1 }]],
  [{ additionalProperties: { type: 'number' }, properties: { n: {} } }, [{ n: 'x', m: 1 }], [{ m: 'x' }]],
  [{ patternProperties: { '^a': { type: 'string' } }, additionalProperties: false }, [{ ab: 'x' }], [{ b: 'x' }]],
  [{ propertyNames: { maxLength: 2 } }, [{ ab: 1 }], [{ abc: 1 }]],
  [{ minProperties: 1, maxProperties: 2 }, [{ a: 1 }], [{}, { a: 1, b: 2, c: 3 }]],
  [{ dependentRequired: { a: ['b'] } }, [{}, { a: 1, b: 2 }], [{ a: 1 }]],
  [{ dependencies: { a: ['b'], c: { required: ['d'] } } }, [{ b: 1 }], [{ a: 1 }, { c: 1 }]],
  [{ items: { type: 'string' } }, [[], ['a'], 'a'], [['a', 1]]],
  [{ prefixItems: [{ type: 'string' }], items: false }, [[], ['a']], [[1], ['a', 1]]],
  [{ items: [{ type: 'string' }], additionalItems: false }, [['a']], [['a', 1]]],
  [
    { uniqueItems: true },
    [[{ a: 1, b: 2 }, { a: 1 }]],
    [
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
  ],
  [{ contains: { type: 'string' }, maxContains: 1 }, [['a', 1]], [[1], ['a', 'b']]],
  [{ minItems: 1, maxItems: 2 }, [[1]], [[], [1, 2, 3]]],
  [{ anyOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ b: 1 }], [{}]],
  [{ allOf: [{ required: ['a'] }, { required: ['b'] }] }, [{ a: 1, b: 1 }], [{ a: 1 }]],
  [{ oneOf: [{ type: 'integer' }, { minimum: 5 }] }, [3, 5.5], [7, 1.5]],
  [{ not: { type: 'string' } }, [1], ['a']],
  [
    // As a text: an object with `then` would be taken for a promise.
    JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}'),
    [{ a: 1, b: 1 }, { c: 1 }],
    [{ a: 1 }, {}],
  ],
  [
    { $defs: { node: { required: ['v'], properties: { next: { $ref: '#/$defs/node' } } } }, $ref: '#/$defs/node' },
    [{ v: 1, next: { v: 2 } }],
    [{ v: 1, next: {} }],
  ],
  [{ definitions: { 'a/b': { $anchor: 'x', type: 'string' } }, items: { $ref: '#x' } }, [['a']], [[1]]],
  [{ definitions: { 'a/b': { type: 'string' } }, items: { $ref: '#/definitions/a~1b' } }, [['a']], [[1]]],
];

const unwarned = (message: string) => expect.fail(message);

describe('a JSON Schema', () => {
  it.each(cases)('%j', (schema, met, unmet) => {
    const problemOf = jsonSchemaCheck(schema, unwarned);
    for (const value of met) expect(problemOf(value)).toBeUndefined();
    for (const value of unmet) expect(problemOf(value)).toEqual(expect.any(String));
  });

  it('says where the problem is', () => {
    const problemOf = jsonSchemaCheck(
      { properties: { 도시: { items: { type: 'string' } } }, required: ['도시'] },
      unwarned,
    );
    expect(problemOf({ 도시: ['서울', 1] })).toBe('도시.1: must be string');
    expect(problemOf({})).toBe("the answer: must have required property '도시'");
  });

  it('is of the draft it names, else of 2020-12, else of draft 7', () => {
    const tuple = { items: [{ type: 'string' }] };
    expect(jsonSchemaCheck(tuple, unwarned)([1])).toBe('0: must be string');
    const schema = (uri: string) => jsonSchemaCheck({ $schema: uri, ...tuple }, unwarned);
    expect(schema('http://json-schema.org/draft-07/schema#')([1])).toBe('0: must be string');
    expect(() => schema('https://json-schema.org/draft/2020-12/schema')).toThrow(/items must be object,boolean/);
    expect(() => schema('http://json-schema.org/draft-04/schema#')).toThrow(/known are draft 7, 2019-09 and 2020-12/);
  });

  it('tells of keywords that nobody knows', () => {
    const told: string[] = [];
    const problemOf = jsonSchemaCheck({ type: 'string', maxLenght: 2 }, (message) => told.push(message));
    expect(told).toEqual(['unknown keyword: "maxLenght"']);
    expect(problemOf('서울시')).toBeUndefined();
  });

  it.each<[JsonSchema, RegExp]>([
    [{ type: 'objekt' }, /type must be equal to one of the allowed values/],
    [{ properties: { a: 5 } }, /properties\/a must be object,boolean/],
    [{ required: 'a' }, /required must be array/],
    [{ minimum: '5' }, /minimum must be number/],
    [{ pattern: '(' }, /Invalid regular expression/],
    [{ $ref: '#/$defs/none' }, /can't resolve reference/],
    [{ $ref: 'https://example.org/other.json' }, /can't resolve reference/],
  ])('%j is refused before anything is scored', (schema, message) => {
    expect(() => jsonSchemaCheck(schema, unwarned)).toThrow(message);
  });
});
