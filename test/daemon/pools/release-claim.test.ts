import { expect } from 'chai';
import { claimKey, claimText } from '../../../src/controller/ownership/claim.js';
import { releaseClaimOf, type ReleasedClaim } from '../../../src/daemon/pools/release-claim.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { Scenario } from '../../support/scenario/scenario.js';

const ofAnn = { run: 'run-9', by: 'ann@jump1', since: '2026-01-01T12:00:00.000Z' };

describe('Releasing the claim of a controller that is gone', () => {
  let scenario: Scenario;

  beforeEach(async () => {
    scenario = await Scenario.begin({ hosts: 1, vms: 0 });
    scenario.pool.world.state.pool.otherConfig = { [claimKey]: claimText(ofAnn) };
  });

  afterEach(() => scenario.end());

  const release = (run: string): Promise<ReleasedClaim> =>
    scenario.clock.runUntil(releaseClaimOf(scenario.openPool(), scenario.mediaServer.api, { name: 'lab', run }));

  it('tells whose it was, frees the pool, and fences that run at the media server', async () => {
    const { uuid } = scenario.pool.world.state.pool;
    await scenario.mediaServer.api.raiseEpoch(uuid, 3);

    expect(await release('run-9')).to.deep.equal({ claim: ofAnn, epoch: 4 });
    expect(scenario.pool.world.state.pool.otherConfig).to.deep.equal({});
    expect(await scenario.mediaServer.api.epoch(uuid)).to.equal(4);
  });

  it('of another run than the one that was named changes nothing, and says whose it is', async () => {
    const error = await release('run-8').then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).to.be.instanceOf(DrydockError).and.to.have.property('code', 'CLAIM_OF_ANOTHER_RUN');
    expect(String(error)).to.include('ann@jump1');
    expect(scenario.pool.world.state.pool.otherConfig).to.have.property(claimKey);
    expect(await scenario.mediaServer.api.epoch(scenario.pool.world.state.pool.uuid)).to.equal(0);
  });

  it('finds nothing to do where there is no claim', async () => {
    scenario.pool.world.state.pool.otherConfig = {};

    expect(await release('run-9')).to.deep.equal({ claim: null, epoch: null });
  });

  it('goes on without a media server: the other controller still reads the claim before each step', async () => {
    scenario.mediaServer.api.epoch = () =>
      Promise.reject(new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted: 'a test' }));

    expect(await release('run-9')).to.deep.equal({ claim: ofAnn, epoch: null });
  });
});
