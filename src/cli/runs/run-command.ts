/** The commands that steer a run all have one form: which run, which host where it is about one, and why. */
import { Option } from 'commander';
import { z } from 'zod';
import type { RunCommandName } from '../../contract/control.js';
import { defineCommand, done, type ArgumentSpec, type CommandSpec } from '../command.js';
import { changeLines, runView } from '../output/run-view.js';
import { plainPaint } from '../output/style.js';
import { chooseRun } from './choose-run.js';
import { controllerOf } from './controller.js';

export const runArgument: ArgumentSpec = {
  name: '[run]',
  description: 'id of the run; the only open one when it is left out',
};

/** Where a run is watched. */
export const linesOption = new Option('--lines', 'not on the whole screen, but as lines that stay');

export interface SteeringCommand {
  readonly name: string;
  readonly summary: string;
  readonly command: RunCommandName;
  /** Whether a host must be, may be or cannot be named. */
  readonly host: 'needed' | 'optional' | 'none';
  /** Whether a reason must be given. */
  readonly reason: 'needed' | 'optional';
  readonly example: string;
}

const inputSchema = z.strictObject({
  run: z.string().optional(),
  host: z.string().optional(),
  reason: z.string().optional(),
});

export function steeringCommand(definition: SteeringCommand): CommandSpec {
  const { name, summary, command, example } = definition;
  return defineCommand({
    name,
    summary,
    arguments: [runArgument],
    options: optionsOf(definition),
    example,
    input: inputSchema,
    act: async (input, context) => {
      const controller = controllerOf(context);
      const { run } = await chooseRun(controller, input.run);
      const status = await controller.command(run, {
        command,
        by: context.surroundings.user,
        ...(input.host === undefined ? {} : { host: input.host }),
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      });
      const { progress, surroundings } = context;
      return done(status, [
        ...runView(status, progress.width, surroundings.clock.now(), plainPaint),
        ...changeLines(status),
      ]);
    },
  });
}

function optionsOf({ host, reason }: SteeringCommand): Option[] {
  const options: Option[] = [];
  if (host !== 'none')
    options.push(new Option('--host <host>', 'the host, by name or uuid').makeOptionMandatory(host === 'needed'));
  options.push(
    new Option('--reason <text>', 'why; recorded in the journal and the report').makeOptionMandatory(
      reason === 'needed',
    ),
  );
  return options;
}
