/** check: what would stand in the way of an upgrade; needs no daemon, and changes nothing. */
import { Option } from 'commander';
import { z } from 'zod';
import { checkWithoutDaemon } from '../../daemon/check/check-without-daemon.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import { defineCommand } from '../command.js';
import { allOption, collect } from '../options.js';
import { checkLines } from '../output/check-view.js';
import { guestInput, guestOptions } from '../runs/plan-options.js';
import { poolPassword } from '../pools/pool-password.js';

export const check = defineCommand({
  name: 'check',
  summary: 'assess whether a pool can be upgraded from a medium (exit 4: it cannot yet)',
  arguments: [{ name: '<pool>', description: 'a pool known by `pool add`' }],
  options: [
    new Option('--media <id>', 'id or alias of the medium').makeOptionMandatory(),
    collect('--accept <check@host=reason>', 'answer a finding that blocks (may be repeated)'),
    new Option('--accept-eua', 'the licence agreement of the medium was read and is accepted'),
    collect('--pack <id>', 'a supplemental pack that a run would install (may be repeated)'),
    new Option('--fix', 'show what would still block a run that puts right what it can; changes nothing by itself'),
    allOption,
    ...guestOptions,
  ],
  example: 'drydock check lab --media xcp-ng-8.3.0',
  input: z.strictObject({
    pool: z.string(),
    media: z.string(),
    accept: z.array(z.string()),
    acceptEua: z.boolean().optional(),
    pack: z.array(z.string()),
    fix: z.boolean().optional(),
    all: z.boolean().optional(),
    ...guestInput,
  }),
  act: async ({ vm, all, ...input }, context) => {
    const { surroundings, settings } = context;
    const report = await checkWithoutDaemon(
      { ...input, vmPolicies: vm, packs: input.pack },
      {
        settings,
        clock: surroundings.clock,
        password: (record) => poolPassword(record, surroundings),
      },
    );
    return {
      document: report,
      lines: checkLines(report, { fixing: input.fix, all }),
      exitCode: report.blocked ? exitCodes.assessmentsBlock : exitCodes.done,
    };
  },
});
