/** stop: ends the detached processes of `serve`; refused while a host may be installing. */
import { Option } from 'commander';
import { z } from 'zod';
import { stopBoth } from '../../daemon/serve/stop-both.js';
import { defineCommand, done } from '../command.js';

export const stop = defineCommand({
  name: 'stop',
  summary: 'stop media server and controller; refused while a grant is armed, since a host may be installing',
  arguments: [],
  options: [new Option('--force <reason>', 'stop although a host may be installing: it is lost if it still fetches')],
  example: 'drydock stop',
  input: z.strictObject({ force: z.string().min(1).optional() }),
  act: async (input, context) => {
    const force = input.force === undefined ? undefined : `${context.surroundings.user}: ${input.force}`;
    const report = await stopBoth(context.settings, force);
    return done(report, [
      `controller: ${report.controller}`,
      `media server: ${report.mediaServer}`,
      ...(report.nfs === 'stopped' ? ['NFS: stopped'] : []),
      ...report.openRuns.map((run) => `${run} is not at its end; it goes on at the next start`),
    ]);
  },
});
