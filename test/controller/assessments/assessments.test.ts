import { expect } from 'chai';
import { assess } from '../../../src/controller/assessments/assess.js';
import { blocks } from '../../../src/controller/assessments/finding.js';
import { assessments } from '../../../src/controller/assessments/registry.js';
import { severities } from '../../../src/contract/checks.js';
import { afterHost, afterRun, beforeHost, beforeRun } from '../../support/controller-assessments.js';
import { makePool, versions83, withHost } from '../../support/controller-facts.js';
import { comparisonSituations, probeSituations } from './situations-of-evidence/comparison.js';
import { featureSituations } from './situations-of-evidence/features.js';
import { guestSituations } from './situations-of-evidence/guests.js';
import { hardwareSituations } from './situations-of-evidence/hardware.js';
import { installerSituations } from './situations-of-evidence/installer.js';
import { packSituations } from './situations-of-evidence/packs.js';
import { poolSituations } from './situations-of-evidence/pool.js';
import { storageSituations } from './situations-of-evidence/storage.js';
import { vmPolicySituations } from './situations-of-evidence/vm-policies.js';
import { systemSituations } from './situations-of-evidence/systems.js';
import { moreTurnSituations } from './situations-of-evidence/turns.js';
import { turnSituations, type Situation } from './situations.js';

const situations: Readonly<Record<string, readonly Situation[]>> = {
  ...comparisonSituations,
  ...probeSituations,
  ...featureSituations,
  ...guestSituations,
  ...vmPolicySituations,
  ...storageSituations,
  ...installerSituations,
  ...poolSituations,
  ...packSituations,
  ...systemSituations,
  ...hardwareSituations,
  ...Object.fromEntries(
    Object.entries(turnSituations).map(([id, table]) => [id, [...table, ...(moreTurnSituations[id] ?? [])]]),
  ),
};

describe('An assessment', () => {
  for (const { id } of assessments) {
    describe(id, () => {
      for (const situation of situations[id] ?? []) {
        it(`gives ${situation.severity} when ${situation.when}`, () => {
          const findings = assess(situation.input()).filter(
            (finding) => finding.id === id && finding.subject.name === situation.about,
          );
          expect(
            findings.map((finding) => finding.severity),
            JSON.stringify(findings),
          ).to.include(situation.severity);
          const finding = findings.find((candidate) => candidate.severity === situation.severity)!;
          if (situation.severity === 'pass') expect(findings).to.have.length(1);
          else expect(finding.remedy).not.to.equal('');
          if (situation.saying !== undefined) expect(finding.reason).to.include(situation.saying);
          if (blocks(finding)) expect(finding.acceptable, 'acceptable').to.equal(situation.acceptable);
          else expect(situation.acceptable, 'acceptable of a finding that does not block').to.equal(undefined);
        });
      }

      it('gives exactly the severities that it declares', () => {
        const given = new Set((situations[id] ?? []).map((situation) => situation.severity));
        const declared = assessments.find((assessment) => assessment.id === id)!.severities;
        expect(severities.filter((severity) => given.has(severity))).to.have.members([...declared]);
      });
    });
  }

  it('stands in the table of situations, and nothing else does', () => {
    expect(Object.keys(situations)).to.have.members(assessments.map((assessment) => assessment.id));
  });

  it('never gives a severity it has not declared, in any situation of any other', () => {
    for (const { input } of Object.values(situations).flat()) {
      for (const finding of assess(input())) {
        const declared = assessments.find((assessment) => assessment.id === finding.id)!.severities;
        expect(declared, finding.id).to.include(finding.severity);
      }
    }
  });
});

describe('Which assessments hold', () => {
  const idsOf = (findings: readonly { id: string }[]) => [...new Set(findings.map((finding) => finding.id))];

  for (const [phase, input] of Object.entries({
    'before-run': beforeRun,
    'before-host': beforeHost,
    'after-host': afterHost,
    'after-run': afterRun,
  })) {
    it(`in the phase ${phase} are those that declare it`, () => {
      const shape = phase === 'after-host' ? 'mixed' : 'uniform';
      const expected = assessments.filter(
        ({ phases, holdsIn }) => phases.includes(phase as never) && holdsIn.includes(shape),
      );
      expect(idsOf(assess(input()))).to.have.members(expected.map((assessment) => assessment.id));
    });
  }

  it('depends on whether the pool is mixed, which versions tell before the flag does', () => {
    const ids = (pool = makePool()) => idsOf(assess(beforeRun({ pool })));
    expect(ids()).not.to.include('coordinator-newest');
    expect(ids(makePool({ rollingUpgradeFlag: true }))).to.include('coordinator-newest');
    expect(ids(withHost(makePool(), 1, { versions: versions83 }))).to.include('coordinator-newest');
  });

  it('does not ask hosts that are at the target already to be evacuated', () => {
    const pool = withHost(makePool(), 1, { versions: versions83 });
    const evacuable = assess(beforeRun({ pool, evacuation: new Map() })).filter(
      (finding) => finding.id === 'evacuable',
    );
    expect(evacuable.map((finding) => finding.subject.name)).to.deep.equal(['xs-2', 'xs-3']);
  });

  it('is refused around a host without saying which', () => {
    expect(() => assess(beforeRun({ phase: 'before-host' }))).to.throw('INTERNAL_FAULT');
  });
});

describe('A healthy pool', () => {
  for (const [name, input] of Object.entries({ beforeRun, beforeHost, afterHost, afterRun })) {
    it(`has nothing that blocks: ${name}`, () => {
      expect(assess(input()).filter(blocks)).to.deep.equal([]);
    });
  }
});
