import { EngineError } from '../runtime/engine';
import { VERSION } from '../export/version';
import { parseCall } from './arguments';
import type { Call, CheckArguments, Terminal } from './calls';
import { helpText, usageLine } from './help';
import { Interrupted } from './signals';
import { UsageError } from './words/usage';

/** Exit codes beside a command's own 0 and 1. */
const unusable = 2;
/** Stopped by something else than a signal. */
const stopped = 130;

/** Commands are loaded when they are asked for: `--help` must not wait for the inference runtime. */
async function carryOut(call: Call, terminal: Terminal): Promise<number> {
  switch (call.command) {
    case 'version':
      terminal.out(`${VERSION}\n`);
      return 0;
    case 'help':
      terminal.out(helpText(call.topic));
      return 0;
    case 'check':
      return check(call.arguments, terminal);
    case 'export':
      return (await import('./export')).runExport(call.arguments, terminal);
    case 'parent':
      return (await import('./embedded')).runParent(terminal);
    case 'run':
      return (await import('./running/command')).runRun(call.arguments, terminal);
    case 'convert':
      return (await import('./convert')).runConvert(call.arguments, terminal);
  }
}

async function check(args: CheckArguments, terminal: Terminal): Promise<number> {
  if (args.jobs !== undefined && args.paths.length > 1) {
    return (await import('./jobs/check')).checkSideBySide(args, args.jobs, terminal);
  }
  return (await import('./check')).runCheck(args, terminal);
}

/** Runs one call; every failure becomes a sentence on standard error and an exit code. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await carryOut(parseCall(words, process.env), terminal);
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.say('zooport: stopped.');
      const reason: unknown = terminal.signal.reason;
      return reason instanceof Interrupted ? reason.exitCode : stopped;
    }
    if (error instanceof UsageError) {
      terminal.say(`zooport: ${error.message}\nusage: ${usageLine(error.command)}`);
      return unusable;
    }
    if (error instanceof EngineError) {
      terminal.say(`zooport: ${error.reason}`);
      return unusable;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.say(`zooport: this should not have happened. Please report it with these lines:\n${trace}`);
    return unusable;
  }
}
