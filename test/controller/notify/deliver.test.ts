import { expect } from 'chai';
import { deliver, type DeliverOptions } from '../../../src/controller/notify/deliver.js';
import { mostWaiting, type Outbox } from '../../../src/controller/notify/outbox.js';
import { openSqliteOutbox } from '../../../src/controller/notify/sqlite-outbox.js';
import { parseRetryAfter, retryPause } from '../../../src/controller/notify/retry-pause.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { anEvent, scriptedChannel, type ScriptedChannel } from '../../support/notify-events.js';
import type { Delivery } from '../../../src/controller/notify/channel.js';

const hour = 3_600_000;
const again: Delivery = { kind: 'again', reason: 'HTTP 500' };
const taken: Delivery = { kind: 'taken', answer: 'ok' };

interface Story {
  readonly clock: VirtualClock;
  readonly outbox: Outbox;
  readonly channel: ScriptedChannel;
}

async function delivering(
  answers: readonly (Delivery | Error | undefined)[],
  ids: readonly string[],
  story: (parts: Story) => Promise<void>,
  change: Partial<DeliverOptions> = {},
): Promise<void> {
  const clock = new VirtualClock();
  const outbox = openSqliteOutbox(':memory:');
  const channel = scriptedChannel(() => clock.now(), answers);
  const abort = new AbortController();
  let wake: () => void = () => undefined;
  for (const id of ids) outbox.add([channel.name], anEvent({ id }), clock.now());
  const loop = deliver({
    ...{ channel, outbox, clock, random: () => Uint8Array.of(0), log: silentLogger, signal: abort.signal },
    giveUpAfter: 24 * hour,
    added: () => new Promise((resolve) => (wake = resolve)),
    ...change,
  });
  try {
    await clock.advance(0);
    await story({ clock, outbox, channel });
  } finally {
    abort.abort(new Error('over'));
    wake();
    await loop;
    outbox.close();
  }
}

describe('Delivery', () => {
  it('sends in order, each once, and leaves nothing waiting', () =>
    delivering([taken], ['a', 'b', 'c'], async ({ outbox, channel }) => {
      await Promise.resolve();
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['a', 'b', 'c']);
      expect(outbox.queue('scripted')).to.deep.equal({ waiting: 0, lost: 0, problem: null });
    }));

  it('tries again after 2, 4, 8 … seconds, 15 minutes at most, and the later events wait their turn', () =>
    delivering([...Array<Delivery>(12).fill(again), taken], ['a', 'b'], async ({ clock, channel }) => {
      await clock.advance(3 * hour);
      const tries = channel.sent.filter(({ id }) => id === 'a').map(({ at }) => at);
      const gaps = tries.slice(1).map((at, index) => (at - (tries[index] ?? 0)) / 1000);
      expect(gaps).to.deep.equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
      expect(channel.sent.at(-1)?.id).to.equal('b');
    }));

  it('shows in the status what fails, and forgets it when the receiver takes something again', () =>
    delivering([again, again, taken], ['a'], async ({ clock, outbox }) => {
      expect(outbox.queue('scripted').problem?.reason).to.equal('HTTP 500');
      expect(outbox.queue('scripted').waiting).to.equal(1);
      await clock.advance(10_000);
      expect(outbox.queue('scripted')).to.deep.equal({ waiting: 0, lost: 0, problem: null });
    }));

  it('waits as long as the receiver asks for, up to an hour', () =>
    delivering(
      [{ ...again, after: 90_000 }, { ...again, after: 99 * hour }, taken],
      ['a'],
      async ({ clock, channel }) => {
        await clock.advance(3 * hour);
        const [first = 0, second = 0, third = 0] = channel.sent.map(({ at }) => at);
        expect(second - first).to.equal(90_000);
        expect(third - second).to.equal(hour);
      },
    ));

  it('gives an event up after its time, says so, and goes on with the next', () =>
    delivering([again], ['a'], async ({ clock, outbox }) => {
      await clock.advance(25 * hour);
      const { waiting, lost, problem } = outbox.queue('scripted');
      expect({ waiting, lost }).to.deep.equal({ waiting: 0, lost: 1 });
      expect(problem?.reason).to.include('was given up: HTTP 500');
    }));

  it('does not try an event again that the receiver will not have', () =>
    delivering([{ kind: 'refused', reason: 'HTTP 422' }, taken], ['a', 'b'], async ({ channel, clock }) => {
      await clock.advance(hour);
      expect(channel.sent.map(({ id }) => id)).to.deep.equal(['a', 'b']);
    }));

  it('takes a receiver that never answers for one that failed, after 20 seconds', () =>
    delivering([undefined, taken], ['a'], async ({ clock, outbox, channel }) => {
      await clock.advance(19_000);
      expect(outbox.queue('scripted').problem).to.equal(null);
      await clock.advance(2000);
      expect(outbox.queue('scripted').problem?.reason).to.equal('no answer within 20 s');
      await clock.advance(2000);
      expect(channel.sent).to.have.length(2);
    }));

  it('takes an exception of a channel for a failure, and shows no secret that stands in it', () =>
    delivering([new Error('cannot reach http://u:hunter2@192.0.2.1/i/f00d/')], ['a'], async ({ outbox }) => {
      await Promise.resolve();
      const reason = outbox.queue('scripted').problem?.reason;
      expect(reason)
        .to.include('[secret]')
        .and.not.to.match(/hunter2|f00d/);
    }));
});

describe('The pause before the next attempt', () => {
  it('is shortened by chance by up to a half, so that many controllers do not come back together', () => {
    expect(retryPause(4, undefined, 0)).to.equal(16_000);
    expect(retryPause(4, undefined, 1)).to.equal(8_000);
    expect(retryPause(1000, undefined, 0)).to.equal(900_000);
  });

  it('is read from Retry-After in seconds or as a date, and from nothing else', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(parseRetryAfter('120', now)).to.equal(120_000);
    expect(parseRetryAfter(new Date(now + 60_000).toUTCString(), now)).to.equal(60_000);
    expect(parseRetryAfter(new Date(now - 60_000).toUTCString(), now)).to.equal(0);
    expect(parseRetryAfter('soon', now)).to.equal(undefined);
    expect(parseRetryAfter(undefined, now)).to.equal(undefined);
  });
});

describe('The outbox', () => {
  it('loses the oldest, and says so, when a receiver is gone for too many events', () => {
    const outbox = openSqliteOutbox(':memory:');
    for (let index = 0; index <= mostWaiting + 2; index++) outbox.add(['gone'], anEvent({ id: `e${index}` }), index);
    expect(outbox.queue('gone')).to.deep.include({ waiting: mostWaiting, lost: 3 });
    expect(outbox.queue('gone').problem?.reason).to.include('more than 1000 were waiting');
    expect(outbox.next('gone')?.event.id).to.equal('e3');
    outbox.close();
  });

  it('passes over an event that the channel has, or had already', () => {
    const outbox = openSqliteOutbox(':memory:');
    outbox.add(['one', 'two'], anEvent({ id: 'a' }), 0);
    outbox.taken('one', 'a');
    outbox.add(['one', 'two'], anEvent({ id: 'a' }), 1);
    expect(outbox.next('one')).to.equal(undefined);
    expect(outbox.queue('two').waiting).to.equal(1);
    outbox.close();
  });
});
