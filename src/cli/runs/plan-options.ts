/** What a plan is asked to be: the same options for `upgrade plan` and for its rehearsal. */
import { Option } from 'commander';
import { z } from 'zod';
import type { PlanRequest } from '../../contract/control.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { countOption } from '../command.js';
import { collect } from '../options.js';

/** What a person consents to being done with VMs: the same for `check` and for a plan. */
export const guestOptions: readonly Option[] = [
  new Option(
    '--stop-vms',
    'VMs that cannot move may be shut down in order for the turn of their host; they are started after it',
  ),
  collect('--vm <name=policy>', 'what is done with a VM: migrate, stop, suspend or leave (may be repeated)'),
  new Option('--allow-suspend', 'VMs that are to be suspended (by --vm or a tag) may be'),
  collect('--hard-stop <vm>', 'the plug of this VM may be pulled if it does not shut down in order (may be repeated)'),
];

export const guestInput = {
  stopVms: z.boolean().optional(),
  vm: z.array(z.string()),
  allowSuspend: z.boolean().optional(),
  hardStop: z.array(z.string()),
} as const;

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
  ...guestOptions,
  collect('--pack <id>', 'a supplemental pack in the store that each host is given when it is back (may be repeated)'),
  new Option('--approve-each-host', 'wait for `upgrade approve` before each host'),
  new Option(
    '--window <window>',
    'begin hosts in it only, and say how the run fits in: "22:00-04:00 Europe/Berlin", "Sat,Sun 20:00-06:00 UTC", START/END',
  ),
  new Option('--mode <mode>', 'manual: a person upgrades each host at its console; Drydock empties and proves it')
    .choices(['automatic', 'manual'])
    .default('automatic'),
  new Option('--reboot-by <who>', 'Manual mode: who reboots the hosts (without it, the person)').choices([
    'drydock',
    'person',
  ]),
  new Option('--soak <minutes>', 'how long a host must stay well before the next one').default('0'),
];

export const planInput = {
  media: z.string(),
  host: z.array(z.string()),
  order: z.array(z.string()),
  accept: z.array(z.string()),
  acceptEua: z.boolean().optional(),
  fix: z.boolean().optional(),
  ...guestInput,
  pack: z.array(z.string()),
  approveEachHost: z.boolean().optional(),
  window: z.string().optional(),
  mode: z.enum(['automatic', 'manual']),
  rebootBy: z.enum(['drydock', 'person']).optional(),
  soak: countOption(0),
} as const;

type PlanInput = z.infer<z.ZodObject<typeof planInput>>;

/** @throws USAGE for options that contradict one another */
export function planRequest(pool: string, input: PlanInput, by: string): PlanRequest {
  if (input.rebootBy !== undefined && input.mode !== 'manual')
    throw new DrydockError('USAGE', {
      attempted: 'reading the command line',
      expected: '--reboot-by with --mode manual',
      found: `--reboot-by ${input.rebootBy} without it`,
    });
  return {
    pool,
    media: input.media,
    order: input.order,
    only: input.host,
    accept: input.accept,
    acceptEua: input.acceptEua === true,
    fix: input.fix === true,
    stopVms: input.stopVms === true,
    allowSuspend: input.allowSuspend === true,
    vmPolicies: input.vm,
    hardStop: input.hardStop,
    ...(input.window === undefined ? {} : { window: input.window }),
    ...(input.pack.length === 0 ? {} : { packs: input.pack }),
    approveEachHost: input.approveEachHost === true,
    ...(input.mode === 'manual' ? { mode: input.mode, rebootBy: input.rebootBy ?? 'person' } : {}),
    soakMinutes: input.soak,
    by,
  };
}
