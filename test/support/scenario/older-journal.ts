// A journal as of boundary X in the place of the one that had come to boundary Y: a backup or a snapshot of the machine was
// put back. What a controller then does to the pool is told from the simulator's own history.
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { restoredNote } from '../../../src/journal/restored-note.js';
import type { RunStatus } from '../../../src/contract/run-status.js';
import { Scenario, shortTimes, SimulatedCrash, type ScenarioOptions } from './scenario.js';

const options: ScenarioOptions = {
  hosts: 2,
  vms: 2,
  seed: 7,
  times: shortTimes,
  paceFactor: 10,
  ha: { enabled: true, failuresToTolerate: 1 },
};

export interface OlderJournal {
  /** Boundaries, from 1. */
  readonly backupAt: number;
  readonly lostAt: number;
  /** by-name: `journal restore`. by-hand: a file was copied. snapshot: the media server's store is as old. */
  readonly how: 'by-name' | 'by-hand' | 'snapshot';
  /** What a person says when the run has stopped. */
  readonly then?: 'retry' | 'abort';
}

export interface WhatHappened {
  readonly place: string;
  readonly first: RunStatus;
  readonly last: RunStatus;
  /** Hosts that were told to reboot both before the journal was replaced and after it. */
  readonly rebootedTwice: readonly string[];
  /** Hosts whose disk an installer had begun to write, and that lost their media then. */
  readonly lostMedia: readonly string[];
  readonly lostHosts: number;
}

export async function boundariesOfUpgrade(): Promise<readonly string[]> {
  const boundaries: string[] = [];
  const scenario = await Scenario.begin(options);
  try {
    await scenario.upgrade({ reached: (boundary, effect) => boundaries.push(`${boundary} of ${effect}`) });
    return boundaries;
  } finally {
    await scenario.end();
  }
}

export async function withOlderJournal(story: OlderJournal): Promise<WhatHappened> {
  const { backupAt, lostAt, how, then } = story;
  const scenario = await Scenario.begin(options);
  try {
    let reached = 0;
    let place = '';
    let records = [...scenario.records()];
    let restoreMedia = (): void => undefined;
    const life = scenario.upgrade({
      reached: (boundary, effect) => {
        reached += 1;
        if (reached === backupAt) {
          records = [...scenario.records()];
          restoreMedia = scenario.snapshotOfMediaServer();
          place = `${boundary} of ${effect}`;
        }
        if (reached === lostAt) throw new SimulatedCrash(`${boundary} of ${effect}`);
      },
    });
    await life.catch((error: unknown) => {
      if (!(error instanceof SimulatedCrash)) throw error;
      place += ` replaced what had come to ${error.message}`;
    });
    const before = scenario.pool.history.length;
    const armed = await armedHosts(scenario);
    scenario.journal = createMemoryJournal();
    for (const { run, at, entry } of records) scenario.journal.appendNow(run, at, entry);
    if (how === 'by-name') {
      const detail = { by: 'ann', until: records.at(-1)?.at ?? 0 };
      scenario.journal.appendNow(scenario.run, scenario.clock.now(), {
        type: 'noted',
        what: restoredNote,
        key: scenario.run,
        detail,
      });
    }
    if (how === 'snapshot') restoreMedia();
    const first = await scenario.turn();
    if (then !== undefined) scenario.command(then);
    const last = then === undefined ? first : await scenario.turn();
    const { history } = scenario.pool;
    const rebooted = (from: number, to: number): readonly (string | null)[] =>
      history.slice(from, to).flatMap((entry) => (entry.event === 'reboot-called' ? [entry.host] : []));
    const earlier = rebooted(0, before);
    const still = await armedHosts(scenario);
    const proven = history.flatMap((entry) => (entry.event === 'installed' ? [entry.host] : []));
    return {
      place,
      first,
      last,
      rebootedTwice: rebooted(before, history.length).flatMap((host) =>
        host !== null && earlier.includes(host) ? [host] : [],
      ),
      lostMedia: how === 'snapshot' ? [] : armed.filter((host) => !still.includes(host) && !proven.includes(host)),
      lostHosts: history.filter(({ event }) => event === 'host-lost').length,
    };
  } finally {
    await scenario.end();
  }
}

async function armedHosts(scenario: Scenario): Promise<readonly string[]> {
  const grants = await scenario.mediaServer.api.grants();
  return grants.flatMap(({ state, host }) => (state === 'armed' ? [host.uuid] : []));
}
