import { expect } from 'chai';
import type { Grant } from '../../../src/contract/grants.js';
import { whatBarsTheWay, whyNotReturned, whyNotUpgraded } from '../../../src/controller/run/failure-kind.js';

function grantWith(progress: Partial<Grant['progress']>): Grant {
  return {
    id: 'run-1.host-1.1',
    pool: 'pool',
    run: 'run-1',
    epoch: 1,
    host: { uuid: 'host-1', name: 'xs-1' },
    media: 'xcp-ng-8.3',
    state: 'armed',
    stateSince: 0,
    expiresAt: null,
    path: '/i/x/',
    progress: {
      packages: 0,
      totalPackages: 500,
      bytes: 0,
      totalBytes: 1,
      requests: 0,
      lastRequestAt: null,
      firstRequestSinceArmedAt: null,
      rate: 0,
      phase: 'none',
      lastFailure: null,
      stall: null,
      notices: [],
      ...progress,
    },
  };
}

const asked = { firstRequestSinceArmedAt: 5 };
const failure = { path: 'Packages/kernel.rpm', reason: 'connection lost', at: 9 };

describe('What the media server saw tells apart', () => {
  for (const { saw, grant, old, away } of [
    { saw: 'no request at all', grant: undefined, old: 'never-fetched', away: 'never-returned' },
    {
      saw: 'no request since the address was armed',
      grant: grantWith({}),
      old: 'never-fetched',
      away: 'never-returned',
    },
    {
      saw: 'a look at the medium and no package',
      grant: grantWith(asked),
      old: 'refused-before-disk',
      away: 'never-returned',
    },
    {
      saw: 'packages that were fetched',
      grant: grantWith({ ...asked, packages: 500 }),
      old: 'rolled-back',
      away: 'never-returned',
    },
    {
      saw: 'an object that failed',
      grant: grantWith({ ...asked, packages: 7, lastFailure: failure }),
      old: 'fetch-failed',
      away: 'fetch-failed',
    },
  ]) {
    it(`${saw}: ${old} when the host is back, ${away} when it is not`, () => {
      expect(whyNotUpgraded(grant).failure).to.equal(old);
      expect(whyNotReturned(grant).failure).to.equal(away);
    });
  }

  it('and names the object that failed, with how far it came', () => {
    expect(whyNotReturned(grantWith({ ...asked, packages: 7, lastFailure: failure })).reason)
      .to.include('Packages/kernel.rpm')
      .and.include('7 of 500');
  });
});

describe('What an address answers in place of the pool', () => {
  const fetched = grantWith({ ...asked, packages: 500 });

  it('is a refused login: said so, whatever was fetched', () => {
    const verdict = whyNotReturned(fetched, [
      { address: '192.0.2.11', answer: 'SESSION_AUTHENTICATION_FAILED' },
      { address: '192.0.2.12', answer: 'HOST_STILL_BOOTING' },
    ]);
    expect(verdict.failure).to.equal('login-refused');
    expect(verdict.reason).to.include('192.0.2.11').and.not.include('192.0.2.12');
  });

  it('is another certificate, which is refused before the login: returned as another', () => {
    const verdict = whyNotReturned(fetched, [{ address: '192.0.2.11', answer: 'XAPI_CERTIFICATE_CHANGED' }]);
    expect(verdict.failure).to.equal('returned-as-another');
    expect(verdict.reason).to.include('192.0.2.11');
  });

  it('is silence: nothing is concluded', () => {
    const answers = [{ address: '192.0.2.11', answer: 'ECONNREFUSED' }];
    expect(whatBarsTheWay(answers)).to.equal(undefined);
    expect(whyNotReturned(fetched, answers).failure).to.equal('never-returned');
  });
});

describe('Under NFS', () => {
  it('nothing is concluded from what was not seen', () => {
    const grant = { ...grantWith({}), mountFrom: ['192.0.2.17'] };
    expect(whyNotUpgraded(grant)).to.deep.include({ failure: 'returned-old-unseen' });
    expect(whyNotUpgraded(grant).reason).to.include('cannot be seen');
    expect(whyNotReturned(grant)).to.deep.include({ failure: 'never-returned' });
    expect(whyNotReturned(grant).reason).to.not.include('never asked');
  });
});
