/** The shape of every command: what it takes, an example, and what it does; one file in src/cli/commands for each. */
import type { Option } from 'commander';
import { z } from 'zod';
import type { ResolvedSettings } from '../daemon/config/resolve.js';
import { DrydockError } from '../shared/errors/drydock-error.js';
import { exitCodes, type ExitCode } from '../shared/errors/error-code.js';
import type { Logger } from '../shared/logger.js';
import type { Progress } from './output/progress.js';
import type { Surroundings } from './surroundings.js';

/** What a command is given besides its input. */
export interface CommandContext {
  readonly surroundings: Surroundings;
  readonly settings: ResolvedSettings;
  readonly json: boolean;
  readonly log: Logger;
  /** Where progress is shown while the command works; never standard output. */
  readonly progress: Progress;
}

/** What a command ends with: one document for --json, the same in words otherwise. */
export interface CommandResult {
  /** Undefined when it was printed before the end. */
  readonly document: unknown;
  readonly lines: readonly string[];
  /** Other than 0 where the answer itself is a bad one: assessments that block, a stopped run. */
  readonly exitCode?: ExitCode;
}

export interface ArgumentSpec {
  /** As commander writes it: `<source>` needed, `[run]` optional. */
  readonly name: string;
  readonly description: string;
  /** The words that it can be, for completion; the command's own input schema refuses others. */
  readonly choices?: readonly string[];
}

export interface CommandSpec {
  /** `media import`. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly Option[];
  readonly example: string;
  /** Its configuration file may be missing: it is given `config` as input, and the default settings. */
  readonly withoutConfiguration?: true;
  run(input: Readonly<Record<string, unknown>>, context: CommandContext): Promise<CommandResult>;
}

export interface CommandDefinition<Input> extends Omit<CommandSpec, 'run'> {
  /** Arguments by name and options by their camel-case name. */
  readonly input: z.ZodType<Input>;
  act(input: Input, context: CommandContext): Promise<CommandResult>;
}

/** Ties the types of a command's options to its work; input of the wrong form is wrong usage. */
export function defineCommand<Input>(definition: CommandDefinition<Input>): CommandSpec {
  const { input: schema, ...spec } = definition;
  return {
    name: spec.name,
    summary: spec.summary,
    arguments: spec.arguments,
    options: spec.options,
    example: spec.example,
    ...(spec.withoutConfiguration === undefined ? {} : { withoutConfiguration: spec.withoutConfiguration }),
    run: async (input, context) => {
      const parsed = schema.safeParse(input);
      if (parsed.success) return definition.act(parsed.data, context);
      throw usageError(spec.name, parsed.error);
    },
  };
}

/** A whole number of at least `least`, and at most `most`, as it comes from the command line. */
export function countOption(least: number, most = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  return z.coerce
    .number({ error: 'must be a number' })
    .int({ error: 'must be a whole number' })
    .min(least, { error: `must be at least ${least}` })
    .max(most, { error: `must be at most ${most}` });
}

export function done(document: unknown, lines: readonly string[]): CommandResult {
  return { document, lines, exitCode: exitCodes.done };
}

function usageError(name: string, error: z.ZodError): DrydockError {
  const found = error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.message}`).join('; ');
  return new DrydockError('USAGE', {
    attempted: `reading the command line of \`${name}\``,
    found,
    remedy: `Run \`drydock ${name} --help\`; it shows an example.`,
  });
}
