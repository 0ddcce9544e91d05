/** rollout plan: the whole rollout, checked pool by pool and frozen, before anything happens. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { loadRollout } from '../../../daemon/rollout/load-rollout.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { rolloutPlanLines } from '../../output/rollout-view.js';
import { controllerOf } from '../../runs/controller.js';

export const rolloutPlan = defineCommand({
  name: 'rollout plan',
  summary: 'check every pool of a rollout and plan it; nothing is changed',
  arguments: [{ name: '<file>', description: 'the description of the rollout, in YAML (docs/rollouts.md)' }],
  options: [],
  example: 'drydock rollout plan autumn.yaml',
  input: z.strictObject({ file: z.string() }),
  act: async ({ file }, context) => {
    const { user, workingFolder } = context.surroundings;
    const description = await loadRollout(resolve(workingFolder, file));
    const reply = await controllerOf(context).rollouts.plan({ description, by: user });
    const blocked = reply.rollout === null;
    const next = blocked ? [] : ['', `start it with: drydock rollout start ${reply.rollout ?? ''} --watch`];
    return {
      document: reply,
      lines: [...rolloutPlanLines(reply), ...next],
      exitCode: blocked ? exitCodes.assessmentsBlock : exitCodes.done,
    };
  },
});
