import { expect } from 'chai';
import type { JournalEntry, JournalRecord } from '../../src/journal/journal.js';
import type { PoolEvent } from '../../src/simulator/history.js';
import { brokenInvariants, unboundedWaits, type Evidence } from '../support/scenario/invariants.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

/** Puts an event where the first one of a kind is, so that the defect lies inside a real history. */
function withEvent(evidence: Evidence, before: string, event: PoolEvent): Evidence {
  const at = evidence.history.findIndex((candidate) => candidate.event === before);
  return { ...evidence, history: [...evidence.history.slice(0, at), event, ...evidence.history.slice(at)] };
}

function withoutRecords(evidence: Evidence, drop: (entry: JournalEntry) => boolean): Evidence {
  return { ...evidence, records: evidence.records.filter(({ entry }) => !drop(entry)) };
}

function withRecord(evidence: Evidence, entry: JournalEntry): Evidence {
  const record: JournalRecord = { sequence: evidence.records.length + 1, run: 'run-1', at: 0, entry };
  return { ...evidence, records: [...evidence.records, record] };
}

describe('The checker of invariants', function () {
  this.timeout(30_000);
  let sound: Evidence;

  before(async () => {
    const scenario = await Scenario.begin({
      times: shortTimes,
      paceFactor: 10,
      ha: { enabled: true, failuresToTolerate: 1 },
    });
    const status = await scenario.upgrade();
    if (scenario.plan === undefined) throw new Error('not planned');
    sound = {
      plan: scenario.plan,
      records: scenario.records(),
      history: [...scenario.pool.history],
      status,
      secrets: ['correct-horse-battery'],
    };
    await scenario.end();
  });

  const host = (index: number): string => sound.plan.hosts[index]?.uuid ?? '';
  const at = 0;

  it('finds nothing in a sound run', () => {
    expect(brokenInvariants(sound)).to.deep.equal([]);
  });

  for (const { defect, invariant, plant } of [
    {
      defect: 'a VM that was shut down without consent',
      invariant: '10',
      plant: () =>
        withRecord(sound, {
          ...({ type: 'intent', effect: 'stop-vm', key: sound.plan.baseline.vms[0]?.uuid ?? '', attempt: 1 } as const),
          detail: { consent: 'none' },
        }),
    },
    {
      defect: 'a second host taken out of service while the first is down',
      invariant: '1',
      plant: () =>
        withEvent(sound, 'installer-began', { at, host: host(1), event: 'host-disabled', detail: { by: 'call' } }),
    },
    {
      defect: 'a reboot with a guest on the host',
      invariant: '2',
      plant: () =>
        withEvent(sound, 'host-down', {
          at,
          host: host(0),
          event: 'reboot-called',
          detail: { enabled: false, guests: ['vm'] },
        }),
    },
    {
      defect: 'a reboot of a host that was put back into service',
      invariant: '2',
      plant: () =>
        withEvent(sound, 'host-down', {
          at,
          host: host(0),
          event: 'reboot-called',
          detail: { enabled: true, guests: [] },
        }),
    },
    {
      defect: 'a member staged before the coordinator',
      invariant: '3',
      plant: () =>
        withEvent(sound, 'evacuation-began', {
          at,
          host: host(1),
          event: 'staged',
          detail: { url: 'http://192.0.2.1/' },
        }),
    },
    {
      defect: 'a reboot that no intent was written for',
      invariant: '4',
      plant: () =>
        withoutRecords(sound, (entry) => 'effect' in entry && entry.effect === 'reboot-host' && entry.key === host(1)),
    },
    {
      defect: 'an outcome that was never written',
      invariant: '4',
      plant: () => withoutRecords(sound, (entry) => entry.type === 'outcome' && entry.effect === 'evacuate-host'),
    },
    {
      defect: 'a disk formatted twice',
      invariant: '4',
      plant: () =>
        withEvent(sound, 'installed', {
          at,
          host: host(0),
          event: 'disk-formatted',
          detail: { url: 'http://192.0.2.1/' },
        }),
    },
    {
      defect: 'high availability left off and not said',
      invariant: '5',
      plant: () => ({ ...sound, history: sound.history.filter(({ event }) => event !== 'ha-enabled') }),
    },
    {
      defect: 'a claim left on the pool and not said',
      invariant: '5',
      plant: () => ({ ...sound, history: sound.history.filter(({ event }) => event !== 'pool-key-removed') }),
    },
    {
      defect: 'a change without its undo',
      invariant: '5',
      plant: () => ({
        ...sound,
        status: { ...sound.status, changes: [{ what: 'x', undo: 'pending' as const, condition: '' }] },
      }),
    },
    {
      defect: 'a password in the journal',
      invariant: '7',
      plant: () => withRecord(sound, { type: 'noted', what: 'x', key: 'y', detail: { text: 'correct-horse-battery' } }),
    },
    {
      defect: 'a host lost after its disk was formatted',
      invariant: '9',
      plant: () =>
        withEvent(sound, 'installed', {
          at,
          host: host(0),
          event: 'host-lost',
          detail: { reason: 'Packages/kernel is missing' },
        }),
    },
    {
      defect: 'guests that went down with their host',
      invariant: '10',
      plant: () => withEvent(sound, 'installed', { at, host: host(0), event: 'guests-lost', detail: { vms: ['vm'] } }),
    },
    {
      defect: 'a VM that is not where it was and is not named',
      invariant: '10',
      plant: () => ({
        ...sound,
        history: sound.history.filter(
          ({ event }, index) =>
            event !== 'vm-moved' || index < sound.history.findIndex((entry) => entry.event === 'installed'),
        ),
        status: { ...sound.status, changes: [] },
      }),
    },
  ]) {
    it(`finds ${defect}`, () => {
      expect(brokenInvariants(plant()).map((sentence) => sentence.split(':')[0])).to.include(invariant);
    });
  }

  it('finds a machine wait without a deadline, and a wait without a reason', () => {
    const wait = { kind: 'wait', for: 'machine', reason: 'x', deadline: 5 };

    expect(unboundedWaits([wait])).to.deep.equal([]);
    expect(unboundedWaits([{ ...wait, deadline: null }])).to.have.lengthOf(1);
    expect(unboundedWaits([{ ...wait, reason: '' }])).to.have.lengthOf(1);
  });
});
