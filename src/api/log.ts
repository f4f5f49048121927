import { currentConfig } from '../config/settings.js';
import type { LogLevel } from '../config/settings-table.js';

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Lines on stderr, so that stdout stays the program's own. */
export interface Log {
  readonly level: LogLevel;
  readonly isShown: (level: LogLevel) => boolean;
  readonly say: (level: Exclude<LogLevel, 'silent'>, message: string) => void;
}

export function stderrLog(level: LogLevel, redact: (text: string) => string): Log {
  const isShown = (asked: LogLevel) => order.indexOf(asked) >= order.indexOf(level);
  return {
    level,
    isShown,
    say(asked, message) {
      if (isShown(asked)) process.stderr.write(`hret${asked === 'info' ? '' : ` ${asked}`}: ${redact(message)}\n`);
    },
  };
}

/** Warns outside of any run, at the log level in force. */
export function warnUser(message: string): void {
  stderrLog(currentConfig().logLevel, (text) => text).say('warn', message);
}
