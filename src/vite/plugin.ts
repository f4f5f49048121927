import { HretError } from '../errors.js';
import { hasDecorators } from './has-decorators.js';
import { compilerOption } from './tsconfig.js';

export interface DecoratorsOptions {
  /** Decorators are legacy ones and left to Vite. Default: what the nearest tsconfig.json says. */
  readonly legacy?: boolean | undefined;
}

/** The part of a Vite plugin this one has; Vite is not needed to read its type. */
export interface DecoratorsPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  transform(code: string, id: string): Promise<{ code: string; map: string } | undefined>;
}

/** The part of esbuild that is used. */
export interface Esbuild {
  transform(code: string, options: EsbuildOptions): Promise<{ readonly code: string; readonly map: string }>;
}

interface EsbuildOptions {
  readonly loader: 'ts' | 'tsx' | 'js' | 'jsx';
  readonly jsx: 'preserve';
  readonly target: 'esnext';
  readonly supported: Record<string, boolean>;
  readonly sourcemap: true;
  readonly sourcefile: string;
  readonly tsconfigRaw: {
    readonly compilerOptions: { readonly useDefineForClassFields: boolean; readonly verbatimModuleSyntax: boolean };
  };
}

const loaders = { ts: 'ts', mts: 'ts', cts: 'ts', tsx: 'tsx', js: 'js', mjs: 'js', cjs: 'js', jsx: 'jsx' } as const;

export function makePlugin({ legacy }: DecoratorsOptions, importEsbuild: () => Promise<Esbuild>): DecoratorsPlugin {
  return {
    name: 'hret:decorators',
    enforce: 'pre',
    async transform(code, id) {
      const [path = id] = id.split('?');
      const extension = /\.([cm]?[jt]sx?)$/.exec(path)?.[1] as keyof typeof loaders | undefined;
      if (extension === undefined || path.includes('/node_modules/') || !hasDecorators(code)) return undefined;
      if (legacy ?? compilerOption(path, 'experimentalDecorators')) return undefined;
      const esbuild = await importOr(importEsbuild);
      const lowered = await esbuild.transform(code, optionsFor(loaders[extension], path));
      return { code: lowered.code, map: lowered.map };
    },
  };
}

/** Decorators and types go, everything else is left to Vite. The two settings decide what is left of fields and imports. */
function optionsFor(loader: EsbuildOptions['loader'], path: string): EsbuildOptions {
  return {
    loader,
    jsx: 'preserve',
    target: 'esnext',
    supported: { decorators: false },
    sourcemap: true,
    sourcefile: path,
    tsconfigRaw: {
      compilerOptions: {
        useDefineForClassFields: compilerOption(path, 'useDefineForClassFields') ?? true,
        verbatimModuleSyntax: compilerOption(path, 'verbatimModuleSyntax') ?? false,
      },
    },
  };
}

async function importOr(importEsbuild: () => Promise<Esbuild>): Promise<Esbuild> {
  try {
    return await importEsbuild();
  } catch (cause) {
    const message = 'hret/vite lowers decorators with esbuild, which could not be loaded. Run: npm install -D esbuild';
    throw new HretError('missing_package', message, { cause });
  }
}
