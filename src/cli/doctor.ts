import { existsSync } from 'node:fs';
import { doctorFindings, type Finding } from '../api/doctor/index.js';
import { openSitting } from '../api/sitting.js';
import { readRunFile } from '../config/run-file.js';
import { currentConfig } from '../config/settings.js';
import { messageOf } from '../errors.js';
import { plain } from '../report/plain.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import { DEFAULT_FILE } from './run.js';
import { applySettings, outputDirOf } from './settings.js';
import type { Terminal } from './terminal.js';

/** `hret doctor`: what works here and what does not; exit code 1 when something does not. */
export async function doctorCommand(terminal: Terminal, flags: Flags): Promise<number> {
  const findings = [settingsFinding(flags), ...runFileFinding()];
  const open = () => openSitting(outputDirOf(), currentConfig().logLevel);
  for await (const finding of doctorFindings(open, outputDirOf())) findings.push(finding);
  const problems = findings.filter(({ state }) => state === 'problem').length;
  if (flags.json === true) terminal.out(`${JSON.stringify({ findings })}\n`);
  else {
    printTable(terminal, {
      columns: [{ title: 'what', isUncut: true }, { title: 'state', isUncut: true }, { title: 'found' }],
      rows: findings.map(({ what, state, found }) => [plain(what), state, plain(found)]),
    });
    terminal.out(adviceText(findings));
    terminal.out(problems === 0 ? '\nNothing keeps hret from working here.\n' : `\nProblems: ${problems}.\n`);
  }
  return problems === 0 ? 0 : 1;
}

/** Problems in whole, and what to do about everything that something can be done about. */
function adviceText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ what, state, found, advice }) => {
    if (advice === undefined && state !== 'problem') return [];
    const parts = [...(state === 'problem' ? [plain(found)] : []), ...(advice === undefined ? [] : [plain(advice)])];
    return [`${plain(what)}: ${parts.join('\n  ')}`];
  });
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function settingsFinding(flags: Flags): Finding {
  const what = 'settings';
  try {
    applySettings(flags);
    const { config } = flags;
    return { what, state: 'ok', found: typeof config === 'string' ? `read from ${config}` : 'the defaults and flags' };
  } catch (error) {
    applySettings({ outputDir: flags.outputDir });
    return { what, state: 'problem', found: messageOf(error) };
  }
}

function runFileFinding(): Finding[] {
  if (!existsSync(DEFAULT_FILE)) return [];
  try {
    readRunFile(DEFAULT_FILE);
    return [{ what: DEFAULT_FILE, state: 'ok', found: 'can be run: hret run' }];
  } catch (error) {
    return [{ what: DEFAULT_FILE, state: 'problem', found: messageOf(error) }];
  }
}
