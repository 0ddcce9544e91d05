/** The journal of one pool of 16 hosts that was upgraded to the end in the simulation: what a host writes down. */
import type { JournalRecord } from '../../../src/journal/journal.js';
import { journalFigures, type JournalFigures } from '../../support/scenario/journal-figures.js';
import { RolloutSite } from '../../support/scenario/rollout-site.js';

export interface OneRun {
  readonly records: readonly JournalRecord[];
  readonly figures: JournalFigures;
}

export async function upgradeOnePool(hosts: number): Promise<OneRun> {
  const site = await RolloutSite.begin({ pools: 1, hosts, paceFactor: 60 });
  try {
    await site.start({});
    const { state, reason } = await site.ended();
    if (state !== 'done') throw new Error(`the simulated pool was not upgraded: ${state}, ${reason}`);
    const run = site.journal.runs().find((id) => site.journal.records(id)[0]?.entry.type === 'planned') ?? '';
    return { records: site.journal.records(run), figures: journalFigures(site.journal) };
  } finally {
    await site.end();
  }
}
