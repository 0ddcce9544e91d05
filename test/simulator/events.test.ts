import { expect } from 'chai';
import { EventQueue } from '../../src/simulator/events/event-queue.js';
import { parseSubscription } from '../../src/simulator/events/subscription.js';
import { isStruct, type Reply, type WireStruct, type WireValue } from '../../src/simulator/wire/wire-value.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

interface Batch {
  readonly events: readonly WireStruct[];
  readonly token: string;
  readonly counts: WireStruct;
}

/** A call that has been begun and not been waited for. */
function begin(test: PoolForTest, method: string, ...params: WireValue[]): Promise<Reply> {
  return test.pool.handle('127.0.0.1', method, [test.session, ...params]);
}

function batchOf(value: WireValue): Batch {
  if (!isStruct(value)) throw new Error('not a batch');
  const { events, token, valid_ref_counts: counts } = value;
  return { events: events as readonly WireStruct[], token: token as string, counts: counts as WireStruct };
}

async function from(test: PoolForTest, classes: readonly string[], token: string, timeout = 0.5): Promise<Batch> {
  return batchOf(await test.call('event.from', classes, token, timeout));
}

async function answered(test: PoolForTest, pending: Promise<Reply>): Promise<Batch> {
  const reply = await test.clock.runUntil(pending);
  if (reply.Status === 'Failure') throw new Error(reply.ErrorDescription.join(' '));
  return batchOf(reply.Value);
}

const shown = ({ events }: Batch): unknown[] =>
  events.map((event) => [event['class'], event['operation'], event['ref']]);

describe('event.from (xapi.md 1.8)', () => {
  it('tells everything there is as additions at first: class in lower case, timestamp 0.0, the whole record', async () => {
    const test = await poolForTest({ vms: 1 });
    const { events, token } = await from(test, ['host', 'host_metrics', 'VM'], '');
    expect(new Set(events.map((event) => event['class']))).to.deep.equal(new Set(['host', 'host_metrics', 'vm']));
    expect(new Set(events.map((event) => event['operation']))).to.deep.equal(new Set(['add']));
    const host = events.find((event) => event['ref'] === test.hostRef(1))!;
    expect(host['timestamp']).to.equal('0.0');
    expect(host['id']).to.match(/^\d+$/);
    expect(host['snapshot']).to.deep.equal(await test.record('host', test.hostRef(1)));
    expect(token).to.match(/^\d{20},\d{20}$/);
  });

  it('is empty when the time is over, with the same token', async () => {
    const test = await poolForTest();
    const { token } = await from(test, ['pool'], '');
    const before = test.clock.now();
    const later = await from(test, ['pool'], token, 20.5);
    expect(later.events).to.deep.equal([]);
    expect(later.token).to.equal(token);
    expect(test.clock.now() - before).to.be.within(20_500, 20_600);
  });

  it('returns early, 50 milliseconds after the change, with what changed since', async () => {
    const test = await poolForTest();
    const { token } = await from(test, ['host'], '');
    const pending = begin(test, 'event.from', ['host'], token, 60.1);
    const before = test.clock.now();
    await test.call('host.disable', test.hostRef(1));
    const batch = await answered(test, pending);
    expect(shown(batch)).to.deep.equal([['host', 'mod', test.hostRef(1)]]);
    expect((batch.events[0]!['snapshot'] as WireStruct)['enabled']).to.equal(false);
    expect(test.clock.now() - before).to.equal(50);
    expect(batch.token > token).to.equal(true);
  });

  it('hears of what happens by itself: a reboot, a host that is declared dead after 600 seconds', async () => {
    const test = await poolForTest();
    const { token } = await from(test, ['host_metrics'], '');
    const pending = begin(test, 'event.from', ['host_metrics'], token, 3600.1);
    const before = test.clock.now();
    test.pool.cutPower(1);
    const batch = await answered(test, pending);
    expect(test.clock.now() - before).to.be.within(600_000, 631_000);
    expect((batch.events[0]!['snapshot'] as WireStruct)['live']).to.equal(false);
  });

  it('takes several classes, one object, and everything', async () => {
    const test = await poolForTest({ vms: 1 });
    const everything = await from(test, ['*'], '');
    const none = await from(test, ['SR', `host/${test.hostRef(2)}`], everything.token);
    await test.call('host.disable', test.hostRef(1));
    await test.call('host.disable', test.hostRef(2));
    const one = await from(test, ['SR', `Host/${test.hostRef(2)}`], none.token);
    expect(shown(one)).to.deep.equal([['host', 'mod', test.hostRef(2)]]);
    const both = await from(test, ['*'], everything.token);
    expect(both.events.map((event) => event['ref'])).to.include.members([test.hostRef(1), test.hostRef(2)]);
    expect(parseSubscription('VM/OpaqueRef:1/2')).to.deep.equal({ className: 'vm', ref: 'OpaqueRef:1/2' });
  });

  it('tells a deletion without a record, and not at all of what came and went in between', async () => {
    const test = await poolForTest();
    const task = (await test.call('task.create', 'x', '')) as string;
    const { token } = await from(test, ['task'], '');
    const brief = (await test.call('task.create', 'y', '')) as string;
    for (const ref of [task, brief]) {
      await test.call('task.set_status', ref, 'success');
      await test.call('task.destroy', ref);
    }
    const { events } = await from(test, ['task'], token);
    expect(events).to.have.length(1);
    expect(events[0]).to.include({ class: 'task', operation: 'del', ref: task });
    expect(events[0]).not.to.have.property('snapshot');
  });

  it('follows a task to its end', async () => {
    const test = await poolForTest({ vms: 6 });
    let { token } = await from(test, ['task'], '');
    const ref = (await test.call('Async.host.evacuate', test.hostRef(0))) as string;
    const seen: unknown[] = [];
    while (seen.at(-1) !== 'success') {
      const batch = await from(test, [`task/${ref}`], token, 30.1);
      ({ token } = batch);
      seen.push(...batch.events.map((event) => (event['snapshot'] as WireStruct)['status']));
    }
    expect(seen.slice(0, -1)).to.satisfy((statuses: unknown[]) => statuses.every((status) => status === 'pending'));
  });

  it('counts the live objects of each class, as the only ints with a tag', async () => {
    const test = await poolForTest({ vms: 1 });
    const { counts } = await from(test, ['pool'], '');
    expect(counts).to.include({ host: 3n, pool: 1n, task: 0n, host_metrics: 3n, session: 1n });
    expect(counts['vm']).to.be.a('bigint');
  });

  it('tells messages with a count of their own, in the second half of the token', async () => {
    const test = await poolForTest();
    const { token } = await from(test, ['message'], '');
    const ref = (await test.call(
      'message.create',
      'X',
      '3',
      'Pool',
      test.pool.world.state.pool.uuid,
      'text',
    )) as string;
    const batch = await from(test, ['message', 'pool'], token);
    expect(shown(batch)).to.deep.include(['message', 'add', ref]);
    expect(batch.events.find((event) => event['ref'] === ref)).to.include({ id: '0', timestamp: '0.0' });
    expect(Number(batch.token.split(',')[1])).to.be.greaterThan(Number(token.split(',')[1]));
  });

  it('refuses a token that is none', async () => {
    const test = await poolForTest();
    for (const token of ['x', '1', '1,2,3', '1,']) {
      expect(await test.failure('event.from', ['*'], token, 0.1)).to.deep.equal([
        'EVENT_FROM_TOKEN_PARSE_FAILURE',
        token,
      ]);
    }
  });

  it('ends with SESSION_INVALID when the session ends while it waits', async () => {
    const test = await poolForTest();
    const { token } = await from(test, ['pool'], '');
    const own = test.session;
    const pending = begin(test, 'event.from', ['pool'], token, 60.1);
    await test.call('session.logout');
    expect(await test.clock.runUntil(pending)).to.deep.equal({
      Status: 'Failure',
      ErrorDescription: ['SESSION_INVALID', own],
    });
  });

  it('breaks off without an answer when the coordinator goes down; afterwards tasks are gone and nobody was told', async () => {
    const test = await poolForTest();
    const task = (await test.call('task.create', 'x', '')) as string;
    const { token } = await from(test, ['*'], '');
    await test.call('host.disable', test.hostRef(0));
    await test.call('host.reboot', test.hostRef(0));
    const current = await from(test, ['*'], token);
    const pending = begin(test, 'event.from', ['pool'], current.token, 3600.1);
    const outcome = await test.clock.runUntil(pending.then(String, (error: unknown) => (error as Error).message));
    expect(outcome).to.contain('ECONNRESET');
    await test.clock.advance(20 * 60 * 1000);
    await test.loginAgain();
    const after = await from(test, ['*'], token);
    expect(after.events.map((event) => event['ref']))
      .to.include(test.hostRef(0))
      .and.not.to.include(task);
    expect(after.counts['task']).to.equal(0n);
  });
});

describe('event.inject (xapi.md 1.8)', () => {
  it('gives a token from just before an event about an unchanged object: a barrier', async () => {
    const test = await poolForTest();
    const { ref } = test.pool.world.state.pool;
    const before = await from(test, ['*'], '');
    const token = (await test.call('event.inject', 'pool', ref)) as string;
    expect(token).to.match(/^\d{20},0{20}$/);
    expect(shown(await from(test, ['pool'], token))).to.deep.equal([['pool', 'mod', ref]]);
    expect(token >= before.token).to.equal(true);
    const again = await from(test, ['*'], before.token);
    expect(again.token > token).to.equal(true);
  });

  it('takes the class as the table is called, and an object of it', async () => {
    const test = await poolForTest({ vms: 1 });
    const { ref } = test.pool.world.state.pool;
    for (const className of ['Pool', 'host']) {
      expect(await test.failure('event.inject', className, ref)).to.deep.equal(['HANDLE_INVALID', className, ref]);
    }
    const vm = [...test.pool.world.state.vms.keys()][0]!;
    expect(await test.call('event.inject', 'VM', vm)).to.match(/^\d{20},0{20}$/);
  });
});

describe('event.register and event.next, the old way (xapi.md 1.8)', () => {
  it('block until something happens, and then tell it once', async () => {
    const test = await poolForTest();
    await test.call('event.register', ['host', 'pool']);
    const pending = begin(test, 'event.next');
    await test.clock.advance(3600_000);
    await test.call('host.disable', test.hostRef(1));
    const reply = await test.clock.runUntil(pending);
    const events = (reply.Status === 'Success' ? reply.Value : []) as readonly WireStruct[];
    expect(events.map((event) => [event['class'], event['operation'], event['ref']])).to.deep.equal([
      ['host', 'mod', test.hostRef(1)],
    ]);
    expect(events[0]!['timestamp']).to.match(/^\d+\.$/);
    const second = begin(test, 'event.next');
    await test.call('host.enable', test.hostRef(1));
    expect((await test.clock.runUntil(second)).Status).to.equal('Success');
    expect(await test.call('event.get_current_id')).to.equal('2');
  });

  it('refuse a session that has not registered, and tell no class that was unregistered', async () => {
    const test = await poolForTest();
    expect((await test.failure('event.next'))[0]).to.equal('SESSION_NOT_REGISTERED');
    await test.call('event.register', ['*']);
    await test.call('event.unregister', ['*']);
    await test.call('event.register', ['pool']);
    const pending = begin(test, 'event.next');
    await test.call('host.disable', test.hostRef(1));
    await test.call('pool.add_to_other_config', test.pool.world.state.pool.ref, 'a', 'b');
    const reply = await test.clock.runUntil(pending);
    const events = (reply.Status === 'Success' ? reply.Value : []) as readonly WireStruct[];
    expect(events.map((event) => event['class'])).to.deep.equal(['pool']);
  });

  it('end with SESSION_INVALID when the session ends', async () => {
    const test = await poolForTest();
    await test.call('event.register', ['*']);
    const pending = begin(test, 'event.next');
    await test.call('session.logout');
    const reply = await test.clock.runUntil(pending);
    expect(reply.Status === 'Failure' && reply.ErrorDescription[0]).to.equal('SESSION_INVALID');
  });

  it('answer EVENTS_LOST to a session whose events were forgotten, once', () => {
    const queue = new EventQueue(1000);
    queue.register('OpaqueRef:slow', [parseSubscription('*')]);
    for (let count = 0; count < 100; count++) queue.add('pool', 'OpaqueRef:1', (id) => ({ id: String(id) }));
    expect(() => queue.read('OpaqueRef:slow')).to.throw('EVENTS_LOST');
    queue.add('pool', 'OpaqueRef:1', (id) => ({ id: String(id) }));
    expect(queue.read('OpaqueRef:slow')).to.deep.equal([{ id: '100' }]);
  });
});
