/** What the page offers for a run, held to what the controller takes. */
import { expect } from 'chai';
import { runCommands } from '../../../src/contract/control.js';
import { runStates, type HostStatus } from '../../../src/contract/run-status.js';
import { commandTable } from '../../../src/controller/run/command-table.js';
import { awaitingApproval, runActions, takenIn } from '../../../src/dashboard/model/run-actions.js';
import { host, run } from '../../support/dashboard/fake-documents.js';

describe('actions of a run', () => {
  it('are offered in the states in which the controller takes them', () => {
    const table = Object.fromEntries(
      commandTable().map(({ command, cells }) => [command, runStates.filter((state) => cells[state])]),
    );
    expect(Object.keys(takenIn)).to.have.members([...runCommands]);
    for (const command of runCommands) expect([...takenIn[command]], command).to.have.members(table[command] ?? []);
  });

  it('say before an abort what becomes of the host at work, of those to come, and of what was changed', () => {
    const status = run('r', 'berlin', {
      hosts: [host('xs-1', 'done'), host('xs-2', 'installing'), host('xs-3', 'queued')],
      changes: [
        { what: 'HA is off', undo: 'pending', condition: 'versions agree' },
        { what: 'x', undo: 'done', condition: '' },
      ],
    });
    const abort = runActions(status).find(({ command }) => command === 'abort');
    expect(abort?.danger).to.equal(true);
    expect(abort?.says.join(' ')).to.include('xs-2 is left to finish').and.include('1 host not begun stays as it is');
    expect(abort?.says.join(' '))
      .to.include('1 upgraded host stays upgraded')
      .and.include('1 change that the run made is undone');
  });

  it('say of a pause whether the host at work stays as it is, or is let finish its installation', () => {
    const says = (state: HostStatus['state']): string | undefined =>
      runActions(run('r', 'p', { hosts: [host('a', state)] })).find(({ command }) => command === 'pause')?.says[0];
    expect(says('installing')).to.equal(
      'a may be installing, and is let finish; the run waits as soon as it is proven.',
    );
    expect(says('evacuating')).to.equal('a stays as it is, out of service, until you resume or abort.');
    expect(says('queued')).to.equal('No further host is begun.');
  });

  it('do not offer to skip the coordinator, which goes first, nor a host that may be installing', () => {
    const status = run('r', 'p', { hosts: [host('c', 'queued'), host('a', 'installing'), host('b', 'queued')] });
    expect(
      runActions(status)
        .find(({ command }) => command === 'skip')
        ?.hosts?.map(({ name }) => name),
    ).to.deep.equal(['b']);
  });

  it('offer to give up only a host that failed', () => {
    const hosts = [host('c', 'done'), host('a', 'failed')];
    expect(runActions(run('r', 'p', { state: 'stopped', hosts })).map(({ command }) => command)).to.deep.equal([
      ...['retry', 'skip', 'give-up', 'abort'],
    ]);
    expect(
      runActions(run('r', 'p', { state: 'stopped', hosts: [host('c', 'done')] })).map(({ command }) => command),
    ).to.deep.equal(['retry', 'abort']);
  });

  it('offer to take a host back where an abort waits for a word about it, and nothing else', () => {
    const hosts = [host('c', 'done'), host('a', 'armed')];
    const reason = 'the abort waits for your word: drydock upgrade give-up r --host a --reason "nothing was begun"';
    const [word, ...more] = runActions(run('r', 'p', { state: 'undoing', hosts, reason }));
    expect(word).to.deep.include({ command: 'give-up', reason: 'needed', hosts: [{ uuid: 'uuid-a', name: 'a' }] });
    expect(more).to.deep.equal([]);
    expect(runActions(run('r', 'p', { state: 'undoing', hosts }))).to.deep.equal([]);
  });

  it('offer approval where the run says that it waits for one, and name the host', () => {
    const waiting = run('r', 'p', {
      hosts: [
        host('c', 'done'),
        host('a', 'queued', { reason: 'waiting for an approval of a: drydock upgrade approve' }),
      ],
    });
    expect(awaitingApproval(waiting)?.name).to.equal('a');
    expect(runActions(waiting)[0]?.label).to.equal('Approve a');
    expect(awaitingApproval(run('r', 'p', { hosts: [host('a', 'queued')] }))).to.equal(undefined);
  });

  it('offer nothing for a run that has ended', () => {
    expect(runActions(run('r', 'p', { state: 'done' }))).to.deep.equal([]);
  });
});
