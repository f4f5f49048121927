import type { JsonObject } from '../../core/json.js';

/** Which files of a model's folder are loaded. */
export interface OnnxFiles {
  /** Holds `config.json` and the tokenizer. */
  readonly folder: string;
  /** Folder of the weights below it: `onnx`, or empty. */
  readonly subfolder: string;
  /** Name of the graph without precision and `.onnx`: `model`. */
  readonly fileName: string;
  readonly dtype: string;
  /** Files of weights besides the graph (`model.onnx_data`). */
  readonly externalData: number;
}

/** How a local model is loaded and asked. Plain data: it is sent to the process that holds the model. */
export interface EngineSettings extends OnnxFiles {
  readonly device: string;
  readonly threads?: number | undefined;
  /** Rows at once; a row is a prompt, or one option of a question. */
  readonly batchSize: number;
  readonly maxNewTokens: number;
  /** 0: the likeliest token. */
  readonly temperature: number;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly seed: number;
  readonly stop: readonly string[];
  /** Absent: when the model has one. */
  readonly chatTemplate?: boolean | undefined;
  readonly chatTemplateParams: JsonObject;
  readonly systemMessage?: string | undefined;
  /** `hret`: prompts as raw text, and options scored from the token count of the prompt alone. */
  readonly compat?: 'hret' | undefined;
}
