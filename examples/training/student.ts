import { chooseOption } from '../models/note-reader/choose.js';
import { notebook } from '../models/note-reader/notebook.js';
import { readPrompt } from '../models/note-reader/prompt.js';
import { type Search, searchIn } from '../models/note-reader/retrieval.js';
import { shortAnswer } from '../models/note-reader/short-answer.js';

/** Subsets of ko_sample that notes help with: everything but sums. */
export const studied = ['역사', '지리', '문화', '언어', '과학', '사회'] as const;

/** All the notes there are to study, in the order of the notebook. */
export function allNotes(): readonly string[] {
  return notebook();
}

/**
 * A model that is really trained, in milliseconds: it knows the notes it has studied and nothing else, so it gets better
 * by studying. Nothing in it is random. It stands for the model you would train.
 */
export class Student {
  readonly #sentencesPerPassage: number;
  #notes: readonly string[] = [];
  #search: Search = searchIn([]);

  /** How many neighbouring sentences are looked up as one passage: what one would tune in a real retriever too. */
  constructor({ sentencesPerPassage = 1 }: { readonly sentencesPerPassage?: number } = {}) {
    this.#sentencesPerPassage = sentencesPerPassage;
  }

  get notesKnown(): number {
    return this.#notes.length;
  }

  study(notes: readonly string[]): void {
    this.#notes = [...this.#notes, ...notes];
    this.#search = searchIn(passagesOf(this.#notes, this.#sentencesPerPassage));
  }

  answer(input: string): string {
    const { question, ...asked } = readPrompt(input);
    if (asked.kind === 'choice') return `정답: (${chooseOption(question, asked.options, this.#search)?.letter ?? 'A'})`;
    return `정답: ${shortAnswer(question, this.#search) ?? '모름'}`;
  }
}

function passagesOf(notes: readonly string[], size: number): string[] {
  const starts = Array.from({ length: Math.ceil(notes.length / size) }, (_, passage) => passage * size);
  return starts.map((start) => notes.slice(start, start + size).join(' '));
}
