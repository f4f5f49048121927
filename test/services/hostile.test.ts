import { describeHostileTexts } from '../evaluators/hostile/describe.js';

/** Work that grows with the square of a text of this length runs out of time. */
describeHostileTexts(100_000);
