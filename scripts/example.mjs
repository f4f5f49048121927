// npm run example -- <name>: builds hret and the examples, then runs one of them. Without a name, it lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(join(root, 'examples')).filter((file) => /\.(ts|mjs)$/.test(file));
const names = files.map((file) => file.replace(/\.(ts|mjs)$/, '')).sort();

const [wanted, ...args] = process.argv.slice(2);
const list = `Run one with: npm run example -- <name>\n\n${names.map((name) => `  ${name}`).join('\n')}`;
if (wanted === undefined) {
  console.log(list);
  process.exit(0);
}
if (!names.includes(wanted)) {
  console.error(`There is no example "${wanted}".${hint(wanted)}\n${list}`);
  process.exit(2);
}

build('tsconfig.build.json');
build('tsconfig.examples.json');
process.exit(node(...commandFor(wanted)));

/** JavaScript is run as it is, an `.eval.ts` by the command line of hret, anything else compiled. */
function commandFor(name) {
  const plain = join('examples', `${name}.mjs`);
  if (existsSync(join(root, plain))) return [plain, ...args];
  const isDeclared = name.endsWith('.eval');
  const outputDir = process.env.HRET_OUTPUT_DIR ?? `./hret_results/examples/${name}`;
  if (isDeclared) return ['dist/cli/main.js', 'run', `examples/${name}.ts`, '--output-dir', outputDir, ...args];
  return [join('build', 'examples', `${name}.js`), ...args];
}

function build(project) {
  const status = node(join('node_modules', 'typescript', 'bin', 'tsc'), '-p', project);
  if (status !== 0) process.exit(status);
}

function node(...command) {
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function hint(name) {
  const near = names
    .map((known) => ({ known, edits: editDistance(name, known) }))
    .sort((a, b) => a.edits - b.edits)
    .find(({ known, edits }) => edits <= Math.max(2, name.length / 3) || known.includes(name));
  return near === undefined ? '' : ` Did you mean "${near.known}"?`;
}

function editDistance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    previous = row;
  }
  return previous[b.length];
}
