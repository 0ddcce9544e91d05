import { expect } from 'chai';
import { RestingLook } from '../../../src/controller/run/resting-look.js';
import { waitForMachine, waitForPerson, type Decision, type TurnInput } from '../../../src/controller/run/decision.js';
import type { Observation } from '../../../src/controller/facts/pool-facts.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { makePool } from '../../support/controller-facts.js';

const installing = waitForMachine('installing', Number.MAX_SAFE_INTEGER, 'host-2');
const armed = { grants: [{ state: 'armed', host: { uuid: 'host-2' } }] } as unknown as Pick<TurnInput, 'grants'>;

describe('A look at a pool while a host installs', () => {
  const clock = new VirtualClock();
  let seen: string;
  let host: string | Error;
  let looks: RestingLook;

  beforeEach(() => {
    seen = '';
    host = 'old';
    const observe = (): Promise<Observation> => {
      seen += 'look ';
      const at = clock.now();
      return Promise.resolve({ at, pool: { known: true, value: makePool(), at, source: 'test' } });
    };
    const glance = (): Promise<string> => {
      seen += 'glance ';
      return host instanceof Error ? Promise.reject(host) : Promise.resolve(host);
    };
    looks = new RestingLook({ observe, glance }, clock, new AbortController().signal);
  });

  async function turns(count: number, decision: Decision = installing, input = armed): Promise<string> {
    seen = '';
    for (let turn = 0; turn < count; turn++) {
      await looks.observe();
      looks.decided(input, decision);
      await clock.advance(3500);
    }
    return seen.trim();
  }

  it('is a glance at that host while nothing changes, and a whole one every 15 s', async () => {
    expect(await turns(7)).to.equal('look glance look glance glance glance glance glance look');
  });

  it('is a whole one as soon as the host has changed', async () => {
    await turns(3);
    host = 'new';
    expect(await turns(1)).to.equal('glance look');
  });

  it('is a whole one when the pool cannot be asked, which tells why', async () => {
    await turns(3);
    host = new DrydockError('XAPI_UNREACHABLE', { attempted: 'asking' });
    expect(await turns(2)).to.equal('glance look glance look');
  });

  for (const [what, decision, input] of [
    ['an effect is begun', { kind: 'note', what: 'returned', key: 'host-2', detail: {} }, armed],
    ['a person is waited for', waitForPerson('approve', 'host-2'), armed],
    ['the address of the host is not armed', installing, { grants: [] }],
  ] as const) {
    it(`is always a whole one while ${what}`, async () => {
      expect(await turns(3, decision, input)).to.equal('look look look');
    });
  }
});
