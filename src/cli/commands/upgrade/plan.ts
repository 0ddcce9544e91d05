/** upgrade plan: everything that would happen, checked and frozen, before anything does. */
import { Option } from 'commander';
import { z } from 'zod';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { countOption, defineCommand } from '../../command.js';
import { checkLines } from '../../output/check-view.js';
import { collect } from '../../options.js';
import { controllerOf } from '../../runs/controller.js';

export const upgradePlan = defineCommand({
  name: 'upgrade plan',
  summary: 'check a pool and plan its upgrade; nothing is changed',
  arguments: [{ name: '<pool>', description: 'a pool known by `pool add`' }],
  options: [
    new Option('--media <id>', 'id or alias of the medium').makeOptionMandatory(),
    collect('--host <host>', 'only this host, by name or uuid (may be repeated)'),
    collect('--order <host>', 'the order of the hosts, one --order for each; the coordinator comes first'),
    collect('--accept <check@host=reason>', 'answer a finding that blocks; the report repeats it (may be repeated)'),
    new Option('--accept-eua', 'the licence agreement of the medium was read and is accepted'),
    new Option(
      '--fix',
      'let the run put right what it can (HA, WLB, discs, automatic starts …), and put it back at the end',
    ),
    new Option('--approve-each-host', 'wait for `upgrade approve` before each host'),
    new Option('--soak <minutes>', 'how long a host must stay well before the next one').default('0'),
  ],
  example: 'drydock upgrade plan lab --media xcp-ng-8.3 --fix',
  input: z.strictObject({
    pool: z.string(),
    media: z.string(),
    host: z.array(z.string()),
    order: z.array(z.string()),
    accept: z.array(z.string()),
    acceptEua: z.boolean().optional(),
    fix: z.boolean().optional(),
    approveEachHost: z.boolean().optional(),
    soak: countOption(0),
  }),
  act: async (input, context) => {
    const reply = await controllerOf(context).plan({
      pool: input.pool,
      media: input.media,
      order: input.order,
      only: input.host,
      accept: input.accept,
      acceptEua: input.acceptEua === true,
      fix: input.fix === true,
      approveEachHost: input.approveEachHost === true,
      soakMinutes: input.soak,
      by: context.surroundings.user,
    });
    const blocked = reply.run === null;
    const next = blocked ? [] : ['', `start it with: drydock upgrade start ${reply.run ?? ''} --watch`];
    return {
      document: reply,
      lines: [...checkLines(reply.check), '', ...reply.text, ...next],
      exitCode: blocked ? exitCodes.assessmentsBlock : exitCodes.done,
    };
  },
});
