import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Survey } from '../../../src/controller/facts/survey.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import type { WireStruct } from '../../../src/xapi/wire/wire-value.js';
import { answerReads, wirePool, type WirePool } from '../../support/xapi-records.js';
import { failure, ScriptedPool, success, type Outcome } from '../../support/xapi-scripted-pool.js';

const pem = readFileSync(new URL('../../fixtures/tls/host.pem', import.meta.url), 'utf8');

interface Classes {
  readonly records?: (pool: WirePool) => void;
  readonly answers?: Readonly<Record<string, Outcome>>;
}

/** Surveys the small pool; classes that the test does not name are empty. */
async function surveyOf({ records = () => undefined, answers = {} }: Classes): Promise<Survey> {
  const pool = wirePool();
  records(pool);
  const wire = new ScriptedPool((call) => {
    const known = answers[call.method] ?? answerReads(pool, call);
    if (known !== undefined) return known;
    if (call.method === 'host.get_server_certificate') return success(pem);
    return call.method.endsWith('.get_all_records') ? success({}) : undefined;
  });
  return xapiPool(wire.options({ clock: new VirtualClock() })).survey();
}

const host1 = (pool: WirePool): WireStruct => pool.hosts['OpaqueRef:h1'] ?? {};
const vm1 = (pool: WirePool): WireStruct => pool.vms['OpaqueRef:v1'] ?? {};
const hostOf = (survey: Survey, uuid = 'host-1') => survey.hosts.find((host) => host.uuid === uuid)!;

describe('A survey of a pool', () => {
  it('leaves out nothing that a release lacks: it is null, and a class is absent', async () => {
    const unknown = failure('MESSAGE_METHOD_UNKNOWN', 'x');
    const survey = await surveyOf({
      answers: {
        'pool_update.get_all_records': unknown,
        'Cluster.get_all_records': unknown,
        'Cluster_host.get_all_records': unknown,
        'PIF_metrics.get_all_records': unknown,
        'Bond.get_all_records': unknown,
      },
    });
    expect(survey).to.include({ vswitchController: null, healthCheck: null, secretRotationPending: false });
    expect(survey.updates).to.deep.equal({ kind: 'absent' });
    expect(survey.clusters).to.deep.equal({ kind: 'absent' });
    expect(hostOf(survey)).to.include({ powerOnMode: null, legacyTls: null, cpuVendor: null, licence: null });
    expect(survey.vms.find(({ uuid }) => uuid === 'vm-1')).to.include({ paravirtual: null, vcpus: null });
  });

  it('tells of each network interface what an upgrade may lose of it', async () => {
    const survey = await surveyOf({
      answers: {
        'PIF.get_all_records': success({
          a: {
            ...{ uuid: 'pif-a', host: 'OpaqueRef:h1', device: 'eth0', physical: true, management: true },
            ...{ IP: '192.0.2.1', ip_configuration_mode: 'Static', currently_attached: true, VLAN: '-1' },
          },
          b: { uuid: 'pif-b', host: 'OpaqueRef:h1', device: 'eth0', currently_attached: false, VLAN: '120' },
          c: {
            ...{ uuid: 'pif-c', host: 'OpaqueRef:h2', device: 'eth1', physical: true, managed: false },
            ...{ bond_slave_of: 'OpaqueRef:bond', ip_configuration_mode: 'None' },
          },
          gone: { uuid: 'pif-d', host: 'OpaqueRef:forgotten', device: 'eth0' },
        }),
      },
    });
    const plain = { bond: false, bondMember: false, isManagement: false, address: '', wantsAddress: false };
    expect(survey.pifs).to.deep.equal([
      {
        ...{ ...plain, uuid: 'pif-a', host: 'host-1', name: 'eth0', physical: true, managed: true, attached: true },
        ...{ isManagement: true, address: '192.0.2.1', wantsAddress: true },
      },
      { ...plain, uuid: 'pif-b', host: 'host-1', name: 'eth0.120', physical: false, managed: true, attached: false },
      {
        ...{ ...plain, uuid: 'pif-c', host: 'host-2', name: 'eth1', physical: true, managed: false, attached: true },
        bondMember: true,
      },
    ]);
  });

  it('says why a class could not be read, and reads the rest', async () => {
    const survey = await surveyOf({
      answers: { 'pool_update.get_all_records': failure('RBAC_PERMISSION_DENIED', 'x') },
    });
    expect(survey.updates.kind).to.equal('unreadable');
    expect(survey.clusters).to.deep.equal({ kind: 'read', value: [] });
  });

  it('tells of guests alone, with the discs in their drives and the addresses that they tell', async () => {
    const survey = await surveyOf({
      records: (pool) => {
        Object.assign(vm1(pool), {
          guest_metrics: 'OpaqueRef:gm',
          VCPUs_max: '6',
          platform: { 'cores-per-socket': '4' },
          HVM_boot_policy: '',
        });
        pool.srs['OpaqueRef:iso'] = {
          uuid: 'sr-iso',
          name_label: 'Tools',
          type: 'iso',
          content_type: 'iso',
          shared: true,
          is_tools_sr: true,
        };
      },
      answers: {
        'VM_guest_metrics.get_all_records': success({
          'OpaqueRef:gm': { networks: { '0/ip': '192.0.2.50', '0/ipv4/0': '192.0.2.50' } },
        }),
        'VDI.get_all_records': success({
          'OpaqueRef:d': { uuid: 'vdi-1', name_label: 'tools.iso', SR: 'OpaqueRef:iso' },
        }),
        'VBD.get_all_records': success({
          'OpaqueRef:b1': { uuid: 'vbd-1', VM: 'OpaqueRef:v1', VDI: 'OpaqueRef:d', type: 'CD', empty: false },
          'OpaqueRef:b2': { uuid: 'vbd-2', VM: 'OpaqueRef:v1', VDI: 'OpaqueRef:NULL', type: 'CD', empty: true },
          'OpaqueRef:b3': { uuid: 'vbd-3', VM: 'OpaqueRef:v1', VDI: 'OpaqueRef:d', type: 'Disk', empty: false },
        }),
      },
    });
    expect(survey.vms.map(({ uuid }) => uuid)).to.have.members(['vm-1', 'vm-2']);
    expect(survey.vms.find(({ uuid }) => uuid === 'vm-1')).to.deep.include({
      paravirtual: true,
      vcpus: 6,
      coresPerSocket: 4,
      addresses: ['192.0.2.50'],
      discs: [{ drive: 'vbd-1', disc: 'vdi-1', discName: 'tools.iso', sr: 'sr-iso' }],
    });
    expect(survey.srs.find(({ uuid }) => uuid === 'sr-iso')).to.deep.include({ isLibrary: true, isTools: true });
  });

  it('tells of each host its packs, its pending updates and its certificate', async () => {
    const survey = await surveyOf({
      records: (pool) => {
        const host = host1(pool);
        Object.assign(host, {
          updates_requiring_reboot: ['OpaqueRef:u'],
          pending_guidances: ['restart_toolstack'],
          other_config: { MAINTENANCE_MODE: 'x' },
          software_version: { 'xs:main': 'base', 'xs:linux': 'pack', network_backend: 'bridge' },
        });
      },
      answers: {
        'pool_update.get_all_records': success({
          'OpaqueRef:u': { uuid: 'u', name_label: 'XS82E001', version: '1', hosts: ['OpaqueRef:h1'] },
        }),
      },
    });
    const host = hostOf(survey);
    expect(host).to.deep.include({
      packs: ['xs:linux'],
      pending: ['XS82E001', 'restart_toolstack'],
      inMaintenance: true,
    });
    expect(host.certificate.kind).to.equal('read');
    expect(survey.updates).to.deep.equal({
      kind: 'read',
      value: [{ uuid: 'u', name: 'XS82E001', version: '1', hosts: ['host-1'] }],
    });
  });

  it('says of a certificate that is none that it could not be read', async () => {
    const survey = await surveyOf({ answers: { 'host.get_server_certificate': success('garbage') } });
    expect(hostOf(survey).certificate).to.include({ kind: 'unreadable' });
  });

  it('finds the network cards behind a VLAN on a bond', async () => {
    const pif = (fields: WireStruct): WireStruct => ({
      host: 'OpaqueRef:h1',
      IP: '',
      VLAN: '-1',
      physical: false,
      management: false,
      bond_master_of: [],
      ...fields,
    });
    const survey = await surveyOf({
      answers: {
        'PIF.get_all_records': success({
          'OpaqueRef:v': pif({
            device: 'bond0',
            VLAN: '7',
            management: true,
            IP: '192.0.2.1',
            ip_configuration_mode: 'Static',
          }),
          'OpaqueRef:b': pif({ device: 'bond0', bond_master_of: ['OpaqueRef:bond'] }),
          'OpaqueRef:e0': pif({ device: 'eth0', physical: true, metrics: 'OpaqueRef:m0' }),
          'OpaqueRef:e1': pif({ device: 'eth1', physical: true, metrics: 'OpaqueRef:m1' }),
          'OpaqueRef:other': {
            ...pif({ device: 'eth0', physical: true, metrics: 'OpaqueRef:m1' }),
            host: 'OpaqueRef:h2',
          },
        }),
        'Bond.get_all_records': success({
          'OpaqueRef:bond': { master: 'OpaqueRef:b', slaves: ['OpaqueRef:e0', 'OpaqueRef:e1'], mode: 'lacp' },
        }),
        'PIF_metrics.get_all_records': success({
          'OpaqueRef:m0': { vendor_id: '8086', device_id: '0x1572', device_name: 'X710' },
          'OpaqueRef:m1': { vendor_id: '', device_id: '' },
        }),
      },
    });
    const management = hostOf(survey).interfaces.find(({ isManagement }) => isManagement);
    expect(management).to.include({ vlan: 7, mode: 'Static' });
    expect(management?.cards).to.deep.equal([
      { device: 'eth0', vendor: '8086', product: '1572', name: 'X710' },
      { device: 'eth1', vendor: '', product: '', name: '' },
    ]);
    expect(hostOf(survey).interfaces.find(({ bond }) => bond !== null)).to.include({ bond: 'lacp' });
  });
});
