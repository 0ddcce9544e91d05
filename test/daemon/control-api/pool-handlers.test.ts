/** Pools over the control API: known ones without asking them, one with what it says now, and its last check. */
import { expect } from 'chai';
import { poolReplySchema, poolsReplySchema } from '../../../src/contract/api/pools.js';
import type { CheckReport } from '../../../src/contract/checks.js';
import { poolHandlers } from '../../../src/daemon/control-api/handlers/pool-handlers.js';
import { LastChecks } from '../../../src/daemon/control-api/last-checks.js';
import type { PoolRecord } from '../../../src/daemon/pools/pool-record.js';
import type { PoolSummary } from '../../../src/daemon/pools/pool-summary.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { versions82 } from '../../support/controller-facts.js';
import { ApiBench } from '../../support/api-bench.js';

const record: PoolRecord = {
  ...{ name: 'lab', addresses: ['192.0.2.11'], user: 'root', credential: { kind: 'file', path: '/run/secret' } },
  ...{ fingerprints: {}, oldTls: false, addressMap: {}, addedAt: 1 },
};

const summary: PoolSummary = {
  ...{ uuid: 'pool-1', name: 'Lab', haEnabled: true, wlbEnabled: false, rollingUpgrade: false, claim: null },
  hosts: [
    {
      uuid: 'host-1',
      name: 'xs-1',
      address: '192.0.2.11',
      coordinator: true,
      enabled: true,
      live: true,
      versions: versions82,
      guests: 2,
    },
  ],
  vms: [{ uuid: 'vm-1', name: 'db', host: 'host-1' }],
};

const result = (severity: CheckReport['results'][number]['severity']): CheckReport['results'][number] => ({
  ...{ id: 'ha-off', severity, subject: 'lab', title: 't', reason: 'r', remedy: 'm', fixable: true },
});

describe('pools over the control API', () => {
  let bench: ApiBench;
  let reads: number;
  let credential: PoolRecord['credential'];
  let answer: () => Promise<PoolSummary>;
  let headers: { authorization: string };

  beforeEach(async () => {
    reads = 0;
    credential = record.credential;
    answer = () => Promise.resolve(summary);
    const clock = new VirtualClock();
    const report = {
      pool: 'lab',
      media: 'm',
      results: [result('failure'), result('warning'), result('unknown')],
      blocked: true,
    };
    bench = await new ApiBench(
      poolHandlers({
        clock,
        passwords: '/nowhere',
        pools: {
          list: () => Promise.resolve([record]),
          get: (name) =>
            name === 'lab'
              ? Promise.resolve({ ...record, credential })
              : Promise.reject(new DrydockError('POOL_UNKNOWN', { attempted: 'looking', subject: name })),
        },
        checks: new LastChecks(clock, () => undefined),
        views: {
          openRunOf: () => 'run-1',
          fix: () => Promise.resolve({ done: ['x'], byRun: [], undo: [], check: report }),
        },
        control: { check: () => Promise.resolve(report) },
        read: () => {
          reads += 1;
          return answer();
        },
      }),
    ).open();
    headers = { authorization: `Bearer ${await bench.addToken('ci', 'operator')}` };
  });

  afterEach(() => bench.close());

  it('are listed without asking them, with the run and the last check of each', async () => {
    const before = (await bench.ask('/v1/pools', { headers })).json();
    expect(poolsReplySchema.parse(before).pools[0]).to.deep.include({ name: 'lab', run: 'run-1', lastCheck: null });
    await bench.ask('/v1/check', { method: 'POST', headers, body: { pool: 'lab', media: 'm' } });

    const after = poolsReplySchema.parse((await bench.ask('/v1/pools', { headers })).json());
    expect(after.pools[0]?.lastCheck).to.include({ media: 'm', blocked: true, failures: 1, warnings: 1, unknown: 1 });
    expect(reads).to.equal(0);
  });

  it('tell their hosts, and where a password of their own is to administrators alone', async () => {
    const reply = await bench.ask('/v1/pools/lab', { headers });

    expect(poolReplySchema.parse(reply.json()).reading?.hosts[0]).to.include({ name: 'xs-1', coordinator: true });
    expect(reply.text).to.not.include('secret');
    expect(reply.json()).to.include({ passwordElsewhere: 'a place of its own' });
    const administrator = { authorization: `Bearer ${await bench.addToken('boss', 'administrator')}` };
    const told = await bench.ask('/v1/pools/lab', { headers: administrator });
    expect(told.json()).to.include({ passwordElsewhere: 'the file /run/secret' });
  });

  it('are asked again at once when their password was changed, whatever was refused before', async () => {
    answer = () => Promise.reject(new DrydockError('XAPI_LOGIN_REFUSED', { attempted: 'logging in' }));
    await bench.ask('/v1/pools/lab', { headers });
    answer = () => Promise.resolve(summary);
    credential = { kind: 'file', path: '/run/another' };
    const reply = poolReplySchema.parse((await bench.ask('/v1/pools/lab', { headers })).json());

    expect([reads, reply.error]).to.deep.equal([2, null]);
  });

  it('are asked once by several who look at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => bench.ask('/v1/pools/lab', { headers })));

    expect(reads).to.equal(1);
  });

  it('that cannot be read say why, with what is known of them', async () => {
    answer = () => Promise.reject(new DrydockError('XAPI_UNREACHABLE', { attempted: 'reading the pool' }));
    const reply = poolReplySchema.parse((await bench.ask('/v1/pools/lab', { headers })).json());

    expect(reply.reading).to.equal(null);
    expect(reply.error?.code).to.equal('XAPI_UNREACHABLE');
    expect((await bench.ask('/v1/pools/nope', { headers })).status).to.equal(404);
  });

  it('keep the check that comes with a fix, under the name of who asked for it', async () => {
    await bench.ask('/v1/pools/lab/fixes', {
      method: 'POST',
      headers,
      body: { media: 'm', check: 'host-enabled', subject: 'xs-1' },
    });
    const { lastCheck } = poolReplySchema.parse((await bench.ask('/v1/pools/lab', { headers })).json());

    expect(lastCheck?.by).to.equal('ci');
    expect(bench.audit.at(-1)).to.include({
      action: 'pool.fix',
      object: 'lab',
      detail: 'host-enabled@xs-1',
      outcome: 'done',
    });
  });
});
