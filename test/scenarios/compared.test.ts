// What is not as it was before the run is told after the host and at the end, with what the release explains of it.
import { expect } from 'chai';
import { makeReport } from '../../src/controller/report/make-report.js';
import { renderMarkdown } from '../../src/controller/report/render-markdown.js';
import { explain } from '../../src/controller/run/explain.js';
import { expectInvariants } from '../support/scenario/check.js';
import { Scenario, shortTimes } from '../support/scenario/scenario.js';

describe('A run that ended', function () {
  this.timeout(60_000);

  it('tells in status, report and explanation what differs from before, and what the release explains', async () => {
    const scenario = await Scenario.begin({ hosts: 2, times: shortTimes, paceFactor: 20, vms: 1 });
    try {
      let changed = false;
      const status = await scenario.upgrade({
        onTurn: (input) => {
          if (changed || !input.ledger.notes.has(`proven ${scenario.pool.host('xs-2').uuid}`)) return;
          changed = true;
          // A setting that somebody makes, and memory that the installer gives the control domain.
          scenario.pool.host('xs-2').otherConfig['color'] = 'red';
          for (const vm of scenario.pool.world.state.vms.values()) {
            if (vm.kind === 'control-domain' && vm.residentOn === scenario.pool.host('xs-2').ref) vm.memory += 2 ** 30;
          }
        },
      });
      expect(status.state, status.reason).to.equal('done');
      const told = (status.findings ?? []).map(({ host, severity, id }) => [host === null, severity, id].join(' '));
      expect(told).to.deep.equal([
        ...['false warning as-before', 'false info as-before'],
        ...['true warning as-before', 'true info as-before'],
      ]);
      expect(status.findings?.[0]?.reason).to.match(/settings of xs-2 was "" and is "color#[0-9a-f]{6}"/);

      if (scenario.plan === undefined) throw new Error('not planned');
      const report = renderMarkdown(makeReport({ plan: scenario.plan, records: scenario.records(), status }));
      expect(report).to.include('## Compared with before').and.include('default of the new release');
      expect(explain(scenario.plan, scenario.ledger(), status, 'lab')).to.include('warning as-before@xs-2');
      expectInvariants(scenario);
    } finally {
      await scenario.end();
    }
  });
});
