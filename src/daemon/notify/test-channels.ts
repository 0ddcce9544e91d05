/** Sends a test by each channel, at once and past the outbox, and says what came back. */
import type { ChannelTest } from '../../contract/notify.js';
import type { Channel } from '../../controller/notify/channel.js';
import { attempt } from '../../controller/notify/deliver.js';
import type { Heart } from '../../controller/notify/heart.js';
import type { RunEvent } from '../../controller/notify/run-event.js';
import { withoutSecrets } from '../../controller/report/without-secrets.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import { nearestWord } from '../../shared/nearest-word.js';
import { randomHex, type RandomBytes } from '../../shared/random-bytes.js';

export interface TestParts {
  readonly channels: readonly Channel[];
  readonly hearts: readonly Heart[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signal: AbortSignal;
  /** uuid of a pool, and how it is known: a message can only be left about something that is there. */
  pools(): Promise<readonly { readonly knownAs: string; readonly uuid: string; readonly name: string }[]>;
}

/** @param name one of them; undefined: all. @throws CHANNEL_UNKNOWN */
export async function testChannels(name: string | undefined, parts: TestParts): Promise<readonly ChannelTest[]> {
  const all = [...parts.channels, ...parts.hearts];
  if (all.length === 0 || (name !== undefined && !all.some((one) => one.name === name))) throw unknown(name, all);
  const wanted = (one: { name: string }): boolean => name === undefined || one.name === name;
  const [channels, hearts] = [parts.channels.filter(wanted), parts.hearts.filter(wanted)];
  const tests = await Promise.all([
    ...channels.map((channel) => testChannel(channel, parts)),
    ...hearts.map(async (heart) => [await testHeart(heart, parts)]),
  ]);
  return tests.flat();
}

async function testChannel(channel: Channel, parts: TestParts): Promise<readonly ChannelTest[]> {
  if (channel.kind !== 'pool-message') return [await sendTest(channel, channel.name, testEvent(parts), parts)];
  const pools = await parts.pools();
  const wanted = pools.filter(({ knownAs }) => channel.pools.length === 0 || channel.pools.includes(knownAs));
  return Promise.all(
    wanted.map((pool) => sendTest(channel, `${channel.name} (${pool.knownAs})`, { ...testEvent(parts), pool }, parts)),
  );
}

async function sendTest(channel: Channel, shown: string, event: RunEvent, parts: TestParts): Promise<ChannelTest> {
  const delivery = await attempt(channel, event, parts);
  const about = { channel: shown, kind: channel.kind, destination: channel.destination };
  if (delivery.kind === 'taken') return { ...about, taken: true, answer: withoutSecrets(delivery.answer) };
  return { ...about, taken: false, answer: withoutSecrets(delivery.reason) };
}

/** Alive: a test must not raise the alarm. */
async function testHeart(heart: Heart, { clock, signal }: TestParts): Promise<ChannelTest> {
  const about = { channel: heart.name, kind: 'heartbeat', destination: heart.destination } as const;
  try {
    await heart.beat({ beat: 'alive', at: clock.now(), lastEventAt: null, runs: [] }, signal);
    return { ...about, taken: true, answer: 'taken as a sign of life' };
  } catch (error) {
    return { ...about, taken: false, answer: withoutSecrets(describeCause(error)) };
  }
}

function testEvent({ clock, random }: TestParts): RunEvent {
  return {
    id: `test.${randomHex(random, 8)}`,
    at: clock.now(),
    kind: 'test',
    severity: 'info',
    run: 'test',
    pool: { knownAs: 'test', name: 'test', uuid: '00000000-0000-0000-0000-000000000000' },
    medium: 'test',
    title: 'A test of Drydock’s notifications',
    text: 'If you can read this, this channel works. No run is concerned.',
    nextAction: null,
    host: null,
    failure: null,
    state: 'planned',
    hosts: { total: 0, done: 0, skipped: 0, givenUp: 0 },
  };
}

function unknown(name: string | undefined, all: readonly { readonly name: string }[]): DrydockError {
  const names = all.map((one) => one.name);
  const meant = name === undefined ? undefined : nearestWord(name, names);
  return new DrydockError('CHANNEL_UNKNOWN', {
    attempted: 'testing notifications',
    ...(name === undefined ? {} : { subject: name }),
    found:
      names.length === 0
        ? 'no channel at all in the configuration'
        : meant === undefined
          ? names.join(', ')
          : `${meant}, did you mean that?`,
  });
}
