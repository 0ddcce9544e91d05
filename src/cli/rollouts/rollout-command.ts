/** The commands that steer a rollout all have one form: which rollout, which pool where it is about one, and why. */
import { Option } from 'commander';
import { z } from 'zod';
import type { RolloutCommandName } from '../../contract/rollout.js';
import { defineCommand, done, type ArgumentSpec, type CommandSpec } from '../command.js';
import { rolloutView } from '../output/rollout-view.js';
import { plainPaint } from '../output/style.js';
import { controllerOf } from '../runs/controller.js';
import { chooseRollout } from './choose-rollout.js';

export const rolloutArgument: ArgumentSpec = {
  name: '[rollout]',
  description: 'id of the rollout; the only open one when it is left out',
};

export interface SteeringCommand {
  readonly name: string;
  readonly summary: string;
  readonly command: RolloutCommandName;
  /** Is it about one pool? */
  readonly pool: boolean;
  /** Whether a reason must be given. */
  readonly reason: 'needed' | 'optional';
  readonly options?: readonly Option[];
  readonly example: string;
}

const inputSchema = z.strictObject({
  rollout: z.string().optional(),
  pool: z.string().optional(),
  reason: z.string().optional(),
  runs: z.boolean().optional(),
});

export function steeringCommand(definition: SteeringCommand): CommandSpec {
  const { name, summary, command, example, options = [] } = definition;
  return defineCommand({
    name,
    summary,
    arguments: [rolloutArgument],
    options: [...options, ...optionsOf(definition)],
    example,
    input: inputSchema,
    act: async (input, context) => {
      const { rollouts } = controllerOf(context);
      const { rollout } = await chooseRollout(rollouts, input.rollout);
      const { pool, reason, runs } = input;
      const status = await rollouts.command(rollout, {
        command,
        by: context.surroundings.user,
        ...(pool === undefined ? {} : { pool }),
        ...(reason === undefined ? {} : { reason }),
        ...(runs === undefined ? {} : { runs }),
      });
      const { progress, surroundings } = context;
      return done(status, rolloutView(status, progress.width, surroundings.clock.now(), plainPaint));
    },
  });
}

function optionsOf({ pool, reason }: SteeringCommand): Option[] {
  return [
    ...(pool ? [new Option('--pool <pool>', 'the pool, by the name it was added with').makeOptionMandatory()] : []),
    new Option('--reason <text>', 'why; recorded in the journal and the report').makeOptionMandatory(
      reason === 'needed',
    ),
  ];
}
