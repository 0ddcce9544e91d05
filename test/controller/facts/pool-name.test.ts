// The pool of a standalone host, which has no name of its own.
import { expect } from 'chai';
import { Scenario } from '../../support/scenario/scenario.js';

describe('A pool without a name', () => {
  it('goes by the name of its coordinator, so that findings can be answered and texts be read', async () => {
    const scenario = await Scenario.begin({ hosts: 1, vms: 0, name: '' });
    const { plan, check, text } = await scenario.makePlan();
    await scenario.end();
    expect(plan?.pool.name).to.equal('xs-1');
    expect(check.results.filter(({ subject }) => subject === '')).to.deep.equal([]);
    expect(text[0]).to.match(/^Upgrade xs-1 to /);
  });
});
