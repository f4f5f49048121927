import { readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve, sep } from 'node:path';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { openHubModel } from '../../sources/hub-model.js';
import type { OnnxFiles } from './settings.js';

/** Ends of the names of weight files, by the precision they hold. */
const SUFFIXES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const;
export type Dtype = keyof typeof SUFFIXES;
export const DTYPES = Object.keys(SUFFIXES) as Dtype[];

/** Older exports call the graph by the second name. */
const GRAPHS = ['model', 'decoder_model_merged'] as const;
const REQUIRED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const OPTIONAL = ['generation_config.json', 'chat_template.jinja'];

export interface ModelQuery {
  /** A folder, or the name of a hub model. */
  readonly name: string;
  readonly dtype: Dtype;
  readonly revision?: string | undefined;
  readonly token?: string | undefined;
}

export interface ModelFiles {
  /** Name on the hub, or of the folder. */
  readonly label: string;
  readonly files: OnnxFiles;
}

/** The files of a model on this machine: in the folder that is named, or in the cache of the hub, downloaded if need be. */
export async function modelFiles(query: ModelQuery, world: World): Promise<ModelFiles> {
  const { name, dtype, revision, token } = query;
  const local = await localFolder(name, world.cwd);
  if (local !== undefined) {
    const weights = chosenWeights(await filesIn(local), local, dtype);
    return { label: basename(local), files: { folder: local, dtype, ...weights } };
  }
  let weights: Weights | undefined;
  const choose = (files: readonly string[]) => {
    const chosen = chosenWeights(files, name, dtype);
    weights = chosen;
    const wanted = new Set([...REQUIRED, ...OPTIONAL]);
    const graph = pathOf(chosen.subfolder, chosen.fileName, dtype);
    return files.filter((path) => wanted.has(path) || path === graph || path.startsWith(`${graph}_data`));
  };
  const { folder } = await openHubModel({ repo: name, revision, token, choose }, world);
  if (weights === undefined) throw new Error('unreachable: the files are chosen before they are brought');
  return { label: name, files: { folder, dtype, ...weights } };
}

type Weights = Pick<OnnxFiles, 'subfolder' | 'fileName' | 'externalData'>;

/** The graph of that precision and the number of files its weights are in. */
function chosenWeights(files: readonly string[], name: string, dtype: Dtype): Weights {
  for (const subfolder of ['onnx', '']) {
    for (const graph of GRAPHS) {
      const path = pathOf(subfolder, graph, dtype);
      if (!files.includes(path)) continue;
      const missing = REQUIRED.find((file) => !files.includes(file));
      if (missing !== undefined) throw new HretError('usage', `${name} has no ${missing}, which a model needs.`);
      const externalData = files.filter((file) => file.startsWith(`${path}_data`)).length;
      return { subfolder, fileName: graph, externalData };
    }
  }
  throw noWeights(files, name, dtype);
}

function pathOf(subfolder: string, graph: string, dtype: Dtype): string {
  return `${subfolder === '' ? '' : `${subfolder}/`}${graph}${SUFFIXES[dtype]}.onnx`;
}

function noWeights(files: readonly string[], name: string, dtype: Dtype): HretError {
  const has = DTYPES.filter((one) =>
    ['onnx', ''].some((subfolder) => GRAPHS.some((graph) => files.includes(pathOf(subfolder, graph, one)))),
  );
  const what =
    has.length > 0
      ? `${name} has no weights of dtype "${dtype}"; it has: ${has.join(', ')}. Set modelParams.dtype.`
      : `${name} has no ONNX weights (onnx/model.onnx). Name a model that has, such as those of onnx-community, or export it: optimum-cli export onnx --model ${name} --task text-generation-with-past <folder>`;
  return new HretError('not_found', what);
}

/** A path, or the name of a folder that is there; anything else is a name on the hub. */
async function localFolder(name: string, cwd: string): Promise<string | undefined> {
  const path = resolve(cwd, name);
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (isFolder) return path;
  if (!isAbsolute(name) && !/^\.{1,2}([\\/]|$)/.test(name)) return undefined;
  throw new HretError('not_found', `There is no folder ${path}, which modelParams.modelNameOrPath names.`);
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.map((name) => name.split(sep).join('/'));
}
