import { expect } from 'chai';
import { z } from 'zod';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import type { EventBatch } from '../../../src/xapi/calls/event-batch.js';
import { failureError } from '../../../src/xapi/connection/failure.js';
import { KeptRecords, type KeptRecordsOptions } from '../../../src/xapi/events/kept-records.js';

const schemas = { host: z.object({ enabled: z.boolean() }), VM: z.object({ name: z.string() }) };

type Answer = EventBatch | Error;
type Asked = readonly [token: string, login: number];

interface Scripted {
  readonly kept: KeptRecords<typeof schemas>;
  readonly asked: Asked[];
  readonly clock: VirtualClock;
  readonly connection: { logins: number };
  readonly read: () => Promise<unknown>;
}

/** Answers in turn; an answer may also be made at the moment of the call. */
function scripted(...answers: (Answer | ((connection: { logins: number }) => Answer))[]): Scripted {
  const asked: Asked[] = [];
  const clock = new VirtualClock();
  const connection = {
    logins: 1,
    call: (_name: string, [, token]: readonly unknown[]): Promise<EventBatch> => {
      asked.push([String(token), connection.logins]);
      const next = answers.shift();
      const answer = typeof next === 'function' ? next(connection) : next;
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error('not expected'))
        : Promise.resolve(answer);
    },
  };
  const options = { connection, clock, schemas } as unknown as KeptRecordsOptions<typeof schemas>;
  const kept = new KeptRecords(options);
  return { kept, asked, clock, connection, read: () => kept.read(new AbortController().signal) };
}

const whole: EventBatch = {
  events: [
    { class: 'host', operation: 'add', ref: 'h1', snapshot: { enabled: true, more: 'x' } },
    { class: 'vm', operation: 'add', ref: 'v1', snapshot: { name: 'one' } },
    { class: 'vm', operation: 'add', ref: 'v2', snapshot: { name: 'two' } },
  ],
  token: 'A',
  valid_ref_counts: { host: 1, vm: 2, network: 7 },
};
const nothing: EventBatch = { events: [], token: 'A', valid_ref_counts: { host: 1, vm: 2 } };

describe('Records that are kept up to date by what has changed', () => {
  it('are read whole at first, and then by their changes alone', async () => {
    const { asked, read } = scripted(whole, {
      events: [
        { class: 'host', operation: 'mod', ref: 'h1', snapshot: { enabled: false } },
        { class: 'vm', operation: 'del', ref: 'v1' },
        { class: 'vm', operation: 'add', ref: 'v3', snapshot: { name: 'three' } },
      ],
      token: 'B',
      valid_ref_counts: { host: 1, vm: 2 },
    });
    expect(await read()).to.deep.equal({
      host: { h1: { enabled: true } },
      VM: { v1: { name: 'one' }, v2: { name: 'two' } },
    });
    expect(await read()).to.deep.equal({
      host: { h1: { enabled: false } },
      VM: { v2: { name: 'two' }, v3: { name: 'three' } },
    });
    expect(asked.map(([token]) => token)).to.deep.equal(['', 'A']);
  });

  it('are the same objects as long as nothing has changed in them', async () => {
    const { kept } = scripted(whole, nothing);
    const { signal } = new AbortController();
    const first = await kept.read(signal);
    const second = await kept.read(signal);
    expect(second?.VM).to.equal(first?.VM);
  });

  it('are read whole again when their number tells that a deletion was missed', async () => {
    const { asked, read } = scripted(
      whole,
      { ...nothing, valid_ref_counts: { host: 1, vm: 1 } },
      { ...whole, events: whole.events.slice(0, 2), valid_ref_counts: { host: 1, vm: 1 }, token: 'C' },
    );
    await read();
    expect(await read()).to.deep.equal({ host: { h1: { enabled: true } }, VM: { v1: { name: 'one' } } });
    expect(asked.map(([token]) => token)).to.deep.equal(['', 'A', '']);
  });

  it('are read whole again in a new session, which may be that of another coordinator', async () => {
    const test = scripted(whole, whole);
    await test.read();
    test.connection.logins = 2;
    await test.read();
    expect(test.asked).to.deep.equal([
      ['', 1],
      ['', 2],
    ]);
  });

  it('are read whole again when the session was replaced while the changes were asked for', async () => {
    const test = scripted(
      whole,
      (connection) => {
        connection.logins = 2;
        return nothing;
      },
      whole,
      nothing,
    );
    await test.read();
    await test.read();
    await test.read();
    expect(test.asked.map(([token]) => token)).to.deep.equal(['', 'A', '', 'A']);
  });

  it('are read whole again every five minutes, whatever the pool says', async () => {
    const test = scripted(whole, nothing, whole);
    await test.read();
    await test.clock.advance(299_000);
    await test.read();
    await test.clock.advance(1_000);
    await test.read();
    expect(test.asked.map(([token]) => token)).to.deep.equal(['', 'A', '']);
  });

  it('are read whole again when the pool does not know the token any more', async () => {
    const { asked, read } = scripted(whole, failureError('event.from', 'EVENTS_LOST', []), whole);
    await read();
    expect(await read()).to.have.property('host');
    expect(asked).to.have.length(3);
  });

  for (const [what, answer] of [
    ['has no such call', failureError('event.from', 'MESSAGE_METHOD_UNKNOWN', ['event.from'])],
    ['tells what does not add up', { ...whole, valid_ref_counts: { host: 2 } }],
    ['tells of a change without a record', { ...whole, events: [{ class: 'vm', operation: 'mod', ref: 'v1' }] }],
    ['answers something else', new DrydockError('XAPI_REPLY_INVALID', { attempted: 'reading' })],
  ] as [string, Answer][]) {
    it(`are left to the plain way for a while, or until the next login, where the pool ${what}`, async () => {
      const test = scripted(answer, answer, whole);
      expect(await test.read()).to.equal(undefined);
      expect(await test.read()).to.equal(undefined);
      expect(test.asked).to.have.length(1);
      await test.clock.advance(300_000);
      expect(await test.read()).to.equal(undefined);
      test.connection.logins = 2;
      expect(await test.read()).to.have.property('host');
    });
  }

  it('do not hide that the pool is away; the next looks go the plain way for a while, whoever logs in meanwhile', async () => {
    const lost = new DrydockError('XAPI_REPLY_LOST', { attempted: 'reading a reply' });
    const test = scripted(whole, lost, whole);
    expect(await test.read()).to.have.property('host');
    expect(await test.read().catch((thrown: unknown) => thrown)).to.equal(lost);
    expect(await test.read()).to.equal(undefined);
    test.connection.logins = 2;
    expect(await test.read()).to.equal(undefined);
    expect(test.asked).to.have.length(2);
    await test.clock.advance(300_000);
    expect(await test.read()).to.have.property('host');
  });

  it('fail no other look where what lies between loses the question again and again: it is asked as in a first look', async () => {
    const lost = new DrydockError('XAPI_REPLY_LOST', { attempted: 'reading a reply' });
    const test = scripted(whole, lost, lost, lost, whole);
    expect(await test.read()).to.have.property('host');
    expect(await test.read().catch((thrown: unknown) => thrown)).to.equal(lost);
    for (let again = 0; again < 2; again++) {
      await test.clock.advance(300_000);
      expect(await test.read()).to.equal(undefined);
    }
    await test.clock.advance(300_000);
    expect(await test.read()).to.have.property('host');
    expect(test.asked.map(([token]) => token)).to.deep.equal(['', 'A', '', '', '']);
  });

  it('are left to the plain way in a first look, where the question is lost', async () => {
    const test = scripted(new DrydockError('XAPI_REPLY_LOST', { attempted: 'reading a reply' }));
    expect(await test.read()).to.equal(undefined);
    expect(await test.read()).to.equal(undefined);
    expect(test.asked).to.have.length(1);
  });
});
