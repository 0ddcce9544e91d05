import { expect } from 'chai';
import { explainBlocker, explainedCodes } from '../../../src/controller/assessments/evacuation-reasons.js';
import { makePool } from '../../support/controller-facts.js';

/** The codes of xapi.md 1.4 and xencenter-rpu.md 2.2. */
const codes = `NO_HOSTS_AVAILABLE HOST_NOT_ENOUGH_FREE_MEMORY HOST_EVACUATE_VM_NOT_HA_PROTECTED VM_REQUIRES_SR
  VM_REQUIRES_NETWORK HOST_CANNOT_ATTACH_NETWORK VM_HAS_PCI_ATTACHED VM_HAS_VGPU VM_HAS_VUSBS VM_HAS_SRIOV_VIF
  VM_LACKS_FEATURE VM_LACKS_FEATURE_SUSPEND VM_MISSING_PV_DRIVERS VM_OLD_PV_DRIVERS VM_NON_SUSPENDABLE VM_IS_IMMOBILE
  VM_INCOMPATIBLE_WITH_THIS_HOST VM_BAD_POWER_STATE OTHER_OPERATION_IN_PROGRESS OPERATION_BLOCKED HOST_NOT_LIVE
  HOST_NOT_ENOUGH_PCPUS VM_HVM_REQUIRED VM_REQUIRES_GPU VM_REQUIRES_VGPU VM_REQUIRES_IOMMU
  VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION NETWORK_SRIOV_INSUFFICIENT_CAPACITY
  VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION OPERATION_NOT_ALLOWED`.split(/\s+/);

describe('Why a guest cannot leave', () => {
  it('is explained for every code of the reference, and for no other', () => {
    expect(explainedCodes).to.have.members(codes);
  });

  for (const code of codes) {
    it(`names the VM and no code for ${code}`, () => {
      const { reason, remedy } = explainBlocker(makePool(), 'mail', { vm: 'u', code, params: ['u'] });
      expect(reason).to.include('mail').and.not.include(code);
      expect(remedy).to.match(/\.$/);
    });
  }

  it('names the storage', () => {
    const blocker = { vm: 'u', code: 'VM_REQUIRES_SR', params: ['u', 'sr-local-2'] };
    expect(explainBlocker(makePool(), 'mail', blocker).reason).to.include('"Local storage of xs-2"');
  });

  it('repeats the administrator’s words for a blocked operation', () => {
    const blocker = { vm: 'u', code: 'OPERATION_BLOCKED', params: ['u', 'licence dongle'] };
    expect(explainBlocker(makePool(), 'mail', blocker).reason).to.include('(licence dongle)');
  });
});
