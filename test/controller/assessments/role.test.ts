import { expect } from 'chai';
import { callsOf, leastRole, role } from '../../../src/controller/assessments/role.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { callSignature } from '../../../src/releases/calls/call-signature.js';
import { roles } from '../../../src/releases/calls/call-table.js';
import { releases } from '../../../src/releases/find-release.js';
import type { ReleaseId } from '../../../src/releases/release-facts.js';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { createSimulatedPool } from '../../../src/simulator/simulated-pool.js';
import { beforeRun } from '../../support/controller-assessments.js';
import { makeEvidence } from '../../support/controller-evidence.js';

const password = 'correct-horse';

/** What the assessment says of a user with this role, by what the simulated pool of this release tells of its session. */
async function judged(release: ReleaseId, userRole: string) {
  const clock = new VirtualClock(undefined, { isolated: true });
  const users = userRole === 'root' ? [] : [{ name: 'ann', password, role: userRole as 'pool-admin' }];
  const pool = createSimulatedPool({
    hosts: 1,
    vms: 0,
    release,
    password,
    clock,
    inProcess: true,
    users,
    media: () => ({}) as never,
  });
  const port = xapiPool({
    addresses: pool.addresses,
    credentials: { user: userRole === 'root' ? pool.user : 'ann', password: new Secret(password) },
    certificates: { expectedFingerprint: () => undefined, onFirstUse: () => true },
    clock,
    transport: ({ address, method, params }) => pool.transport({ address, method, params }),
  });
  try {
    const { pool: facts } = await clock.runUntil(port.observe());
    if (!facts.known) throw new Error(facts.reason);
    const survey = await clock.runUntil(port.survey());
    const evidence = makeEvidence(facts.value, { survey: { known: true, value: survey } });
    const [finding] = role.assess(beforeRun({ pool: facts.value, evidence }));
    return finding!;
  } finally {
    await clock.runUntil(port.close());
    await clock.runUntil(pool.stop());
  }
}

describe('The role that a run needs', () => {
  for (const id of [
    'xenserver-6.0.2',
    'xenserver-6.5',
    'xenserver-7.1',
    'xenserver-8.2.1',
    'xcp-ng-8.3',
    'xenserver-9',
  ] as const) {
    it(`is pool-admin on ${id}: the upgrade plugin is called; everything else needs pool-operator`, () => {
      const release = releases[id];
      expect(leastRole(release)).to.equal('pool-admin');
      const admin = callsOf(release).filter((name) => callSignature(name, release)?.role === 'pool-admin');
      expect(admin).to.deep.equal(['host.call_plugin']);
    });

    it(`is what decides on a pool of ${id}: root and pool-admin pass, every lower role is told what it lacks`, async () => {
      expect((await judged(id, 'root')).severity).to.equal('pass');
      expect((await judged(id, 'pool-admin')).severity).to.equal('pass');
      const operator = await judged(id, 'pool-operator');
      expect(operator).to.include({ severity: 'failure', acceptable: false });
      expect(operator.reason).to.equal('The user may not call host.call_plugin (pool-admin).');
      expect(operator.remedy).to.include('role pool-admin');
    });
  }

  it('is not had by any lower role', async () => {
    for (const lower of roles.slice(0, roles.indexOf('pool-operator'))) {
      const { severity, reason } = await judged('xcp-ng-8.3', lower);
      expect(severity, lower).to.equal('failure');
      expect(reason, lower).to.include('host.disable (pool-operator)');
    }
  });
});
