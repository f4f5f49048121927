import { reasonFor } from './deviations.js';
import { isMet } from './suite.js';
import { suites } from './suites.js';

/** `npm run conformance`: how many vectors of each suite we meet, and every one that we do not. */
let met = 0;
let total = 0;
for (const { name, cases, skipped } of await suites()) {
  if (cases === undefined) {
    console.log(`      -  ${name}: ${skipped}`);
    continue;
  }
  const good = cases.filter(isMet).length;
  met += good;
  total += cases.length;
  console.log(`${String(good).padStart(4)} of ${String(cases.length).padStart(4)}  ${name}`);
  for (const one of cases.filter((one) => !isMet(one)))
    console.log(
      `              ${one.name.replace(/\s+/g, ' ').slice(0, 110)}: expected ${one.expected}, got ${one.actual} (${reasonFor(name, one.name) ?? 'no reason known'})`,
    );
}
console.log(`${met} of ${total} in all`);
