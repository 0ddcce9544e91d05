/** Makes a survey of records: references become uuids, and what a release does not have becomes null. */
import { X509Certificate } from 'node:crypto';
import type { HostRecord, SrRecord, VmRecord } from '../../xapi/calls/records.js';
import type { SurveyRecords } from './survey-records.js';
import { maintenanceMark } from './other-config-keys.js';
import { interfacesOf } from './survey-interfaces.js';
import type {
  CertificateFacts,
  ClusterSurvey,
  DiskAtBackup,
  HostSurvey,
  InsertedDisc,
  Part,
  SrSurvey,
  Survey,
  UpdateSurvey,
  VmSurvey,
} from './survey.js';
import { pifFacts } from './pif-facts.js';
import { isGuest } from './vm-facts.js';
import { networksOf, vmNeeds } from './vm-needs.js';

export function assembleSurvey(records: SurveyRecords, at: number): Survey {
  const [pool] = Object.values(records.pools);
  return {
    at,
    disksAtBackup: disksAtBackup(records),
    networks: Object.values(records.networks).map(({ uuid, name_label: name }) => ({ uuid, name })),
    rights: records.rights,
    vswitchController: pool?.vswitch_controller ?? null,
    healthCheck: pool?.health_check_config ?? null,
    secretRotationPending: pool?.is_psr_pending === true,
    hosts: Object.entries(records.hosts).map(([ref, host]) => hostSurvey(ref, host, records)),
    pifs: pifFacts(records.pifs, records.hosts),
    vms: Object.entries(records.vms)
      .filter(([, vm]) => isGuest(vm))
      .map(([ref, vm]) => vmSurvey(ref, vm, records)),
    srs: Object.entries(records.srs).map(([ref, sr]) => srSurvey(ref, sr, records, pool?.default_SR ?? null)),
    updates: mapPart(records.updates, (updates) =>
      Object.values(updates).map((update): UpdateSurvey => ({
        uuid: update.uuid,
        name: update.name_label,
        version: update.version,
        hosts: update.hosts.flatMap((host) => records.hosts[host]?.uuid ?? []),
      })),
    ),
    clusters: clustersOf(records),
  };
}

function hostSurvey(ref: string, host: HostRecord, records: SurveyRecords): HostSurvey {
  const { software_version: software } = host;
  const controlDomain = Object.entries(records.vms).find(
    ([vm, { is_control_domain: isControlDomain, resident_on: on }]) =>
      vm === host.control_domain || (host.control_domain === null && isControlDomain && on === ref),
  );
  return {
    uuid: host.uuid,
    powerOnMode: host.power_on_mode ?? null,
    legacyTls: host.ssl_legacy ?? null,
    cpuVendor: host.cpu_info?.['vendor'] ?? null,
    networkBackend: software['network_backend'] ?? null,
    edition: host.edition ?? null,
    licence: host.license_params ?? null,
    packs: Object.keys(software).filter((key) => key.includes(':') && !key.endsWith(':main')),
    pending: [...updateNames(host.updates_requiring_reboot ?? [], records), ...(host.pending_guidances ?? [])],
    inMaintenance: host.other_config[maintenanceMark] !== undefined,
    networks: networksOf(ref, records),
    controlDomainMemory: controlDomain === undefined ? null : controlDomain[1].memory_dynamic_min,
    interfaces: interfacesOf(ref, records),
    certificate: certificateOf(records.certificates.get(host.uuid)),
  };
}

function updateNames(refs: readonly string[], { updates }: SurveyRecords): readonly string[] {
  return refs.map((ref) => (updates.kind === 'read' ? updates.value[ref]?.name_label : undefined) ?? 'an update');
}

function certificateOf(pem: Part<string> | undefined): Part<CertificateFacts> {
  if (pem?.kind !== 'read') return pem ?? { kind: 'unreadable', reason: 'the host was not asked' };
  try {
    const certificate = new X509Certificate(pem.value);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    const rsaBits = type?.startsWith('rsa') === true ? (details?.modulusLength ?? null) : null;
    return { kind: 'read', value: { rsaBits, notAfter: Date.parse(certificate.validTo) } };
  } catch {
    return { kind: 'unreadable', reason: 'what the host gave is no certificate' };
  }
}

function vmSurvey(ref: string, vm: VmRecord, records: SurveyRecords): VmSurvey {
  const cores = vm.platform?.['cores-per-socket'];
  const networks = vm.guest_metrics === null ? {} : (records.guestMetrics[vm.guest_metrics]?.networks ?? {});
  return {
    uuid: vm.uuid,
    paravirtual: vm.HVM_boot_policy === undefined ? null : vm.HVM_boot_policy === '',
    excusedFromPvCheck: vm.other_config['pvcheckpass'] !== undefined,
    vcpus: vm.VCPUs_max ?? null,
    coresPerSocket: cores === undefined || !/^[1-9]\d*$/.test(cores) ? null : Number(cores),
    addresses: [...new Set(Object.values(networks))].sort(),
    discs: discsOf(ref, records),
    needs: vmNeeds(ref, vm, records),
  };
}

function discsOf(vm: string, { vbds, vdis, srs }: SurveyRecords): readonly InsertedDisc[] {
  return Object.values(vbds)
    .filter((vbd) => vbd.VM === vm && vbd.type === 'CD' && !vbd.empty && vbd.VDI !== null)
    .flatMap((vbd) => {
      const disc = vbd.VDI === null ? undefined : vdis[vbd.VDI];
      const sr = disc === undefined ? undefined : srs[disc.SR];
      if (disc === undefined || sr === undefined) return [];
      return [{ drive: vbd.uuid, disc: disc.uuid, discName: disc.name_label, sr: sr.uuid }];
    });
}

function srSurvey(ref: string, sr: SrRecord, records: SurveyRecords, defaultSr: string | null): SrSurvey {
  const pbd = Object.values(records.pbds).find((candidate) => candidate.SR === ref);
  const isTools = sr.is_tools_sr ?? /tools/i.test(sr.name_label);
  return {
    uuid: sr.uuid,
    isLibrary: sr.content_type === 'iso' || sr.type === 'iso',
    isTools: isTools && (sr.content_type === 'iso' || sr.type === 'iso'),
    isDefault: ref === defaultSr,
    free: sr.physical_size > 0 ? Math.max(0, sr.physical_size - sr.physical_utilisation) : null,
    adapter: pbd?.device_config['adapterid'] ?? sr.sm_config['adapterid'] ?? '',
    disks: Object.values(records.vdis)
      .filter((vdi) => vdi.SR === ref)
      .map((vdi) => ({ uuid: vdi.uuid, name: vdi.name_label }))
      .sort((a, b) => (a.uuid < b.uuid ? -1 : 1)),
  };
}

/** While they are attached; a tool's disc in a drive is none. */
function disksAtBackup({ vbds, vdis, vms }: SurveyRecords): readonly DiskAtBackup[] {
  return Object.values(vbds).flatMap((vbd) => {
    const vm = vms[vbd.VM];
    const disk = vbd.VDI === null ? undefined : vdis[vbd.VDI];
    if (vm === undefined || disk === undefined || vbd.type !== 'Disk' || !vbd.currently_attached) return [];
    const isRead = vm.is_control_domain || (disk.is_a_snapshot && vm.power_state === 'Running');
    return isRead ? [{ disk: disk.name_label, at: vm.name_label }] : [];
  });
}

function clustersOf({ clusters, clusterHosts, hosts }: SurveyRecords): Part<readonly ClusterSurvey[]> {
  if (clusters.kind !== 'read') return clusters;
  if (clusterHosts.kind !== 'read') return clusterHosts;
  const enabledHosts = Object.values(clusterHosts.value)
    .filter(({ enabled }) => enabled)
    .flatMap(({ host }) => hosts[host]?.uuid ?? []);
  const value = Object.values(clusters.value).map((cluster) => ({
    stack: cluster.cluster_stack,
    stackVersion: cluster.cluster_stack_version ?? null,
    enabledHosts,
  }));
  return { kind: 'read', value };
}

function mapPart<T, R>(part: Part<T>, change: (value: T) => R): Part<R> {
  return part.kind === 'read' ? { kind: 'read', value: change(part.value) } : part;
}
