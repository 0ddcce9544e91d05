// `npm run simulate:pools -- [--pools 100] [--hosts 16] [--at-once 20] [--pace 60] [--times short]`: one rollout upgrades them
// all to the end, on a virtual clock; says what it cost, and fails if a promise of the rollout or an invariant was broken.
import { parseArgs } from 'node:util';
import type { RolloutStatus } from '../../../src/contract/rollout.js';
import { journalFigures } from './journal-figures.js';
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
    /** `usual`: hosts take as long as real ones do, which is what a plan of nights needs. */
    times: { type: 'string', default: 'short' },
    /** How often somebody looks at the rollout, in minutes. */
    every: { type: 'string', default: '0.5' },
  },
});

const pools = Number(values.pools);
const atOnce = Number(values['at-once']);
const began = performance.now();
const day = 24 * 3_600_000;
const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
const usual = values.times === 'usual' ? { times: {} } : {};
const site = await RolloutSite.begin({ pools, hosts: Number(values.hosts), paceFactor: Number(values.pace), ...usual });

/** On standard error, once for each day that passes: a large rollout takes an hour of this machine. */
let told = site.clock.now();
function finishedIn(status: RolloutStatus): number {
  return status.waves.flatMap((wave) => wave.pools).reduce((sum, pool) => sum + pool.hosts.finished, 0);
}
function hasEnded(status: RolloutStatus): boolean {
  if (site.clock.now() - told >= day) {
    told += day;
    const { user, system } = process.cpuUsage();
    const memory = Math.round(process.memoryUsage().rss / 1e6);
    console.error(
      `${new Date(told).toISOString()} ${status.state}: ${finishedIn(status)} hosts finished, ${status.atWork.pools} pools at work, ` +
        `${site.decisions.length} turns, ${seconds((user + system) / 1000)} of processor time, ${memory} MB`,
    );
  }
  return ['done', 'stopped', 'aborted'].includes(status.state);
}

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
  const end = await site.until(hasEnded, 60 * day, Number(values.every) * 60_000);
  const all = end.waves.flatMap((wave) => wave.pools);
  const broken = await brokenBy(site);
  const { user, system } = process.cpuUsage();
  const { records, bytes, planBytes, busiestMinute, events, hosts } = journalFigures(site.journal);
  console.log(
    [
      `rollout ${end.state}: ${end.reason}`,
      ...end.waves.map(({ name, pools: members }) => `  ${name}: ${members.length} pools`),
      `${all.filter(({ state }) => state === 'done').length} of ${all.length} pools done, ${finishedIn(end)} hosts finished`,
      `${site.decisions.length} turns in ${seconds(performance.now() - began)}, ${seconds((user + system) / 1000)} of processor time`,
      `${Math.round(process.resourceUsage().maxRSS / 1000)} MB at most`,
      `${seconds(site.clock.now() - startedAt)} of virtual time`,
      `journal: ${records} records (${(records / hosts).toFixed(1)} a host), ${Math.round(bytes / 1e6)} MB, of which plans ${Math.round(planBytes / 1e6)} MB; ${busiestMinute} records in the busiest minute`,
      `${events} notifications to a channel that wants all (${(events / hosts).toFixed(1)} a host)`,
      broken.length === 0 ? 'every promise was kept' : broken.slice(0, 20).join('\n'),
    ].join('\n'),
  );
  process.exitCode = end.state === 'done' && broken.length === 0 ? 0 : 1;
} finally {
  await site.end();
}
