import { expect } from 'chai';
import { LearnedCertificates } from '../../../src/xapi/transport/learned-certificates.js';

describe('Certificates learned from the coordinator', () => {
  it('are expected of the members, however their address is written', () => {
    const certificates = new LearnedCertificates({ expectedFingerprint: () => undefined });
    expect(certificates.expectedFingerprint('2001:db8::2')).to.equal(undefined);
    certificates.learn('2001:DB8::2', 'AA:BB');
    expect(certificates.expectedFingerprint('[2001:db8::2]:443')).to.equal('AA:BB');
  });

  it('never replace what the operator has pinned', () => {
    const certificates = new LearnedCertificates({ expectedFingerprint: () => 'pinned' });
    certificates.learn('192.0.2.1', 'learned');
    expect(certificates.expectedFingerprint('192.0.2.1')).to.equal('pinned');
  });

  it('are not learned for a host without a usable address', () => {
    const certificates = new LearnedCertificates({ expectedFingerprint: () => undefined });
    expect(() => certificates.learn('', 'AA:BB')).not.to.throw();
  });

  it('come from the first use as well, when the caller trusts it; nobody is asked a second time', async () => {
    const certificates = new LearnedCertificates({ expectedFingerprint: () => undefined, onFirstUse: () => true });
    expect(await certificates.onFirstUse('192.0.2.1', 'AA')).to.equal(true);
    expect(certificates.expectedFingerprint('192.0.2.1')).to.equal('AA');
  });

  it('do not come from a first use that nobody allows', async () => {
    const certificates = new LearnedCertificates({ expectedFingerprint: () => undefined });
    expect(await certificates.onFirstUse('192.0.2.1', 'AA')).to.equal(false);
    expect(certificates.expectedFingerprint('192.0.2.1')).to.equal(undefined);
  });
});
