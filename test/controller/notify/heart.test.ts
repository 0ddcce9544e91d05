import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { addressHeart, fileHeart } from '../../../src/controller/notify/channels/heartbeats.js';
import { beatHeart, beatOf, type BeatNote, type Heart, type Pulse } from '../../../src/controller/notify/heart.js';
import { systemClock } from '../../../src/shared/clock.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { Secret } from '../../../src/shared/secret.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { startReceiver } from '../../support/notify-receiver.js';

const minute = 60_000;
const pulse = (state: Pulse['state'], lastTurnAt: number | null = 0, knownAs = 'lab'): Pulse => ({
  ...{ run: `run-of-${knownAs}`, knownAs, pools: [knownAs], state, lastRecordAt: 0, lastTurnAt },
});

describe('A heartbeat', () => {
  it('is there while runs are open and looked at, and not before the first and after the last', () => {
    expect(beatOf([], false, 0, minute)).to.equal('silent');
    expect(beatOf([pulse('planned'), pulse('done'), pulse('aborted')], false, 0, minute)).to.equal('silent');
    for (const state of ['running', 'paused', 'undoing'] as const)
      expect(beatOf([pulse(state)], false, 0, minute), state).to.equal('alive');
  });

  it('fails when one of the runs has stopped, and when one is not looked at any more', () => {
    expect(beatOf([pulse('running'), pulse('stopped')], false, 0, minute)).to.equal('fail');
    expect(beatOf([pulse('running', 0)], false, 0, 14 * minute)).to.equal('alive');
    expect(beatOf([pulse('running', 0)], false, 0, 16 * minute)).to.equal('fail');
    expect(beatOf([pulse('running', null)], false, 0, 16 * minute), 'never looked at').to.equal('fail');
  });

  it('goes on without a run where that is wanted', () => {
    expect(beatOf([], true, 0, minute)).to.equal('alive');
  });

  async function beating(
    story: (parts: {
      clock: VirtualClock;
      beats: BeatNote[];
      heart: Heart;
      set: (runs: Pulse[]) => Promise<void>;
    }) => Promise<void>,
    change: Partial<Heart> = {},
  ): Promise<void> {
    const clock = new VirtualClock(0);
    const beats: BeatNote[] = [];
    const abort = new AbortController();
    let runs: readonly Pulse[] = [];
    let ring: () => void = () => undefined;
    const heart: Heart = {
      ...{ name: 'heart', every: minute, pools: [], always: false, destination: '', problem: null },
      beat: (note) => {
        beats.push(note);
        return Promise.resolve();
      },
      ...change,
    };
    const loop = beatHeart({
      ...{ heart, clock, log: silentLogger, signal: abort.signal, look: () => runs },
      changed: () => new Promise((resolve) => (ring = resolve)),
    });
    const set = async (next: Pulse[]): Promise<void> => {
      runs = next.map((one) => ({ ...one, lastTurnAt: clock.now() }));
      ring();
      await clock.advance(0);
    };
    try {
      await clock.advance(0);
      await story({ clock, beats, heart, set });
    } finally {
      abort.abort(new Error('over'));
      ring();
      await loop;
    }
  }

  it('comes at once when a run begins, then at its interval whatever else happens, at once when it stops, and once at the end', () =>
    beating(async ({ clock, beats, set }) => {
      await clock.advance(10 * minute);
      expect(beats).to.have.length(0);
      await set([pulse('running')]);
      await clock.advance(30_000);
      await set([pulse('running')]);
      await clock.advance(31_000);
      await set([pulse('stopped')]);
      await clock.advance(1000);
      await set([pulse('done')]);
      await clock.advance(10 * minute);
      expect(beats.map(({ beat, at }) => [beat, (at - 10 * minute) / 1000])).to.deep.equal([
        ['alive', 0],
        ['alive', 60],
        ['fail', 61],
        ['alive', 62],
      ]);
    }));

  it('is of the pools that are named for it', () =>
    beating(
      async ({ beats, set }) => {
        await set([pulse('stopped', 0, 'other'), pulse('running', 0, 'lab')]);
        expect(beats.map(({ beat, runs }) => [beat, runs.map(({ pool }) => pool)])).to.deep.equal([['alive', ['lab']]]);
      },
      { pools: ['lab'] },
    ));

  it('that is not taken is a problem until one is, and ends nothing', () => {
    let broken = true;
    const beat = (): Promise<void> => (broken ? Promise.reject(new Error('HTTP 500')) : Promise.resolve());
    return beating(
      async ({ clock, set, heart }) => {
        await set([pulse('running')]);
        expect(heart.problem?.reason).to.equal('HTTP 500');
        broken = false;
        await clock.advance(2 * minute);
        expect(heart.problem).to.equal(null);
      },
      { beat },
    );
  });
});

describe('The ways of a heartbeat', () => {
  const note: BeatNote = {
    beat: 'alive',
    at: 1,
    lastEventAt: 1,
    runs: [{ run: 'run-1', pool: 'lab', state: 'running' }],
  };
  const shape = { name: 'heart', every: minute, pools: [], always: false, destination: '' };
  const { signal } = new AbortController();

  it('ask for an address, and for the same with /fail behind it when a run stops', async () => {
    const receiver = await startReceiver();
    const heart = addressHeart({
      ...{ ...shape, clock: systemClock, method: 'POST', onStop: 'fail', ca: () => undefined },
      address: () => new Secret(`${receiver.url}/ping/0123-uuid`),
    });
    await heart.beat(note, signal);
    await heart.beat({ ...note, beat: 'fail' }, signal);
    expect(receiver.received.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'POST /ping/0123-uuid',
      'POST /ping/0123-uuid/fail',
    ]);
    expect(JSON.parse(receiver.received[1]!.body)).to.deep.include({ beat: 'fail', runs: note.runs });
    await receiver.close();
  });

  it('say nothing of a stop where silence is wanted, and take every answer but 2xx for a failure', async () => {
    const receiver = await startReceiver();
    const heart = addressHeart({
      ...{ ...shape, clock: systemClock, method: 'GET', onStop: 'silence', ca: () => undefined },
      address: () => new Secret(`${receiver.url}/ping`),
    });
    await heart.beat({ ...note, beat: 'fail' }, signal);
    expect(receiver.received).to.have.length(0);
    receiver.answer(500);
    const problem = await heart
      .beat(note, signal)
      .catch((error: unknown) => (error instanceof Error ? error.message : ''));
    expect(problem).to.equal('HTTP 500');
    await receiver.close();
  });

  it('write a file anew, whose time is the sign and whose content says how it goes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-heart-'));
    const file = join(folder, 'deeper', 'alive.json');
    await fileHeart({ ...shape, file }).beat(note, signal);
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(note);
    expect(Date.now() - statSync(file).mtimeMs).to.be.lessThan(5000);
    rmSync(folder, { recursive: true });
  });
});
