// Defects planted in the controller itself, each in the path that it takes: the checker of invariants must see every one.
import { expect } from 'chai';
import type { Effect, EffectName } from '../../../src/controller/effects/effect.js';
import { effects } from '../../../src/controller/effects/registry.js';
import { repeatable } from '../../../src/controller/effects/retry-class.js';
import type { PoolFacts } from '../../../src/controller/facts/pool-facts.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import type { JournalEntry } from '../../../src/journal/journal.js';
import { readFaultText } from '../../../src/simulator/faults/read-fault.js';
import { brokenInvariants, unboundedWaits } from '../../support/scenario/invariants.js';
import { Scenario, shortTimes, SimulatedCrash, type RunOptions } from '../../support/scenario/scenario.js';

interface Planted {
  readonly defect: string;
  /** Which invariant is found broken. */
  readonly invariant: string;
  readonly faults?: readonly string[];
  readonly wlb?: boolean;
  /** What of an effect is other than it should be. */
  readonly effect?: readonly [EffectName, (right: Effect) => Partial<Effect>];
  /** What the controller reads instead of what is. */
  readonly reads?: (pool: PoolFacts, scenario: Scenario) => PoolFacts;
  /** What it does not write down. */
  readonly forgets?: (entry: JournalEntry) => boolean;
  readonly onTurn?: (scenario: Scenario) => RunOptions['onTurn'];
}

const confirmed = () => ({ verdict: 'confirmed' }) as const;
const doesNothing = () => Promise.resolve({ handle: null });

const wasBegun = (scenario: Scenario, effect: EffectName, key: string): boolean =>
  scenario.ledger().attempts.some(({ request }) => request.effect === effect && request.key === key);

const planted: readonly Planted[] = [
  {
    defect: 'it does not look whether another host is down before it takes one out of service',
    invariant: '1',
    faults: ['power-loss host=member-1 lasts=10min at=database-dumped of=coordinator'],
    effect: ['disable-host', () => ({ refuses: () => undefined })],
  },
  {
    defect: 'it does not see guests, and reboots a host with them',
    invariant: '2',
    reads: (pool) => ({ ...pool, vms: [] }),
  },
  {
    defect: 'it takes the versions of the medium for granted: a wrong proof of return',
    invariant: '3',
    faults: ['returns-with-old-version host=coordinator'],
    reads: (pool, { plan }) => ({
      ...pool,
      hosts: pool.hosts.map((host) => {
        const before = plan?.baseline.hosts.find(({ uuid }) => uuid === host.uuid);
        const rebooted = host.uuid === pool.coordinator && before !== undefined && host.live === true;
        return rebooted && plan !== undefined
          ? { ...host, versions: { ...host.versions, ...plan.medium.target } }
          : host;
      }),
    }),
  },
  {
    defect: 'it calls `main` twice',
    invariant: '4',
    effect: [
      'stage-host',
      (right) => ({
        act: async (request, tools) => {
          await right.act(request, tools);
          return right.act(request, tools);
        },
      }),
    ],
  },
  {
    defect: 'it reboots a host again when the answer to the first call was lost',
    invariant: '4',
    faults: ['reply-lost call=Async.host.reboot'],
    effect: [
      'reboot-host',
      () => ({ retry: repeatable('planted'), confirm: () => ({ verdict: 'not-yet', reason: 'it looks away' }) }),
    ],
  },
  {
    defect: 'it writes no intent before a reboot',
    invariant: '4',
    forgets: (entry) => entry.type === 'intent' && entry.effect === 'reboot-host',
    onTurn: (scenario) => () => {
      if (scenario.pool.history.some(({ event }) => event === 'reboot-called'))
        throw new SimulatedCrash('it does not know that it has rebooted it');
    },
  },
  {
    defect: 'it goes on although somebody has taken the claim',
    invariant: '4',
    reads: (pool, { run }) => ({ ...pool, otherConfig: { ...pool.otherConfig, drydock_run: run } }),
    onTurn: (scenario) => {
      let taken = false;
      return (input) => {
        if (taken || !input.ledger.attempts.some(({ request }) => request.effect === 'disable-host')) return;
        taken = true;
        const port = scenario.openPool();
        void port
          .removeFromPoolOtherConfig('drydock_run')
          .then(() => port.addToPoolOtherConfig('drydock_run', 'run-of-bob'));
      };
    },
  },
  {
    defect: 'it says that balancing is on again, and does nothing: a lost undo',
    invariant: '5',
    wlb: true,
    effect: ['restore-wlb', () => ({ act: doesNothing, confirm: confirmed })],
    reads: (pool, scenario) => (wasBegun(scenario, 'restore-wlb', pool.uuid) ? { ...pool, wlbEnabled: true } : pool),
  },
  {
    defect: 'it waits for an evacuation without an end',
    invariant: '6',
    faults: ['call-hangs call=Async.host.evacuate'],
    effect: ['evacuate-host', () => ({ deadline: Number.POSITIVE_INFINITY })],
    onTurn: () => {
      let waits = 0;
      return (_input, decision) => {
        if (decision.kind === 'wait' && decision.reason.startsWith('move all VMs') && ++waits > 50)
          throw new SimulatedCrash('enough of waiting');
      };
    },
  },
  {
    defect: 'it writes the address of a host into its journal',
    invariant: '7',
    effect: [
      'test-url',
      (right) => ({
        act: async (request, tools) => {
          await right.act(request, tools);
          const [grant] = await tools.mediaServer.grants({ state: 'staging' } as never);
          return { handle: `told ${grant === undefined ? '' : await tools.grantUrl(grant)}` };
        },
        confirm: confirmed,
      }),
    ],
  },
  {
    defect: 'it takes the address of a host away once it is armed: an early revoke',
    invariant: '9',
    onTurn: (scenario) => {
      let done = false;
      return () => {
        const formatted = scenario.pool.history.some(({ event }) => event === 'disk-formatted');
        const grant = scenario.lastTurn?.grants.find(({ state }) => state === 'armed');
        if (done || !formatted || grant === undefined) return;
        done = true;
        const change = { state: 'ended', epoch: grant.epoch, reason: 'planted' } as const;
        void scenario.mediaServer.api.changeGrant(grant.id, change);
      };
    },
  },
  {
    defect: 'it says that a guest is home, and leaves it where it is',
    invariant: '10',
    effect: ['move-vm-home', () => ({ act: doesNothing, confirm: confirmed })],
    reads: (pool, scenario) => ({
      ...pool,
      vms: pool.vms.map((vm) => {
        const home = scenario.plan?.baseline.vms.find(({ uuid }) => uuid === vm.uuid)?.host ?? null;
        return wasBegun(scenario, 'move-vm-home', vm.uuid) ? { ...vm, residentOn: home } : vm;
      }),
    }),
  },
];

async function run(defect: Planted): Promise<readonly string[]> {
  const scenario = await Scenario.begin({
    ...{ times: shortTimes, paceFactor: 20, vms: 4 },
    faults: (defect.faults ?? []).map((text) => readFaultText(text)),
    ...(defect.wlb === true ? { wlb: { enabled: true, url: 'wlb.example:8012' } } : {}),
  });
  try {
    await scenario.makePlan();
    plantInto(scenario, defect);
    scenario.command('start');
    const onTurn = defect.onTurn?.(scenario);
    let turns = 0;
    const life = scenario.turn({
      onTurn: (input, decision) => {
        onTurn?.(input, decision);
        // A controller with a defect may go round in circles.
        if (++turns > 1500) throw new SimulatedCrash('it goes round in circles');
      },
    });
    await life.catch((error: unknown) => {
      if (!(error instanceof SimulatedCrash)) throw error;
    });
    if (scenario.plan === undefined) throw new Error('not planned');
    const tokens = scenario.fetches
      .map(({ url }) => /\/i\/([^/]+)/.exec(url)?.[1] ?? '')
      .filter((token) => token !== '');
    const grants = (await scenario.mediaServer.api.grants()).filter((grant) => grant.run === scenario.run);
    const broken = brokenInvariants({
      plan: scenario.plan,
      records: scenario.records(),
      history: scenario.pool.history,
      status: scenario.status(),
      grants,
      secrets: [...new Set(tokens)],
    });
    return [...broken, ...unboundedWaits(scenario.decisions)];
  } finally {
    await scenario.end();
  }
}

function plantInto(scenario: Scenario, { reads, forgets }: Planted): void {
  const { journal } = scenario;
  const append = journal.append.bind(journal);
  if (forgets !== undefined) {
    journal.append = (run, at, entry) =>
      append(run, at, forgets(entry) ? { type: 'noted', what: 'x', key: 'x', detail: {} } : entry);
  }
  if (reads === undefined) return;
  const openPool = scenario.openPool.bind(scenario);
  scenario.openPool = (): PoolPort => {
    const port = openPool();
    // Read once more between the intent and the act (carry-out.ts): the defect is in both places.
    const otherConfig = port.otherConfig.bind(port);
    port.otherConfig = async () => {
      const seen = await port.observe(new AbortController().signal);
      return seen.pool.known ? seen.pool.value.otherConfig : otherConfig();
    };
    const observe = port.observe.bind(port);
    port.observe = async (signal) => {
      const observation = await observe(signal);
      const { pool } = observation;
      return pool.known ? { ...observation, pool: { ...pool, value: reads(pool.value, scenario) } } : observation;
    };
    return port;
  };
}

/** @returns what puts the right one back */
function plantEffect(defect: Planted['effect']): () => void {
  if (defect === undefined) return () => undefined;
  const [name, change] = defect;
  const registry = effects as Record<EffectName, Effect>;
  const right = effects[name];
  registry[name] = { ...right, ...change(right) };
  return () => {
    registry[name] = right;
  };
}

describe('A defect planted in the controller is found', function () {
  this.timeout(120_000);

  for (const defect of planted) {
    it(`by invariant ${defect.invariant}: ${defect.defect}`, async () => {
      const restore = plantEffect(defect.effect);
      try {
        const broken = await run(defect);
        expect(
          broken.map((sentence) => sentence.split(':')[0]),
          broken.join('\n'),
        ).to.include(defect.invariant);
      } finally {
        restore();
      }
    });
  }
});
