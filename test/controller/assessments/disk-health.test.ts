import { expect } from 'chai';
import { diskHealth } from '../../../src/controller/assessments/disk-health.js';
import type { DiskReports } from '../../../src/controller/assessments/evidence.js';
import type { DiskHealth } from '../../../src/controller/facts/system/system-facts.js';
import { beforeRun } from '../../support/controller-assessments.js';
import { makeEvidence } from '../../support/controller-evidence.js';
import { makePool } from '../../support/controller-facts.js';

describe('The health of disks that do not tell', () => {
  it('is one notice for each host and reason, however many disks there are', () => {
    const { survey, plugin, hardware, licence, serverAddresses } = makeEvidence(makePool());
    const why = 'the plugin has no verdict of it';
    const told = (value: readonly DiskHealth[]): DiskReports => ({
      disks: { known: true, value },
      array: { known: true, value: null },
    });
    const disks = new Map([
      ['host-1', told([{ device: 'sda', verdict: 'healthy', why: '' }])],
      ['host-2', told(['sda', 'sdb', 'sdc'].map((device) => ({ device, verdict: 'silent', why })))],
    ]);
    const evidence = { survey, plugin, hardware, licence, serverAddresses, disks };

    const found = diskHealth.assess(beforeRun({ evidence }));

    const about = found.filter(({ subject }) => subject.kind === 'host' && subject.uuid === 'host-2');
    expect(about.map(({ severity, reason }) => [severity, reason])).to.deep.equal([
      ['notice', `The disks sda, sdb, sdc of xs-2 do not tell how well they are: ${why}.`],
    ]);
  });
});
