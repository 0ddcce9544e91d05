import { expect } from 'chai';
import type { MediaRequest } from '../../src/installer/client-script.js';
import { poolForTest, upgradeHost } from '../support/simulator-pool.js';
import { memoryMedia, smallMedium } from '../support/simulator-media.js';

describe('A simulated pool that is upgraded host by host', () => {
  it('ends with every host on the version of the medium, enabled, with its VMs', async () => {
    const log: MediaRequest[] = [];
    const test = await poolForTest({ vms: 6, media: memoryMedia(smallMedium(), { log }) });
    for (const index of [0, 1, 2]) await upgradeHost(test, index);
    test.pool.world.settle();
    const defects = test.events('simulator-defect').map((event) => JSON.stringify(event.detail));
    expect(defects).to.deep.equal([]);
    for (const host of test.pool.world.state.hostList) {
      expect(host.recordedVersion['product_version'], host.name).to.equal('8.3.0');
      expect(host.recordedVersion['xapi_build'], host.name).to.equal('24.19.2');
      expect(host.recordedVersion['xen'], host.name).to.equal('4.17.5-4');
      expect(host.enabled, host.name).to.equal(true);
      expect(host.live, host.name).to.equal(true);
    }
    expect(test.pool.world.flag.isSet).to.equal(false);
    expect(test.events('installed')).to.have.length(3);
    expect(test.events('guests-lost')).to.have.length(0);
    const running = [...test.pool.world.state.vms.values()].filter(
      (vm) => vm.kind === 'guest' && vm.powerState === 'Running',
    );
    expect(running).to.have.length(6);
  });
});
