/** upgrade plan: everything that would happen, checked and frozen, before anything does. */
import { z } from 'zod';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand } from '../../command.js';
import { allOption } from '../../options.js';
import { checkLines } from '../../output/check-view.js';
import { controllerOf } from '../../runs/controller.js';
import { planInput, planOptions, planRequest } from '../../runs/plan-options.js';

export const upgradePlan = defineCommand({
  name: 'upgrade plan',
  summary: 'check a pool and plan its upgrade; nothing is changed',
  arguments: [{ name: '<pool>', description: 'a pool known by `pool add`' }],
  options: [...planOptions, allOption],
  example: 'drydock upgrade plan lab --media xcp-ng-8.3 --fix',
  input: z.strictObject({ pool: z.string(), all: z.boolean().optional(), ...planInput }),
  act: async ({ all, ...input }, context) => {
    const reply = await controllerOf(context).plan(planRequest(input.pool, input, context.surroundings.user));
    const blocked = reply.run === null;
    const next = blocked ? [] : ['', `start it with: drydock upgrade start ${reply.run ?? ''} --watch`];
    return {
      document: reply,
      lines: [...checkLines(reply.check, { fixing: input.fix, all }), '', ...reply.text, ...next],
      exitCode: blocked ? exitCodes.assessmentsBlock : exitCodes.done,
    };
  },
});
