import { expect } from 'chai';
import { askingAgain } from '../../../src/controller/check/ask-again.js';
import type { PoolPort } from '../../../src/controller/pool/pool-port.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';

/** A pool whose answers are the script's, one for each question; after its end every question is answered. */
function pool(script: readonly DrydockError['code'][], takes = 0) {
  const clock = new VirtualClock(undefined, { isolated: true });
  const abort = new AbortController();
  let asked = 0;
  const port = {
    evacuationBlockers: async () => {
      const code = script[asked++];
      if (takes > 0) await clock.sleep(takes);
      if (code !== undefined) throw new DrydockError(code, { attempted: 'asking' });
      return [];
    },
  } as unknown as PoolPort;
  const questions = askingAgain(port, clock, abort.signal);
  const ask = (): Promise<unknown> =>
    clock.runUntil(
      questions.evacuationBlockers('host-1').catch((error: unknown) => {
        if (error instanceof DrydockError) return error.code;
        throw error;
      }),
    );
  return { clock, abort, ask, asked: () => asked };
}

describe('A question of a check', () => {
  for (const code of [
    'XAPI_UNREACHABLE',
    'XAPI_NOT_READY',
    'XAPI_SESSION_LOST',
    'XAPI_REPLY_LOST',
    'XAPI_REPLY_INVALID',
    'XAPI_OUTCOME_UNKNOWN',
  ] as const) {
    it(`is asked again after five seconds when it ended in ${code}`, async () => {
      const { ask, asked, clock } = pool([code]);
      const began = clock.now();

      expect(await ask()).to.deep.equal([]);
      expect(asked()).to.equal(2);
      expect(clock.now() - began).to.equal(5_000);
    });
  }

  for (const code of ['XAPI_FAILURE', 'PLUGIN_FAILED', 'XAPI_LOGIN_REFUSED', 'XAPI_CERTIFICATE_CHANGED'] as const) {
    it(`is not asked again after an answer: ${code}`, async () => {
      const { ask, asked } = pool([code]);

      expect(await ask()).to.equal(code);
      expect(asked()).to.equal(1);
    });
  }

  it('is asked again twice, and ends as it did the last time', async () => {
    const { ask, asked } = pool(['XAPI_UNREACHABLE', 'XAPI_REPLY_LOST', 'XAPI_NOT_READY']);

    expect(await ask()).to.equal('XAPI_NOT_READY');
    expect(asked()).to.equal(3);
  });

  it('is asked again only while fewer than twelve of the check have been', async () => {
    const { ask, asked } = pool(Array.from({ length: 100 }, () => 'XAPI_REPLY_LOST' as const));

    for (let question = 0; question < 20; question++) expect(await ask()).to.equal('XAPI_REPLY_LOST');
    expect(asked()).to.equal(20 + 12);
  });

  it('is not asked again when nobody answered for the whole of its deadline', async () => {
    const { ask, asked } = pool(['XAPI_REPLY_LOST'], 60_000);

    expect(await ask()).to.equal('XAPI_REPLY_LOST');
    expect(asked()).to.equal(1);
  });

  it('is not asked again when the check is given up', async () => {
    const { ask, asked, abort } = pool(['XAPI_REPLY_LOST']);
    abort.abort(new Error('enough'));

    expect(await ask()).to.equal('XAPI_REPLY_LOST');
    expect(asked()).to.equal(1);
  });
});
