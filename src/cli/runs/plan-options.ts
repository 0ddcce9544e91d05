/** What a plan is asked to be: the same options for `upgrade plan` and for its rehearsal. */
import { Option } from 'commander';
import { z } from 'zod';
import type { PlanRequest } from '../../contract/control.js';
import { countOption } from '../command.js';
import { collect } from '../options.js';

export const planOptions: readonly Option[] = [
  new Option('--media <id>', 'id or alias of the medium').makeOptionMandatory(),
  collect('--host <host>', 'only this host, by name or uuid (may be repeated)'),
  collect('--order <host>', 'the order of the hosts, one --order for each; the coordinator comes first'),
  collect('--accept <check@host=reason>', 'answer a finding that blocks; the report repeats it (may be repeated)'),
  new Option('--accept-eua', 'the licence agreement of the medium was read and is accepted'),
  new Option(
    '--fix',
    'let the run put right what it can (HA, WLB, discs, automatic starts …), and put it back at the end',
  ),
  collect('--pack <id>', 'a supplemental pack in the store that each host is given when it is back (may be repeated)'),
  new Option('--approve-each-host', 'wait for `upgrade approve` before each host'),
  new Option('--soak <minutes>', 'how long a host must stay well before the next one').default('0'),
];

export const planInput = {
  media: z.string(),
  host: z.array(z.string()),
  order: z.array(z.string()),
  accept: z.array(z.string()),
  acceptEua: z.boolean().optional(),
  fix: z.boolean().optional(),
  pack: z.array(z.string()),
  approveEachHost: z.boolean().optional(),
  soak: countOption(0),
} as const;

type PlanInput = z.infer<z.ZodObject<typeof planInput>>;

export function planRequest(pool: string, input: PlanInput, by: string): PlanRequest {
  return {
    pool,
    media: input.media,
    order: input.order,
    only: input.host,
    accept: input.accept,
    acceptEua: input.acceptEua === true,
    fix: input.fix === true,
    ...(input.pack.length === 0 ? {} : { packs: input.pack }),
    approveEachHost: input.approveEachHost === true,
    soakMinutes: input.soak,
    by,
  };
}
