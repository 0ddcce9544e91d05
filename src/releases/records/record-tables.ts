/** All record tables by class name, as the wire spells it. */
import { sessionFields } from './session.js';
import { poolFields } from './pool.js';
import { hostFields } from './host.js';
import { hostMetricsFields } from './host-metrics.js';
import { vmFields } from './vm.js';
import { vmMetricsFields } from './vm-metrics.js';
import { vmGuestMetricsFields } from './vm-guest-metrics.js';
import { vbdFields } from './vbd.js';
import { vdiFields } from './vdi.js';
import { srFields } from './sr.js';
import { pbdFields } from './pbd.js';
import { pifFields } from './pif.js';
import { networkFields } from './network.js';
import { taskFields } from './task.js';
import { messageFields } from './message.js';
import { poolPatchFields } from './pool-patch.js';
import { hostPatchFields } from './host-patch.js';
import { poolUpdateFields } from './pool-update.js';
import { certificateFields } from './certificate.js';
import { clusterFields } from './cluster.js';
import { clusterHostFields } from './cluster-host.js';
import { eventFields } from './event.js';
import { subjectFields } from './subject.js';
import { roleFields } from './role.js';
import { vmppFields } from './vmpp.js';
import { vmssFields } from './vmss.js';
import { vmApplianceFields } from './vm-appliance.js';
import { drTaskFields } from './dr-task.js';
import { hostCrashdumpFields } from './host-crashdump.js';
import { hostCpuFields } from './host-cpu.js';
import { vifFields } from './vif.js';
import { vifMetricsFields } from './vif-metrics.js';
import { pifMetricsFields } from './pif-metrics.js';
import { bondFields } from './bond.js';
import { vlanFields } from './vlan.js';
import { smFields } from './sm.js';
import { lvhdFields } from './lvhd.js';
import { vbdMetricsFields } from './vbd-metrics.js';
import { crashdumpFields } from './crashdump.js';
import { vtpmFields } from './vtpm.js';
import { consoleFields } from './console.js';
import { userFields } from './user.js';
import { blobFields } from './blob.js';
import { secretFields } from './secret.js';
import { tunnelFields } from './tunnel.js';
import { networkSriovFields } from './network-sriov.js';
import { pciFields } from './pci.js';
import { pgpuFields } from './pgpu.js';
import { gpuGroupFields } from './gpu-group.js';
import { vgpuFields } from './vgpu.js';
import { vgpuTypeFields } from './vgpu-type.js';
import { pvsSiteFields } from './pvs-site.js';
import { pvsServerFields } from './pvs-server.js';
import { pvsProxyFields } from './pvs-proxy.js';
import { pvsCacheStorageFields } from './pvs-cache-storage.js';
import { featureFields } from './feature.js';
import { sdnControllerFields } from './sdn-controller.js';
import { pusbFields } from './pusb.js';
import { usbGroupFields } from './usb-group.js';
import { vusbFields } from './vusb.js';
import { repositoryFields } from './repository.js';
import { observerFields } from './observer.js';
import { vmGroupFields } from './vm-group.js';
import { hostDriverFields } from './host-driver.js';
import { driverVariantFields } from './driver-variant.js';
import { callerFields } from './caller.js';
import { rateLimitFields } from './rate-limit.js';
import type { FieldTable } from './field-table.js';

export const recordTables = {
  session: sessionFields,
  pool: poolFields,
  host: hostFields,
  host_metrics: hostMetricsFields,
  VM: vmFields,
  VM_metrics: vmMetricsFields,
  VM_guest_metrics: vmGuestMetricsFields,
  VBD: vbdFields,
  VDI: vdiFields,
  SR: srFields,
  PBD: pbdFields,
  PIF: pifFields,
  network: networkFields,
  task: taskFields,
  message: messageFields,
  pool_patch: poolPatchFields,
  host_patch: hostPatchFields,
  pool_update: poolUpdateFields,
  Certificate: certificateFields,
  Cluster: clusterFields,
  Cluster_host: clusterHostFields,
  event: eventFields,
  subject: subjectFields,
  role: roleFields,
  VMPP: vmppFields,
  VMSS: vmssFields,
  VM_appliance: vmApplianceFields,
  DR_task: drTaskFields,
  host_crashdump: hostCrashdumpFields,
  host_cpu: hostCpuFields,
  VIF: vifFields,
  VIF_metrics: vifMetricsFields,
  PIF_metrics: pifMetricsFields,
  Bond: bondFields,
  VLAN: vlanFields,
  SM: smFields,
  LVHD: lvhdFields,
  VBD_metrics: vbdMetricsFields,
  crashdump: crashdumpFields,
  VTPM: vtpmFields,
  console: consoleFields,
  user: userFields,
  blob: blobFields,
  secret: secretFields,
  tunnel: tunnelFields,
  network_sriov: networkSriovFields,
  PCI: pciFields,
  PGPU: pgpuFields,
  GPU_group: gpuGroupFields,
  VGPU: vgpuFields,
  VGPU_type: vgpuTypeFields,
  PVS_site: pvsSiteFields,
  PVS_server: pvsServerFields,
  PVS_proxy: pvsProxyFields,
  PVS_cache_storage: pvsCacheStorageFields,
  Feature: featureFields,
  SDN_controller: sdnControllerFields,
  PUSB: pusbFields,
  USB_group: usbGroupFields,
  VUSB: vusbFields,
  Repository: repositoryFields,
  Observer: observerFields,
  VM_group: vmGroupFields,
  Host_driver: hostDriverFields,
  Driver_variant: driverVariantFields,
  Caller: callerFields,
  Rate_limit: rateLimitFields,
} as const satisfies Record<string, FieldTable>;

export type RecordClass = keyof typeof recordTables;
