/** Policies of VMs that stand in the configuration: they win over tags, and what is said with a plan wins over them. */
import { z } from 'zod';
import { vmPolicies } from '../../controller/planning/guests/guest-plan.js';

const name = z.string({ error: 'must be a name' }).min(1, { error: 'must not be empty' });

export const vmPolicySettings = z
  .array(
    z.strictObject({
      pool: name.describe('The pool, as `pool add` made it known.'),
      vm: name.describe('Name or uuid of the VM. One that is not in the pool is refused when a run is planned.'),
      policy: z
        .enum(vmPolicies, { error: `must be one of ${vmPolicies.join(', ')}` })
        .describe('migrate, stop, suspend or leave; suspending needs --allow-suspend with the plan too.'),
    }),
  )
  .default([])
  .describe('What a run does with single VMs, besides tags and --vm (docs/planning.md).');
