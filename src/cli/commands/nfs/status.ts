/** nfs status: whether NFS is served, what is missing, what is exported, which address each client wants, what a firewall must let through. */
import { z } from 'zod';
import { nfsOverview, type NfsOverview } from '../../../daemon/nfs/nfs-overview.js';
import { defineCommand, done } from '../../command.js';

export const nfsStatusCommand = defineCommand({
  name: 'nfs status',
  summary: 'whether NFS is served, what is missing for it, and what hosts and firewalls must be told',
  arguments: [],
  options: [],
  example: 'drydock nfs status',
  input: z.strictObject({}),
  act: async (_input, context) => {
    const overview = await nfsOverview(context.settings);
    return done(overview, linesOf(overview));
  },
});

function linesOf(overview: NfsOverview): string[] {
  const { mode, status, problems } = overview;
  if (mode === 'off') return ['NFS is off: servers.nfs.mode in the configuration file switches it on'];
  const state = status === null ? 'not running (drydock serve)' : status.serving ? 'serving' : 'not serving';
  return [
    `NFS (${mode}): ${state}`,
    ...problems.flatMap(({ message, remedy }) => [`  ${message}`, `    ${remedy}`]),
    ...(status?.exports ?? []).map((id) => `  exported: ${id}`),
    'activity of hosts over NFS: not observable, so no progress is shown and nothing is concluded from its absence',
    'addresses, for the path of a grant or medium:',
    ...overview.addresses.map(({ where, example, note }) => `  ${example}  for ${where}: ${note}`),
    'versions:',
    ...overview.needs.map(({ releases, versions, why }) => `  ${releases}: ${versions}, since ${why}`),
    'the firewall must let through:',
    ...overview.firewall.map((line) => `  ${line}`),
  ];
}
