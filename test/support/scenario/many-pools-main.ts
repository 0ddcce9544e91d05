// `npm run simulate:pools -- [--pools 100] [--hosts 16] [--at-once 20] [--pace 60]`: one rollout upgrades them all to the end, on a
// virtual clock; says what it cost, and fails if a promise of the rollout or an invariant of a run was broken.
import { parseArgs } from 'node:util';
import { brokenBy } from './rollout-cuts.js';
import { RolloutSite } from './rollout-site.js';

const { values } = parseArgs({
  options: {
    pools: { type: 'string', default: '100' },
    hosts: { type: 'string', default: '16' },
    /** How many pools at once; three quarters as many hosts may be at work. */
    'at-once': { type: 'string', default: '20' },
    /** How much rarer than usual the controller looks: a whole run is some 10 000 looks at a pool otherwise. */
    pace: { type: 'string', default: '60' },
  },
});

const pools = Number(values.pools);
const atOnce = Number(values['at-once']);
const began = performance.now();
const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
const site = await RolloutSite.begin({ pools, hosts: Number(values.hosts), paceFactor: Number(values.pace) });
try {
  const startedAt = site.clock.now();
  await site.start({
    canary: ['0', '1'],
    waves: [{ percent: 10 }, { percent: 40 }],
    atOnce: { pools: atOnce, hosts: Math.max(1, Math.ceil(atOnce * 0.75)) },
    soak: '12h',
    approval: 'never',
    windows: ['20:00-06:00 Europe/Berlin'],
  });
  const end = await site.until(({ state }) => ['done', 'stopped', 'aborted'].includes(state), 60 * 24 * 3_600_000);
  const all = end.waves.flatMap((wave) => wave.pools);
  const broken = await brokenBy(site);
  const { user, system } = process.cpuUsage();
  console.log(
    [
      `rollout ${end.state}: ${end.reason}`,
      ...end.waves.map(({ name, pools: members }) => `  ${name}: ${members.length} pools`),
      `${all.filter(({ state }) => state === 'done').length} of ${all.length} pools done, ${all.reduce((sum, pool) => sum + pool.hosts.finished, 0)} hosts finished`,
      `${site.decisions.length} turns in ${seconds(performance.now() - began)}, ${seconds((user + system) / 1000)} of processor time`,
      `${Math.round(process.resourceUsage().maxRSS / 1000)} MB at most`,
      `${seconds(site.clock.now() - startedAt)} of virtual time`,
      broken.length === 0 ? 'every promise was kept' : broken.slice(0, 20).join('\n'),
    ].join('\n'),
  );
  process.exitCode = end.state === 'done' && broken.length === 0 ? 0 : 1;
} finally {
  await site.end();
}
