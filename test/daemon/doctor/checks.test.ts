import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { oldestNode } from '../../../src/daemon/doctor/checks/node-version.js';
import { judge } from '../../../src/daemon/doctor/judge.js';
import { doctorChecks } from '../../../src/daemon/doctor/registry.js';
import { healthyFacts } from '../../support/doctor-facts.js';
import { databaseSituations } from '../../support/doctor-situations/database.js';
import { networkSituations } from '../../support/doctor-situations/network.js';
import { poolsAndServicesSituations } from '../../support/doctor-situations/pools-and-services.js';
import type { Situations } from '../../support/doctor-situations/situation.js';
import { storageSituations } from '../../support/doctor-situations/storage.js';

/** For each check everything that it can find. */
const situations: Situations = {
  ...databaseSituations,
  ...networkSituations,
  ...poolsAndServicesSituations,
  ...storageSituations,
};

describe('checks of doctor', () => {
  it('all pass on a machine where nothing is wrong', () => {
    const report = judge(healthyFacts);
    expect(report.results.filter(({ severity }) => severity !== 'pass')).to.deep.equal([]);
    expect(new Set(report.results.map(({ id }) => id))).to.have.all.keys(doctorChecks.map(({ id }) => id));
    expect(report.failed).to.equal(false);
  });

  it('have situations here, each of them', () => {
    expect(Object.keys(situations)).to.have.members(doctorChecks.map(({ id }) => id));
  });

  it('asks for the Node.js that the package asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).to.equal(`>=${oldestNode}`);
  });

  for (const check of doctorChecks) {
    describe(check.id, () => {
      const own = situations[check.id] ?? [];
      for (const { when, facts, finds } of own) {
        it(`finds ${finds.map(([severity]) => severity).join(', ') || 'nothing to say'} when ${when}`, () => {
          const observed = check.judge({ ...healthyFacts, ...facts });
          expect(observed.map(({ severity }) => severity)).to.deep.equal(finds.map(([severity]) => severity));
          observed.forEach(({ reason, remedy }, index) =>
            expect(`${reason} ${remedy}`).to.match(finds[index]?.[1] ?? /^$/),
          );
        });
      }

      it('declares just the severities that the situations show, and has a remedy for all but a pass', () => {
        const seen = [{}, ...own.map(({ facts }) => facts)].flatMap((facts) =>
          check.judge({ ...healthyFacts, ...facts }),
        );
        expect(new Set(seen.map(({ severity }) => severity))).to.have.all.keys(...check.severities);
        for (const { severity, remedy } of seen) expect(remedy !== '', severity).to.equal(severity !== 'pass');
      });
    });
  }
});
