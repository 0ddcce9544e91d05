/** pool release-claim: takes over a pool whose controller is gone for good; only by the name of the run that has it. */
import { Option } from 'commander';
import { z } from 'zod';
import { mediaServerClient } from '../../../contract/media-server-client.js';

import { openPool } from '../../../daemon/pools/connect-pool.js';
import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import { describeClaim, releaseClaimOf, type ReleasedClaim } from '../../../daemon/pools/release-claim.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { defineCommand, done, type CommandContext } from '../../command.js';
import { poolPassword } from '../../pools/pool-password.js';
import { isOver } from '../../runs/choose-run.js';
import { controllerOf } from '../../runs/controller.js';

export const poolReleaseClaim = defineCommand({
  name: 'pool release-claim',
  summary: 'take a pool over from a run whose controller is gone for good',
  arguments: [{ name: '<name>', description: 'the pool' }],
  options: [
    new Option('--run <id>', 'the run that has the pool, as `pool show` names it').makeOptionMandatory(),
    new Option('--force', 'also if the run is open in this controller'),
  ],
  example: 'drydock pool release-claim lab --run run-2026-01-01-3f9a2c',
  input: z.strictObject({ name: z.string(), run: z.string(), force: z.boolean().optional() }),
  act: async (input, context) => {
    const { surroundings, settings } = context;
    const layout = stateLayout(settings.state);
    const record = await openPoolStore(layout.pools).get(input.name);
    if (input.force !== true) await refuseOpenRun(context, input.run);
    const pool = openPool(record, await poolPassword(record, surroundings), surroundings.clock);
    try {
      const mediaServer = mediaServerClient({ socketPath: layout.mediaServerSocket, signal: surroundings.signal });
      const released = await releaseClaimOf(pool, mediaServer, input);
      return done(released, resultLines(input.name, released));
    } finally {
      await pool.close();
    }
  },
});

/** A run that goes on here is aborted, which undoes what it did; taking its claim away would only stop it half-way. */
async function refuseOpenRun(context: CommandContext, run: string): Promise<void> {
  const { runs } = await controllerOf(context)
    .runs()
    .catch((error: unknown) => {
      if (error instanceof DrydockError && error.code === 'CONTROLLER_NOT_RUNNING') return { runs: [] };
      throw error;
    });
  const open = runs.find((candidate) => candidate.run === run && !isOver(candidate) && candidate.state !== 'planned');
  if (open === undefined) return;
  throw new DrydockError('RUN_IN_PROGRESS', {
    attempted: 'releasing the claim on the pool',
    subject: run,
    remedy: `It is ${open.state} in this controller: drydock upgrade abort ${run} undoes what it did and gives the claim up. With --force the claim goes all the same.`,
  });
}

function resultLines(name: string, { claim, epoch }: ReleasedClaim): string[] {
  if (claim === null) return [`pool ${name} is not claimed by any run`];
  const fenced =
    epoch === null
      ? 'no media server answers here, so none was told: a controller that still runs elsewhere stops at its next step, when it reads the claim'
      : `the media server arms nothing for that run any more (epoch ${epoch})`;
  return [
    `the claim of ${describeClaim(claim)} is off pool ${name}`,
    fenced,
    `next: drydock check ${name} --media ID says what that run has left behind`,
  ];
}
