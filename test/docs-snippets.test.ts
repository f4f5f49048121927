import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDist, root } from './build-dist.js';
import { mistakesIn, snippetsOf } from './docs-snippets.js';

const documents = ['README.md', 'README.ko.md', ...namesIn('docs')].filter((file) => existsSync(join(root, file)));

function namesIn(folder: string): string[] {
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return files.filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file}`);
}

/** A document with a right block, and with mistakes on its lines 8, 14 and 20. */
const faulty = `# Guide

\`\`\`ts
import { hret } from 'hret';
const right = await hret.quickEval((input) => client.generate(input), { dataset: 'ko_sample' });
\`\`\`
\`\`\`ts
await hret.quickEval((input) => input, { datset: 'ko_sample' }); // hret was imported above
\`\`\`

1. In a list, and with a name that the first block has too:

   \`\`\`ts
   const right: string = 1;
   \`\`\`

~~~typescript
import { hret } from 'hret';

hret.quickEvl();
~~~

\`\`\`ts
// not compiled: a sketch
const sketch = ;
\`\`\`
\`\`\`js
const javascript = ;
\`\`\`
`;

describe('the TypeScript in the documents', () => {
  beforeAll(buildDist, 120_000);

  it('compiles, every block by itself', async () => {
    const snippets = documents.flatMap((file) => snippetsOf(file, readFileSync(join(root, file), 'utf8')));
    expect(snippets.length).toBeGreaterThan(0);
    expect(await mistakesIn(snippets)).toEqual([]);
  });

  it('would be told by file and line', async () => {
    const mistakes = await mistakesIn(snippetsOf('guide.md', faulty));
    expect(mistakes).toEqual([
      expect.stringMatching(/^guide\.md:8: error TS\d+: .*'datset'/),
      expect.stringMatching(/^guide\.md:14: error TS2322: /),
      expect.stringMatching(/^guide\.md:20: error TS2551: .*'quickEval'/),
    ]);
  });

  it('has to import hret before it is used', async () => {
    const mistakes = await mistakesIn(snippetsOf('guide.md', '```ts\nhret.getMetricsHistory();\n```\n'));
    expect(mistakes).toEqual([expect.stringMatching(/^guide\.md:2: error TS\d+: Cannot find name 'hret'/)]);
  });

  it('is found in fences only, and a fence that is never closed is an error', () => {
    expect(snippetsOf('guide.md', faulty).map(({ line }) => line)).toEqual([4, 8, 14, 18]);
    expect(snippetsOf('guide.md', '````md\n```ts\nconst quoted = ;\n```\n````\n')).toEqual([]);
    expect(() => snippetsOf('guide.md', 'text\n\n```ts\nconst open = 1;\n')).toThrow('guide.md:3');
  });
});
