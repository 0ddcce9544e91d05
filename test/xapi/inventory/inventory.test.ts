import { expect } from 'chai';
import { inventoryOf, type InventoryRecords } from '../../../src/xapi/inventory/read-inventory.js';
import type { WireStruct } from '../../../src/xapi/wire/wire-value.js';

const none: InventoryRecords = {
  ...{ pool: new Map(), host: new Map(), PIF: new Map(), Bond: new Map(), VLAN: new Map(), network: new Map() },
  ...{ SR: new Map(), PBD: new Map(), VM: new Map(), VM_guest_metrics: new Map() },
  ...{ pool_patch: new Map(), host_patch: new Map(), pool_update: new Map() },
};

const host: WireStruct = {
  uuid: 'host-1',
  name_label: 'xs-1',
  hostname: 'xs-1',
  tags: ['b', 'a'],
  other_config: { boot_time: '1.0', color: 'red', 'api-token': 'hunter2', iscsi_iqn: 'iqn.x', multipathing: 'true' },
  license_params: { restrict_rpu: 'true', restrict_cpu: 'false', expiry: 'x' },
  logging: { syslog_destination: '192.0.2.9' },
  edition: 'free',
  software_version: { network_backend: 'openvswitch', 'xs:linux': 'XenServer Linux Pack', xapi: '1.0' },
  updates: ['OpaqueRef:u'],
};

const factsOf = (records: Partial<InventoryRecords>, kind: string): Readonly<Record<string, string>> =>
  inventoryOf({ ...none, ...records }).find((item) => item.kind === kind)?.facts ?? {};

const hosts = new Map([['OpaqueRef:h', host]]);

describe('The inventory of a pool', () => {
  it('has of a host its tags, licence, packs, updates, syslog and iSCSI name, whatever release tells them', () => {
    const updates = new Map([['OpaqueRef:u', { name_label: 'XS71ECU1' }]]);
    expect(factsOf({ host: hosts, pool_update: updates }, 'host')).to.deep.include({
      ...{ tags: 'a b', edition: 'free', features: 'rpu', packs: 'xs:linux', updates: 'XS71ECU1' },
      ...{ syslog: '192.0.2.9', iscsiName: 'iqn.x', multipathing: 'yes', networkBackend: 'openvswitch' },
    });
    expect(factsOf({ host: hosts }, 'host')).to.not.have.property('timeServers');
  });

  it('marks settings by whether they changed, shows no value, and of secrets nothing at all', () => {
    const settings = factsOf({ host: hosts }, 'host')['settings'] ?? '';
    expect(settings).to.match(/^api-token color#[0-9a-f]{6}$/);
    const blue = { ...host, other_config: { color: 'blue', 'api-token': 'other' } };
    expect(factsOf({ host: new Map([['OpaqueRef:h', blue]]) }, 'host')['settings']).not.to.equal(settings);
  });

  it('counts the paths of multipathed storage', () => {
    const pbd = {
      uuid: 'pbd-1',
      host: 'OpaqueRef:h',
      SR: 'OpaqueRef:s',
      currently_attached: true,
      device_config: { target: '192.0.2.7', chappassword: 'hunter2' },
      other_config: { 'mpath-3600a': '[4, 4]', 'mpath-3600b': '[1, 2]', multipathed: 'true' },
    };
    const facts = factsOf({ host: hosts, PBD: new Map([['OpaqueRef:p', pbd]]) }, 'path');
    expect(facts).to.include({ attached: 'yes', paths: '5 of 6' });
    expect(facts['device']).to.match(/^chappassword target#/);
  });

  it('has fixed addresses with gateway and name servers, and none that DHCP gave', () => {
    const pif = (mode: string): ReadonlyMap<string, WireStruct> =>
      new Map([
        [
          'OpaqueRef:i',
          {
            ...{
              uuid: 'pif-1',
              device: 'eth0',
              host: 'OpaqueRef:h',
              MAC: '02:00:00:00:00:01',
              MTU: '1500',
              VLAN: '-1',
            },
            ...{ IP: '192.0.2.11', netmask: '255.255.255.0', gateway: '192.0.2.1', DNS: '192.0.2.53' },
            ip_configuration_mode: mode,
          },
        ],
      ]);
    const records = { host: hosts };
    expect(factsOf({ ...records, PIF: pif('Static') }, 'interface')).to.include({
      ...{ address: '192.0.2.11', gateway: '192.0.2.1', nameServers: '192.0.2.53', card: '02:00:00:00:00:01' },
    });
    expect(factsOf({ ...records, PIF: pif('DHCP') }, 'interface')).to.not.have.any.keys('address', 'nameServers');
  });

  it('has bonds with their members, and VLANs with their tags', () => {
    const pifs = new Map<string, WireStruct>([
      ['OpaqueRef:m', { uuid: 'm', device: 'bond0', host: 'OpaqueRef:h' }],
      ['OpaqueRef:1', { uuid: '1', device: 'eth1', host: 'OpaqueRef:h' }],
      ['OpaqueRef:0', { uuid: '0', device: 'eth0', host: 'OpaqueRef:h' }],
    ]);
    const bond = { uuid: 'b', master: 'OpaqueRef:m', slaves: ['OpaqueRef:1', 'OpaqueRef:0'], mode: 'lacp' };
    const vlan = { uuid: 'v', tagged_PIF: 'OpaqueRef:m', tag: '120' };
    const records = { host: hosts, PIF: pifs, Bond: new Map([['b', bond]]), VLAN: new Map([['v', vlan]]) };
    expect(factsOf(records, 'bond')).to.deep.equal({ mode: 'lacp', members: 'eth0 eth1' });
    expect(factsOf(records, 'vlan')).to.deep.equal({ tag: '120', on: 'bond0' });
  });

  it('has of guests their tags, automatic start and tools, and nothing of templates and snapshots', () => {
    const vm = {
      ...{ uuid: 'vm-1', name_label: 'web', is_a_template: false, is_a_snapshot: false, is_control_domain: false },
      ...{
        tags: ['prod'],
        other_config: { auto_poweron: 'true' },
        guest_metrics: 'OpaqueRef:g',
        ha_restart_priority: 'restart',
      },
    };
    const metrics = {
      PV_drivers_version: { major: '9', minor: '3', micro: '1', build: '5' },
      PV_drivers_up_to_date: true,
    };
    const items = inventoryOf({
      ...none,
      VM: new Map([
        ['OpaqueRef:v', vm],
        ['OpaqueRef:t', { ...vm, uuid: 'template', is_a_template: true }],
      ]),
      VM_guest_metrics: new Map([['OpaqueRef:g', metrics]]),
    });
    expect(items.map(({ uuid }) => uuid)).to.deep.equal(['vm-1']);
    expect(items[0]?.facts).to.deep.equal({
      ...{ tags: 'prod', startsByItself: 'yes', restartPriority: 'restart', homeHost: 'none' },
      ...{ tools: '9.3.1-5', toolsUpToDate: 'yes' },
    });
  });
});
