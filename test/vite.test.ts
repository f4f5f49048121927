import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDecorators } from '../src/vite/has-decorators.js';
import { makePlugin } from '../src/vite/plugin.js';
import plugin, { decorators } from '../src/vite.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hret-vite-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const decorated = `import { dec } from './dec.js';
import type { Text } from './text.js';

export class Models {
  @dec({ dataset: 'kmmlu' })
  model(input: Text): Text {
    throw new Error('here');
  }
}
`;

describe('the vite plugin', () => {
  it('lowers TC39 decorators and types, and leaves what engines know', async () => {
    const lowered = await decorators().transform(
      `${decorated}export const later = a?.b ?? 1n;`,
      join(folder, 'models.ts'),
    );
    expect(lowered?.code).not.toMatch(/@dec|: Text/);
    expect(lowered?.code).toContain('__decorateElement(_init, 1, "model"');
    expect(lowered?.code).toContain('a?.b ?? 1n');
  });

  it('maps the lowered code back to its source', async () => {
    const lowered = await decorators().transform(decorated, join(folder, 'models.ts'));
    const lines = lowered?.code.split('\n') ?? [];
    const line = lines.findIndex((text) => text.includes('throw new Error'));
    const map = new SourceMap(JSON.parse(lowered?.map ?? '{}'));
    expect(map.findEntry(line, lines[line]?.indexOf('throw') ?? 0)).toMatchObject({
      originalLine: 6,
      originalColumn: 4,
      originalSource: expect.stringContaining('models.ts'),
    });
  });

  it('runs before Vite and needs no option', () => {
    expect(plugin()).toMatchObject({ name: 'hret:decorators', enforce: 'pre' });
  });

  it('keeps JSX for Vite', async () => {
    const code = `export class View { @dec render(): unknown { return <p title="a">{1}</p>; } }`;
    expect((await decorators().transform(code, join(folder, 'view.tsx')))?.code).toContain('<p title="a">');
  });

  it.each(['models.css', 'models.vue', 'models.json', 'node_modules/package/models.ts'])(
    'does not touch %s',
    async (name) => {
      expect(await decorators().transform(decorated, join(folder, name))).toBeUndefined();
    },
  );

  it('reads the file of an id with a query', async () => {
    expect(await decorators().transform(decorated, `${join(folder, 'models.ts')}?v=1`)).toBeDefined();
  });

  it('does not touch files without decorators, nor load esbuild for them', async () => {
    const idle = makePlugin({}, () => Promise.reject(new Error('loaded')));
    const code = '/** @param mail like me@example.com */\nexport const mail = "@dec class";';
    expect(await idle.transform(code, join(folder, 'mail.ts'))).toBeUndefined();
  });

  it('says how to install esbuild when it is missing', async () => {
    const missing = makePlugin({}, () => Promise.reject(new Error("Cannot find package 'esbuild'")));
    await expect(missing.transform(decorated, join(folder, 'models.ts'))).rejects.toMatchObject({
      code: 'missing_package',
      message: expect.stringContaining('npm install -D esbuild'),
    });
  });
});

describe('the nearest tsconfig.json', () => {
  const file = 'packages/app/src/models.ts';
  const legacy = '{ "compilerOptions": { "experimentalDecorators": true } }';
  const isTouched = async () => (await decorators().transform(decorated, join(folder, file))) !== undefined;

  it('leaves legacy decorators to Vite', async () => {
    await write({ 'tsconfig.json': legacy });
    expect(await isTouched()).toBe(false);
  });

  it('is the one that counts', async () => {
    await write({ 'tsconfig.json': legacy, 'packages/app/tsconfig.json': '{}' });
    expect(await isTouched()).toBe(true);
  });

  it('may have comments, trailing commas and a base, the last base winning', async () => {
    await write({
      'packages/app/tsconfig.json': `{
        // two bases
        "extends": ["../../off.json", "../../on",], /* "extends": "x" */
        "compilerOptions": { "outDir": "// not a comment, }", },
      }`,
      'off.json': '{ "compilerOptions": { "experimentalDecorators": false } }',
      'on.json': legacy,
    });
    expect(await isTouched()).toBe(false);
  });

  it('may extend a package', async () => {
    await write({
      'tsconfig.json': '{ "extends": "@company/tsconfig" }',
      'node_modules/@company/tsconfig/tsconfig.json': legacy,
    });
    expect(await isTouched()).toBe(false);
  });

  it('is overruled by the option', async () => {
    await write({ 'tsconfig.json': legacy });
    expect(await decorators({ legacy: false }).transform(decorated, join(folder, file))).toBeDefined();
    await write({ 'tsconfig.json': '{}' });
    expect(await decorators({ legacy: true }).transform(decorated, join(folder, file))).toBeUndefined();
  });

  it('decides what is left of unused imports and of fields', async () => {
    const code = `import { effect } from './effect.js';\nexport class Models { @dec m() {} field?: string; }`;
    const withSettings = async (compilerOptions: object) => {
      await write({ 'tsconfig.json': JSON.stringify({ compilerOptions }) });
      return (await decorators().transform(code, join(folder, 'models.ts')))?.code;
    };
    const usual = await withSettings({});
    expect(usual).not.toContain('./effect.js');
    expect(usual).toContain('__publicField(this, "field")');
    const other = await withSettings({ verbatimModuleSyntax: true, useDefineForClassFields: false });
    expect(other).toContain('./effect.js');
    expect(other).toContain('this.field = ');
  });

  it('is named when it cannot be read', async () => {
    await write({ 'tsconfig.json': '{ "compilerOptions": ' });
    await expect(isTouched()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('tsconfig.json'),
    });
  });
});

describe('a file has decorators', () => {
  it.each([
    '@dec class A {}',
    'export default @dec class {}',
    'class A { @a @b() m() {} }',
    'class A { /* why */ @dec m() {} }',
    "class A { @dec('it\\'s') m() {} }",
    'class A { @(choose()) m() {} }',
    'class A { @한글 m() {} }',
    'class A { p = 1;@dec m() {} }',
    'const quote = /["\'`]/;\nclass A { @dec m() {} }',
    'const comment = /[/*]/;\nclass A { @dec m() {} }',
    'const half = a / b; // it`s\nclass A { @dec m() {} }',
    'const url = `http://x/`;\nclass A { @dec m() {} }',
    "const open = '`';\nclass A { @dec m() {} }",
  ])('%s', (code) => {
    expect(hasDecorators(code)).toBe(true);
  });
});

describe('a file has none', () => {
  it.each([
    'const a = 1;',
    '/** @param a\n * @returns b */\nfunction f() {}',
    '// @ts-expect-error here\nf();',
    'const mail = "me@example.com";',
    "import x from '@scope/package';",
    'const text = `\n@dec\n`;',
    'const at = /^@\\w+/;',
    'const at = text.replace(/\\/@x/, "");',
    'const escaped = "\\"@dec";',
  ])('%s', (code) => {
    expect(hasDecorators(code)).toBe(false);
  });
});
