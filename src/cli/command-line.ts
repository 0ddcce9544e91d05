/** From the arguments of the process to its exit code: understands the command line, runs the command, shows its end. */
import { CommanderError } from 'commander';
import { systemClock } from '../shared/clock.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { exitCodes } from '../shared/errors/error-code.js';
import { createLogger } from '../shared/logger.js';
import { resolveSettings } from '../daemon/config/resolve.js';
import { documentOf } from '../contract/error-document.js';
import type { CommandContext, CommandSpec } from './command.js';
import { currentUser } from './current-user.js';
import { keyboardAtTerminal } from './keyboard.js';
import { errorLines } from './output/error-text.js';
import { createProgress, silentProgress } from './output/progress.js';
import { paintFor } from './output/style.js';
import { forTerminal } from './output/terminal-text.js';
import { buildProgram, isHelpOrVersion, type Invocation } from './program.js';
import { askAtTerminal } from './prompt.js';
import type { Surroundings } from './surroundings.js';

/** Those that a command line may be about. */
export type Commands = (argv: readonly string[]) => Promise<readonly CommandSpec[]>;

/** Runs one command line in this process; Ctrl-C once asks it to end in an orderly way, twice ends it at once. */
export async function runFromProcess(argv: readonly string[], commands: Commands): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    // A service ends in its own time: while a host may be installing, it goes on.
    if (interruption.signal.aborted && argv[0] !== 'service') process.exit(exitCodes.interrupted);
    interruption.abort(new DrydockError('INTERRUPTED', { attempted: 'carrying out the command' }));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const reader = watchReader(argv, (error) => interruption.abort(error));
  try {
    const surroundings = {
      stdout: process.stdout,
      stderr: process.stderr,
      environment: process.env,
      workingFolder: process.cwd(),
      clock: systemClock,
      signal: interruption.signal,
      ask: (question: string, hidden: boolean) => askAtTerminal(question, hidden, interruption.signal),
      keyboard: keyboardAtTerminal,
      user: currentUser(),
    };
    const exitCode = await runCommandLine(argv, surroundings, commands);
    return reader.hasLeft ? exitCodes.done : exitCode;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** The same without a process. Never throws. */
export async function runCommandLine(
  argv: readonly string[],
  surroundings: Surroundings,
  commands: Commands,
): Promise<number> {
  const json = wantsJson(argv);
  try {
    const invocation = understand(argv, surroundings, await commands(argv));
    return invocation === undefined ? exitCodes.done : await carryOut(invocation, surroundings);
  } catch (error) {
    return showError(error, json, surroundings);
  }
}

/** @returns the command that was called; undefined when help or the version was asked for, and shown */
function understand(
  argv: readonly string[],
  surroundings: Surroundings,
  specs: readonly CommandSpec[],
): Invocation | undefined {
  let chosen: Invocation | undefined;
  const program = buildProgram(specs, (invocation) => {
    chosen = invocation;
  });
  // What commander would print of its own accord comes back as an error below, in the product's own form.
  configure(program, { help: (text) => surroundings.stdout.write(text) });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && isHelpOrVersion(error)) return undefined;
    throw error instanceof CommanderError ? wrongUsage(error, argv, specs) : error;
  }
  return chosen;
}

type Program = ReturnType<typeof buildProgram>;

function configure(command: Program, output: { help: (text: string) => void }): void {
  command.exitOverride().configureOutput({ writeOut: output.help, writeErr: () => undefined });
  for (const child of command.commands) configure(child, output);
}

function wrongUsage(error: CommanderError, argv: readonly string[], specs: readonly CommandSpec[]): DrydockError {
  // commander answers a noun without a verb by showing its help: nothing was done, so it is wrong usage all the same.
  const found =
    error.code === 'commander.help'
      ? 'no command is named'
      : error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new DrydockError('USAGE', {
    attempted: 'reading the command line',
    found,
    remedy: `Run \`${['drydock', ...understoodWords(argv, specs)].join(' ')} --help\`; it shows what there is.`,
  });
}

/** As many of the first words as name a noun or a command. */
function understoodWords(argv: readonly string[], specs: readonly CommandSpec[]): readonly string[] {
  const [noun = '', verb = ''] = argv;
  if (specs.some((spec) => spec.name === `${noun} ${verb}`)) return [noun, verb];
  return specs.some((spec) => spec.name.split(' ')[0] === noun) ? [noun] : [];
}

async function carryOut(invocation: Invocation, surroundings: Surroundings): Promise<number> {
  const { spec, input } = invocation;
  const { config, mediaCache, state, json: wanted, ...own } = input;
  const json = wanted === true;
  const { environment, workingFolder } = surroundings;
  const flags = { mediaCache: text(mediaCache), state: text(state) };
  const settings = await (spec.withoutConfiguration === true
    ? resolveSettings(flags, { ...environment, DRYDOCK_CONFIG: undefined }, workingFolder)
    : resolveSettings({ ...flags, config: text(config) }, environment, workingFolder));
  const progress = json ? silentProgress : createProgress(surroundings.stderr);
  const context: CommandContext = {
    surroundings,
    settings,
    json,
    progress,
    // A command's own log is for looking into trouble; what a person needs to know is said by the command itself.
    log: createLogger('drydock', settings.log.level === 'debug' ? 'debug' : 'warn'),
  };
  const result = await spec
    .run(spec.withoutConfiguration === true ? { ...own, config } : own, context)
    .finally(() => progress.end());
  const shown = json ? documentLines(result.document) : result.lines;
  for (const line of shown) surroundings.stdout.write(`${forTerminal(line)}\n`);
  return result.exitCode ?? exitCodes.done;
}

/** A command that has printed its document already, since it was wanted before the end, gives none. */
function documentLines(document: unknown): string[] {
  return document === undefined ? [] : [JSON.stringify(document)];
}

function showError(error: unknown, json: boolean, surroundings: Surroundings): number {
  const known = knownError(error, surroundings.signal);
  const document = documentOf(known, 'carrying out the command');
  if (json) surroundings.stdout.write(`${JSON.stringify(document)}\n`);
  else {
    const paint = paintFor(surroundings.stderr.isTTY === true, surroundings.environment);
    for (const line of errorLines(document, paint)) surroundings.stderr.write(`${forTerminal(line)}\n`);
  }
  return known instanceof DrydockError ? known.exitCode : exitCodes.failed;
}

/** Whatever falls over because of Ctrl-C is the interruption, not the thing that fell over. */
function knownError(error: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted || (error instanceof DrydockError && error.code === 'INTERRUPTED')) return error;
  return new DrydockError('INTERRUPTED', { attempted: 'carrying out the command', cause: error });
}

/** Looked at before the command line is understood, since a command line that is not understood is answered in JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** How long a command that nobody reads any more may take to end in an orderly way: the demo stops what it has started. */
const endingTime = 20_000;

/** `drydock … | head`: the reader has seen enough, which is no failure, and ends the command. A service needs no reader. */
function watchReader(argv: readonly string[], end: (error: Error) => void): { readonly hasLeft: boolean } {
  const reader = { hasLeft: false };
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    if (reader.hasLeft || argv[0] === 'service') return;
    reader.hasLeft = true;
    end(new DrydockError('INTERRUPTED', { attempted: 'carrying out the command', found: 'nobody reads its output' }));
    setTimeout(() => process.exit(exitCodes.done), endingTime).unref();
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
  return reader;
}
