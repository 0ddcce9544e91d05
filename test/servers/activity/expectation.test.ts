/** Host 1 teaches the rest: what the next host of a run does otherwise is told, and what makes no difference is not. */
import { expect } from 'chai';
import type { GrantNotice } from '../../../src/contract/grants.js';
import { allowedTime, quietLimits } from '../../../src/installer/phase-limits.js';
import type { ActivityEntry, RequestOutcome } from '../../../src/servers/activity/activity-entry.js';
import { compare, type ComparedHost } from '../../../src/servers/activity/expectation/compare.js';
import { TraceRecorder } from '../../../src/servers/activity/expectation/host-trace.js';
import { learn, type Expectation } from '../../../src/servers/activity/expectation/learn.js';
import { stallOf } from '../../../src/servers/activity/stall.js';

type Step = Partial<RequestOutcome> & { readonly path: string; readonly after?: number };

const seconds = 1000;
const packages = Array.from({ length: 100 }, (_, index) => `Packages/p${index}.rpm`);
const boot = ['install.img', 'boot/vmlinuz', 'boot/xen.gz'];
const metadata = ['.treeinfo', 'repodata/repomd.xml', 'repodata/primary.xml.gz'];

/** An installation as the first host does it: staging, a look, formatting, another look, packages. */
function installation(fetched: readonly string[] = packages): Step[] {
  const lookUp = (wait: number): Step[] =>
    metadata.map((path, index) => ({ path, role: 'metadata', state: 'armed', after: index === 0 ? wait : 10 }));
  return [
    ...boot.map((path): Step => ({ path, role: 'boot', state: 'staging', after: 2 * seconds })),
    ...lookUp(240 * seconds),
    ...lookUp(120 * seconds),
    ...fetched.map((path): Step => ({ path, role: 'package', state: 'armed', after: 200 })),
  ];
}

interface Played {
  readonly trace: TraceRecorder;
  readonly now: number;
}

function play(steps: readonly Step[]): Played {
  const trace = new TraceRecorder();
  let now = 0;
  for (const { after = 100, ...step } of steps) {
    now += after;
    trace.done({
      ...{ at: now, grant: 'g', state: 'armed', protocol: 'http', client: '192.0.2.1', role: 'package' },
      ...{ status: 200, bytes: 10, size: 10, complete: true },
      ...step,
    });
  }
  return { trace, now };
}

const armedAt = 10 * seconds;
const taught = (): Expectation => learn('host1', play(installation()).trace, armedAt)!;

function notices(steps: readonly Step[], more: Partial<ComparedHost> = {}, later = 0): readonly GrantNotice[] {
  const { trace, now } = play(steps);
  return compare(taught(), { trace, state: 'armed', stateSince: armedAt, armedAt, ...more }, now + later);
}

const kinds = (found: readonly GrantNotice[]): string[] => found.map(({ kind, text }) => `${kind}: ${text}`);

describe('What the first host of a run taught', () => {
  it('is nothing when it never asked for anything as an installer', () => {
    expect(learn('host1', play(installation().slice(0, 3)).trace, armedAt)).to.equal(undefined);
  });

  it('is the same whatever the next host does in the same way, at every moment of it', () => {
    const steps = installation();
    for (let length = 0; length <= steps.length; length++) {
      const state = length <= boot.length ? 'staging' : 'armed';
      expect(notices(steps.slice(0, length), { state }), `after ${length} requests`).to.deep.equal([]);
    }
  });

  it('counts the silences inside of its phases, and not the reboot between two of them', () => {
    const { phases } = taught();
    const quiet = (['stage', 'look-up', 'packages'] as const).map((phase) => phases.get(phase)?.longestQuiet);
    expect(quiet).to.deep.equal([2 * seconds, 120 * seconds, 200]);
  });

  it('leaves repeated requests, broken ones, and the order of parallel ones alone', () => {
    const shuffled = [...packages].map((_, index) => packages[index ^ 1]!);
    const broken: Step = { path: packages[3]!, role: 'package', complete: false, bytes: 3 };
    const steps = installation(shuffled).flatMap((step) => [step, { ...step, after: 1 }]);
    expect(notices([...steps, broken])).to.deep.equal([]);
  });

  it('leaves the packages of other hardware alone, and tells when there are too many of them', () => {
    const own = [...packages.slice(3), ...['a', 'b', 'c'].map((name) => `Packages/${name}-driver.rpm`)];
    expect(notices(installation(own))).to.deep.equal([]);
    const many = [...packages.slice(4), ...['a', 'b', 'c', 'd'].map((name) => `Packages/${name}-driver.rpm`)];
    expect(kinds(notices(installation(many)))).to.deep.equal([
      'missing-request: 4 packages that host1 fetched were passed over, Packages/p0.rpm first',
      'extra-request: 4 packages that host1 did not fetch were asked for, Packages/a-driver.rpm first',
    ]);
  });

  it('tells of an object that is missed as soon as its phase is over', () => {
    const without = (path: string): Step[] => installation().filter((step) => step.path !== path);
    const before = without('repodata/primary.xml.gz').slice(0, 7);
    expect(notices(before)).to.deep.equal([]);
    const [notice] = notices(without('repodata/primary.xml.gz').slice(0, 8));
    expect(notice?.kind).to.equal('missing-request');
    expect(notice?.text).to.match(
      /^repodata\/primary.xml.gz was not asked for while looking the medium up; host1 did$/,
    );
    expect(kinds(notices(without('boot/xen.gz').slice(0, 2), { state: 'closed' }))).to.have.length(1);
  });

  it('tells at once of an object that was never asked for before, and of another answer', () => {
    const extra: Step = { path: 'update.xml', role: null, status: 404, state: 'armed' };
    expect(kinds(notices([...installation().slice(0, 6), extra]))).to.deep.equal([
      'extra-request: asked for update.xml; host1 never did',
    ]);
    const refused: Step = { path: '.treeinfo', role: 'discovery', status: 500, state: 'armed', after: 240 * seconds };
    expect(kinds(notices([...installation().slice(0, 3), refused]))).to.deep.equal([
      'other-answer: did not get .treeinfo; host1 did',
    ]);
  });

  it('tells of a slow phase within seconds, and no more of one that is over in time', () => {
    const reboot = taught().reboot!;
    const steps = installation();
    expect(notices(steps.slice(0, 3), {}, 0)).to.deep.equal([]);
    const { now } = play(steps.slice(0, 3));
    const late = allowedTime(reboot) + armedAt - now;
    expect(notices(steps.slice(0, 3), {}, late)).to.deep.equal([]);
    expect(notices(steps.slice(0, 3), {}, late + 1)[0]?.text).to.match(/has not asked for anything within \d+ s/);
    const lookUp = allowedTime(taught().phases.get('look-up')!.duration);
    const looking = steps.slice(0, 4);
    expect(notices(looking, {}, lookUp)).to.deep.equal([]);
    expect(notices(looking, {}, lookUp + 1)[0]?.text).to.match(/^looking the medium up takes longer than/);
    // All packages are there: what the installer does from here on takes its time.
    expect(notices(steps, {}, 3600 * seconds)).to.deep.equal([]);
  });

  it('is the same when it is learned again from what the log holds', () => {
    const { trace } = play(installation());
    expect(learn('host1', trace, armedAt)).to.deep.equal(learn('host1', play(installation()).trace, armedAt));
  });
});

describe('A host that is silent', () => {
  const host = (steps: readonly Step[], transfer: string | null = null): Parameters<typeof stallOf>[0] => {
    const { trace, now } = play(steps);
    return { trace, state: 'armed', lastActivityAt: now, transfer };
  };

  it('is stalled when a transfer stands still, long before a silence between two requests would count', () => {
    const fetching = host(installation().slice(0, 20), 'Packages/p3.rpm');
    const { transfer: limit, betweenRequests } = quietLimits.packages;
    const at = (quiet: number): unknown => stallOf(fetching, undefined, fetching.lastActivityAt! + quiet)?.exceeded;
    expect([at(limit - 1), at(limit)]).to.deep.equal([false, true]);
    const waiting = host(installation().slice(0, 20));
    const waits = (quiet: number): unknown => stallOf(waiting, undefined, waiting.lastActivityAt! + quiet)?.exceeded;
    expect([waits(limit), waits(betweenRequests - 1), waits(betweenRequests)]).to.deep.equal([false, false, true]);
  });

  it('is judged by the silences of the first host once there is one', () => {
    const formatting = host(installation().slice(0, 6));
    const limit = allowedTime(120 * seconds);
    const at = (quiet: number): unknown => stallOf(formatting, taught(), formatting.lastActivityAt! + quiet)?.exceeded;
    expect([at(limit - 1), at(limit)]).to.deep.equal([false, true]);
    const fetching = host(installation().slice(0, 30));
    expect(stallOf(fetching, taught(), fetching.lastActivityAt! + allowedTime(200))?.exceeded).to.equal(true);
  });

  it('is waited for by nobody before its first request, under a closed grant, and once everything was fetched', () => {
    expect(stallOf(host([]), undefined, 1e9)).to.equal(null);
    for (const state of ['closed', 'ended', 'proof'] as const) {
      expect(stallOf({ ...host(installation()), state }, undefined, 1e9), state).to.equal(null);
    }
    // Staged, armed, and not yet back from its reboot.
    expect(stallOf(host(installation().slice(0, 3)), undefined, 1e9)).to.equal(null);
    expect(stallOf(host(installation()), taught(), 1e9)).to.equal(null);
  });
});

describe('A large transfer', () => {
  it('is no silence, however long it takes', () => {
    const trace = new TraceRecorder();
    const outcome: ActivityEntry & { kind: 'begun' } = {
      kind: 'begun',
      transfer: 'w-1',
      outcome: {
        ...{ at: 0, grant: 'g', state: 'armed', protocol: 'http', client: '192.0.2.1', path: packages[0]! },
        ...{ role: 'package', status: 200, bytes: 0, size: 10, complete: false },
      },
    };
    trace.begun(outcome.outcome);
    trace.done({ ...outcome.outcome, at: 500 * seconds, bytes: 10, complete: true });
    expect(trace.phases.get('packages')).to.deep.equal({ began: 0, lastSeen: 500 * seconds, longestQuiet: 0 });
    expect(trace.requests[0]?.found).to.equal(true);
  });
});
