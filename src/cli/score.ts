import { type AnswerColumns, answeredRows } from '../api/answered-rows.js';
import { optionsFrom } from '../api/effective-options.js';
import { score } from '../api/entry.js';
import { HretError } from '../errors.js';
import { fileFormats } from '../sources/file.js';
import { listenForInterrupt } from './interrupt.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import { applySettings } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret score predictions.jsonl`. */
export async function scoreCommand(terminal: Terminal, flags: Flags, path: string): Promise<number> {
  applySettings(flags);
  const { evaluationMethod, evaluatorParams, runName } = flags;
  const methods = typeof evaluationMethod === 'string' ? evaluationMethod.split(',') : undefined;
  const options = optionsFrom(
    {
      evaluationMethod: methods?.length === 1 ? methods[0] : methods,
      evaluatorParams: typeof evaluatorParams === 'string' ? parseObject(evaluatorParams) : undefined,
      runName: runName ?? undefined,
    },
    'hret score',
  );
  using _interrupt = listenForInterrupt(terminal);
  printResult(terminal, await score(answeredRows(path, columnsOf(flags)), options), flags);
  return 0;
}

/** The column flags all have defaults, so they are there. */
function columnsOf(flags: Flags): AnswerColumns {
  const { predictionCol, referenceCol, inputCol, idCol, optionsCol, groupCol, clusterCol, metadataCol, format } =
    flags as Flags & AnswerColumns;
  if (format !== undefined && !fileFormats.includes(format)) {
    throw new HretError('usage', `--format: expected one of ${fileFormats.join(', ')}, got "${format}".`);
  }
  return {
    predictionCol,
    referenceCol,
    inputCol,
    idCol,
    ...(optionsCol !== undefined && { optionsCol }),
    ...(groupCol !== undefined && { groupCol }),
    ...(clusterCol !== undefined && { clusterCol }),
    ...(metadataCol !== undefined && { metadataCol }),
    ...(format !== undefined && { format }),
  };
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HretError(
      'usage',
      `--evaluator-params: not JSON. Write it in single quotes, for example '{"ignoreCase":false}'.`,
      { cause },
    );
  }
}
