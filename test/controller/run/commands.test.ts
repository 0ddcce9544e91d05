import { expect } from 'chai';
import type { RunCommandName } from '../../../src/contract/control.js';
import { runStates, type RunState } from '../../../src/contract/run-status.js';
import { commandTable, whyNotTaken } from '../../../src/controller/run/command-table.js';
import { checkCommand } from '../../../src/controller/run/commands.js';
import type { Ledger } from '../../../src/controller/run/ledger.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { entry, ledgerOf, planOfThree } from '../../support/controller-ledger.js';

/** Written by hand from the issue: what a person may say when. */
const taken: Readonly<Record<RunCommandName, string>> = {
  start: 'planned',
  pause: 'running waiting',
  resume: 'paused',
  approve: 'running waiting paused stopped',
  retry: 'stopped',
  skip: 'running waiting paused stopped',
  abort: 'planned running waiting paused stopped',
  'give-up': 'stopped',
};

/** The host that failed is xs-2, so that commands about a host have one. */
function ledgerIn(state: RunState): Ledger {
  return ledgerOf(
    entry.state(state, 'because', state === 'stopped' ? { host: 'host-2', failure: 'never-fetched' } : {}),
  );
}

function refusal(act: () => unknown): DrydockError {
  try {
    act();
  } catch (error) {
    if (error instanceof DrydockError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const plan = planOfThree({ pausePoints: ['before-host'] });

describe('Which command a run takes in which state', () => {
  for (const { command } of commandTable()) {
    for (const state of runStates) {
      const isTaken = taken[command].split(' ').includes(state);
      it(`${command} is ${isTaken ? 'taken' : 'refused with what to do instead'} while the run is ${state}`, () => {
        const give = () => checkCommand(plan, ledgerIn(state), { command, by: 'ann', host: 'xs-2' });
        if (isTaken) {
          expect(give()).to.include({ host: 'host-2' });
          return;
        }
        const error = refusal(give);
        expect(error.code).to.equal('RUN_COMMAND_REFUSED');
        expect(error.details.found).to.match(/^it (is|was) .*drydock upgrade/);
        expect(whyNotTaken(command, state)).to.equal(error.details.found);
      });
    }
  }
});

describe('A command about a host', () => {
  it('is refused as giving up where the host is upgraded and only its pack is missing', () => {
    const ledger = ledgerOf(entry.state('stopped', 'because', { host: 'host-2', failure: 'pack-failed' }));
    const error = refusal(() => checkCommand(plan, ledger, { command: 'give-up', by: 'ann', host: 'xs-2' }));
    expect(error.details.found).to.match(/^xs-2 is upgraded and proven: drydock upgrade retry/);
  });

  const running = entry.state('running');
  const give = (ledger: Ledger, command: RunCommandName, host?: string) =>
    checkCommand(plan, ledger, { command, by: 'ann', ...(host === undefined ? {} : { host }) });

  for (const { what, command, host, ledger, found } of [
    { what: 'skip of the coordinator', command: 'skip', host: 'xs-1', ledger: ledgerOf(running), found: /coordinator/ },
    { what: 'skip without a host', command: 'skip', host: undefined, ledger: ledgerOf(running), found: /none/ },
    { what: 'skip of nobody', command: 'skip', host: 'xs-9', ledger: ledgerOf(running), found: /xs-9/ },
    {
      what: 'skip of a host that is done',
      command: 'skip',
      host: 'xs-2',
      ledger: ledgerOf(running, entry.note('host-done', 'host-2')),
      found: /has had its turn/,
    },
    {
      what: 'skip of a host that is upgraded',
      command: 'skip',
      host: 'xs-2',
      ledger: ledgerOf(running, entry.note('proven', 'host-2')),
      found: /is upgraded/,
    },
    {
      what: 'skip of a host that is armed',
      command: 'skip',
      host: 'xs-2',
      ledger: ledgerOf(running, ...entry.done('arm-grant', 'host-2')),
      found: /may be installing.*give-up/,
    },
    {
      what: 'giving up another host than the one that failed',
      command: 'give-up',
      host: 'xs-3',
      ledger: ledgerIn('stopped'),
      found: /xs-3/,
    },
    {
      what: 'a retry of another host than the one that failed',
      command: 'retry',
      host: 'xs-3',
      ledger: ledgerIn('stopped'),
      found: /xs-3/,
    },
    {
      what: 'a retry of a host when none failed',
      command: 'retry',
      host: 'xs-3',
      ledger: ledgerOf(entry.state('stopped')),
      found: /xs-3/,
    },
  ] as const) {
    it(`is refused: ${what}`, () => {
      expect(refusal(() => give(ledger, command, host)).details.found).to.match(found);
    });
  }

  it('may skip a host that was armed and came back with its old version', () => {
    const back = ledgerOf(running, ...entry.done('arm-grant', 'host-2'), entry.note('returned', 'host-2'));
    expect(give(back, 'skip', 'xs-2')).to.include({ host: 'host-2' });
  });

  it('is about the host that failed when a retry names none, and about the next one when an approval names none', () => {
    expect(give(ledgerIn('stopped'), 'retry')).to.deep.equal({ host: 'host-2', name: 'xs-2' });
    expect(give(ledgerOf(running, entry.note('host-done', 'host-1')), 'approve')).to.include({ name: 'xs-2' });
  });

  it('an approval is refused by a plan that waits for none', () => {
    const error = refusal(() => checkCommand(planOfThree(), ledgerOf(running), { command: 'approve', by: 'ann' }));
    expect(error.details.found).to.include('no pause points');
  });
});

describe('The budget of retries', () => {
  const failed = entry.state('stopped', 'because', { host: 'host-2', failure: 'never-fetched' });
  const retry = (detail: Readonly<Record<string, unknown>> = {}) =>
    entry.command('retry', { host: 'host-2', ...detail });
  const budgeted = planOfThree({ retries: { perHost: 2, perRun: 3 } });
  const give = (ledger: Ledger, given: { host?: string; reason?: string } = {}) =>
    checkCommand(budgeted, ledger, { command: 'retry', by: 'ann', ...given });

  it('takes as many for a host as it has, then asks for a name and a reason', () => {
    expect(give(ledgerOf(retry(), failed))).to.include({ host: 'host-2' });
    const error = refusal(() => give(ledgerOf(retry(), retry(), failed)));
    expect(error.details.found).to.include('2 times for xs-2');
    expect(error.details.expected).to.include('--host xs-2 --reason WHY');
  });

  it('a name alone is not enough, and neither is a reason', () => {
    const used = ledgerOf(retry(), retry(), failed);
    expect(() => give(used, { host: 'xs-2' })).to.throw('RUN_COMMAND_REFUSED');
    expect(() => give(used, { reason: 'cable replaced' })).to.throw('RUN_COMMAND_REFUSED');
    expect(() => give(used, { host: 'xs-2', reason: '  ' })).to.throw('RUN_COMMAND_REFUSED');
  });

  it('is full again after a retry that was named with its reason', () => {
    const named = give(ledgerOf(retry(), retry(), failed), { host: 'xs-2', reason: 'cable replaced' });
    expect(give(ledgerOf(retry(), retry(), entry.command('retry', named), failed))).to.include({ host: 'host-2' });
  });

  it('is one for the run as well, whichever hosts it was used for', () => {
    const others = [retry(), entry.command('retry', { host: 'host-1' }), entry.command('retry', { host: 'host-1' })];
    expect(refusal(() => give(ledgerOf(...others, failed))).details.found).to.include('3 times in this run');
  });

  it('asks for a reason alone where the run stopped because of no host', () => {
    const nobody = [entry.command('retry'), entry.command('retry'), entry.command('retry'), entry.state('stopped')];
    expect(refusal(() => give(ledgerOf(...nobody))).details.expected).to.match(/retry --reason WHY$/);
    expect(give(ledgerOf(...nobody), { reason: 'the pool answers again' })).to.deep.equal({
      reason: 'the pool answers again',
    });
  });

  it('is three for a host and ten for a run where the plan is older than it', () => {
    const thrice = ledgerOf(retry(), retry(), retry(), failed);
    expect(() => checkCommand(planOfThree(), thrice, { command: 'retry', by: 'ann' })).to.throw('RUN_COMMAND_REFUSED');
  });
});
