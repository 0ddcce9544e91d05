import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import type { Caller } from '../../../src/contract/api/caller.js';
import { EventHub } from '../../../src/daemon/control-api/events/event-hub.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { hostStatus, runStatus } from '../../support/cli-runs.js';

describe('what open pages are told', () => {
  it('is every open run, also where there are more than may wait for a page at once', async () => {
    const clock = new VirtualClock(undefined, { isolated: true });
    const ids = Array.from({ length: 300 }, (_, index) => `run-${index}`);
    const hub = new EventHub({
      ...{ version: '1.2.3', clock, log: silentLogger },
      openRuns: () => Promise.resolve(ids),
      run: (run) => Promise.resolve({ ...runStatus({ hosts: [hostStatus({ reason: 'x'.repeat(7000) })] }), run }),
      rollouts: () => Promise.resolve([]),
      servers: { read: () => new Promise(() => undefined), log: () => Promise.resolve([]) } as never,
      mayStay: () => Promise.resolve(true),
    });
    let text = '';
    // As a socket: what is written has left when the event loop has been round.
    const page = new Writable({
      write: (chunk: Buffer, _encoding, left) => {
        text += chunk.toString();
        setImmediate(left);
      },
    });
    const response = Object.assign(page, { writeHead: () => response }) as unknown as ServerResponse;

    hub.open({ name: 'ann', kind: 'user', rank: 'viewer' } as unknown as Caller, response);
    for (let look = 0; look < 8; look++) {
      await clock.advance(1000);
      for (let round = 0; round < 100; round++) await new Promise(setImmediate);
    }

    expect(page.destroyed).to.equal(false);
    for (const id of ids) expect(text).to.contain(`"run":"${id}"`);
    await hub.close();
  });
});
