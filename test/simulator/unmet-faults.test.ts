/** A fault that nothing in the pool answers to would make a practice look as if it had been survived. */
import { expect } from 'chai';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import { readFaultText } from '../../src/simulator/faults/read-fault.js';
import { createSimulatedPool } from '../../src/simulator/simulated-pool.js';

function refusalOf(text: string): string | undefined {
  const pool = createSimulatedPool({
    release: 'xcp-ng-8.2',
    hosts: [{ name: 'xs-1' }, { name: 'xs-2' }],
    vms: [{ name: 'vm-1', host: 0 }],
    faults: [readFaultText(text)],
    media: () => {
      throw new Error('nothing is installed here');
    },
    inProcess: true,
  });
  try {
    pool.refuseUnmetFaults();
    return undefined;
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'FAULT_INVALID') return error.details.found;
    throw error;
  }
}

describe('A fault that names what the pool does not have', () => {
  for (const [text, found] of [
    ['never-returns host=xs-9', 'xs-9'],
    ['never-returns host=member-2', 'member-2'],
    ['never-returns host=7', '7'],
    ['call-fails call=host.dissable error=X', 'host.dissable (did you mean host.disable?)'],
    ['call-fails call=hosts.* error=X', 'hosts.*'],
    ['call-fails call=VM.pool_migrate vm=vm-2 error=X', 'vm-2 (did you mean vm-1?)'],
  ] as const)
    it(`is refused: ${text}`, () => {
      expect(refusalOf(text)).to.equal(found);
    });

  for (const text of [
    'never-returns',
    'never-returns host=member',
    'never-returns host=member-1',
    'never-returns host=0',
    'call-fails call=host.* error=X',
    'call-fails call=Async.host.evacuate host=xs-2 error=X',
    'call-fails call=session.login_with_password error=X',
    'call-fails call=event.from error=X',
    'call-fails call=VM.pool_migrate vm=vm-1 error=X',
  ])
    it(`is taken: ${text}`, () => {
      expect(refusalOf(text)).to.equal(undefined);
    });
});
