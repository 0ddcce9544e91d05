/** pool show: what is kept of a pool, and what the pool itself says now. */
import { z } from 'zod';

import { openPoolStore } from '../../../daemon/pools/pool-store.js';
import type { PoolRecord } from '../../../daemon/pools/pool-record.js';
import { readPoolSummary, type PoolSummary } from '../../../daemon/pools/pool-summary.js';
import { describeClaim } from '../../../daemon/pools/release-claim.js';
import { stateLayout } from '../../../daemon/state-layout.js';
import { defineCommand, done } from '../../command.js';
import { table } from '../../output/table.js';
import { poolPassword } from '../../pools/pool-password.js';
import { sshLines } from '../../pools/set-up-ssh.js';

export const poolShow = defineCommand({
  name: 'pool show',
  summary: 'show a known pool and read it: hosts, versions, guests',
  arguments: [{ name: '<name>', description: 'the pool' }],
  options: [],
  example: 'drydock pool show lab',
  input: z.strictObject({ name: z.string() }),
  act: async (input, context) => {
    const { surroundings, settings } = context;
    const record = await openPoolStore(stateLayout(settings.state).pools).get(input.name);
    const password = await poolPassword(record, surroundings);
    const pool = await readPoolSummary(record, password, surroundings.clock, surroundings.signal);
    return done({ record, pool }, resultLines(record, pool));
  },
});

function stateOf({ live, enabled }: PoolSummary['hosts'][number]): string {
  if (live === null) return 'unknown';
  if (!live) return 'not live';
  return enabled ? 'enabled' : 'disabled';
}

function resultLines(record: PoolRecord, pool: PoolSummary): string[] {
  const rows = pool.hosts.map((host) => [
    host.name,
    host.coordinator ? 'coordinator' : 'member',
    host.address,
    `${host.versions.brand ?? '?'} ${host.versions.product ?? '?'}`,
    stateOf(host),
    String(host.guests),
  ]);
  return [
    `${record.name}: ${isStandalone(pool) ? 'standalone host' : `pool ${pool.name}`}, HA ${pool.haEnabled ? 'on' : 'off'}, WLB ${pool.wlbEnabled ? 'on' : 'off'}`,
    ...(pool.claim === null ? [] : [`claimed by ${describeClaim(pool.claim)}`]),
    ...table(['host', 'role', 'address', 'version', 'state', 'guests'], rows),
    ...(record.ssh === undefined ? ['hosts are not looked into over SSH (drydock pool ssh)'] : sshLines(record.ssh)),
  ];
}

/** Its pool has no name of its own, and goes by that of the host. */
function isStandalone({ name, hosts }: PoolSummary): boolean {
  return hosts.length === 1 && hosts[0]?.name === name;
}
