// `npm run simulate:pools -- [--pools 100] [--hosts 16] [--pace 20]`: upgrades them all to the end, on a virtual clock, and says what it cost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { ManyPools } from './many-pools.js';
import { localPoolSide } from './pool-side.js';
import { shortTimes } from './scenario.js';

const { values } = parseArgs({
  options: {
    pools: { type: 'string', default: '100' },
    hosts: { type: 'string', default: '16' },
    /** How much rarer than usual the controller looks: a whole run is some 10 000 looks at a pool otherwise. */
    pace: { type: 'string', default: '20' },
  },
});

const hosts = Number(values.hosts);
const clock = new VirtualClock(undefined, { isolated: true });
const dumpFolder = mkdtempSync(join(tmpdir(), 'drydock-pools-'));
const began = performance.now();
const startedAt = clock.now();
let turns = 0;
try {
  const pools = Number(values.pools);
  const side = await localPoolSide({ pools, hosts, vms: 2 * hosts, times: shortTimes }, clock);
  const many = await ManyPools.begin({
    ...{ side, clock, dumpFolder },
    journal: createMemoryJournal(),
    paceFactor: Number(values.pace),
    onTurn: () => turns++,
  });
  await clock.runUntil(Promise.all(Array.from({ length: pools }, (_, index) => many.upgrade(index))));
  const states = await clock.runUntil(many.ended(5 * 60_000));
  const { user, system } = process.cpuUsage();
  const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
  const histories = await Promise.all(many.runs.map((_, index) => side.history(index)));
  const installed = histories.flat().filter(({ event }) => event === 'installed').length;
  console.log(
    [
      `${states.filter((state) => state === 'done').length} of ${states.length} pools done, ${installed} hosts installed`,
      `${turns} turns in ${seconds(performance.now() - began)}, ${seconds((user + system) / 1000)} of processor time`,
      `${Math.round(process.resourceUsage().maxRSS / 1000)} MB at most`,
      `${seconds(clock.now() - startedAt)} of virtual time`,
    ].join('\n'),
  );
  await clock.runUntil(many.stop());
  process.exitCode = states.every((state) => state === 'done') ? 0 : 1;
} finally {
  rmSync(dumpFolder, { recursive: true, force: true });
}
