/** A host's interfaces as a survey tells them: with the network cards behind each, of a bond those of its members. */
import type { PifRecord } from '../../xapi/calls/records.js';
import type { SurveyRecords } from './survey-records.js';
import type { NetworkCard, SurveyedInterface } from './survey.js';

export function interfacesOf(host: string, records: SurveyRecords): readonly SurveyedInterface[] {
  return Object.values(records.pifs)
    .filter((pif) => pif.host === host)
    .map((pif) => interfaceOf(pif, records))
    .sort((a, b) => (a.device < b.device ? -1 : 1));
}

function interfaceOf(pif: PifRecord, records: SurveyRecords): SurveyedInterface {
  const bond = bondOf(pif, records);
  return {
    device: pif.device,
    address: pif.IP,
    netmask: pif.netmask,
    gateway: pif.gateway,
    dns: pif.DNS,
    mode: modeOf(pif.ip_configuration_mode),
    isManagement: pif.management,
    usesIpv6: pif.primary_address_type === 'IPv6',
    vlan: pif.VLAN >= 0 ? pif.VLAN : null,
    bond: bond === undefined ? null : bond.mode,
    cards: cardsOf(pif, bond?.members ?? [], records),
  };
}

function bondOf(pif: PifRecord, { bonds }: SurveyRecords): { mode: string; members: readonly string[] } | undefined {
  const [ref] = pif.bond_master_of;
  if (ref === undefined) return undefined;
  const record = bonds.kind === 'read' ? bonds.value[ref] : undefined;
  return { mode: record?.mode ?? '', members: record?.slaves ?? [] };
}

/** A VLAN stands on the interface of the same device; a bond on its members; another on itself. */
function cardsOf(pif: PifRecord, members: readonly string[], records: SurveyRecords): readonly NetworkCard[] {
  if (members.length > 0) return members.flatMap((ref) => cardOf(records.pifs[ref], records));
  if (pif.VLAN < 0) return cardOf(pif, records);
  const below = Object.values(records.pifs).find(
    (other) => other.host === pif.host && other.device === pif.device && other.VLAN < 0,
  );
  if (below === undefined) return [];
  return cardsOf(below, bondOf(below, records)?.members ?? [], records);
}

function cardOf(pif: PifRecord | undefined, { pifMetrics }: SurveyRecords): readonly NetworkCard[] {
  if (pif?.physical !== true) return [];
  const metrics = pif.metrics === null || pifMetrics.kind !== 'read' ? undefined : pifMetrics.value[pif.metrics];
  return [
    {
      device: pif.device,
      vendor: hexId(metrics?.vendor_id),
      product: hexId(metrics?.device_id),
      name: [metrics?.vendor_name ?? '', metrics?.device_name ?? ''].filter((part) => part !== '').join(' '),
      ...speedOf(metrics?.speed),
    },
  ];
}

/** 0 without a link, 65535 where nobody knows (xapi writes what the kernel says). */
function speedOf(speed: number | undefined): { readonly speed?: number } {
  return speed === undefined || speed <= 0 || speed >= 65_535 ? {} : { speed };
}

/** As sysfs writes it, with or without `0x`. */
function hexId(text: string | undefined): string {
  const match = /^(?:0x)?([0-9a-f]{1,4})$/i.exec(text ?? '');
  return match?.[1]?.toLowerCase().padStart(4, '0') ?? '';
}

function modeOf(mode: string): SurveyedInterface['mode'] {
  return mode === 'DHCP' || mode === 'Static' || mode === 'None' ? mode : 'other';
}
