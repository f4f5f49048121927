// npx hret run examples/models.eval.ts
//
// What a module exports is run by the command line: wrapped functions, and classes with decorated methods. Nothing is
// configured or printed here; the command does both, and takes the folder for results as --output-dir.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

export const sums = hret.evaluate({ dataset: 'ko_sample', subset: ['산수'], runName: 'sums' })(noteReader);

export const both = hret.benchmark({ dataset: 'ko_sample', subset: ['역사'], runName: 'both' })(() => ({
  firstChoice,
  noteReader,
}));

export class Models {
  @hret.evaluate({ dataset: 'ko_sample', subset: ['지리'], runName: 'geography' })
  async geography(input: string): Promise<string> {
    return noteReader(input);
  }
}
