import { describeHostileTexts } from './hostile/describe.js';

/** The texts that must be long are; the services tests make all of them long. */
describeHostileTexts(2000);
