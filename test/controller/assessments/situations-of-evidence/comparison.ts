/** Situations of what is compared with before: explained by the release, explained by nothing, gone, not compared. */
import type { InventoryItem } from '../../../../src/xapi/inventory/inventory.js';
import type { Probe, ProbeResult } from '../../../../src/controller/probes/probe.js';
import { afterHost, afterRun, beforeHost, wellBefore } from '../../../support/controller-assessments.js';
import type { Situation } from '../situations.js';

const host: InventoryItem = {
  kind: 'host',
  uuid: 'host-1',
  name: 'xs-1',
  host: 'host-1',
  facts: { packs: 'xs:linux', timeServers: '192.0.2.5', tags: 'rack-1' },
};
const path: InventoryItem = {
  kind: 'path',
  uuid: 'pbd-1',
  name: 'SAN on xs-1',
  host: 'host-1',
  facts: { paths: '4 of 4' },
};
const network: InventoryItem = { kind: 'network', uuid: 'net-1', name: 'backup', host: null, facts: { mtu: '9000' } };
const before = [host, path, network];

const compared = (now: readonly InventoryItem[], of = afterHost) =>
  of({ baseline: { ...wellBefore(), inventory: before }, inventory: { known: true, value: now } });

const changed = (item: InventoryItem, facts: Readonly<Record<string, string>>): InventoryItem => ({
  ...item,
  facts: { ...item.facts, ...facts },
});

export const comparisonSituations: Readonly<Record<string, readonly Situation[]>> = {
  'as-before': [
    { when: 'all that is compared is the same', input: () => compared(before), severity: 'pass', about: 'lab' },
    {
      when: 'a pack went, which the release explains',
      input: () => compared([changed(host, { packs: '' }), path, network]),
      severity: 'info',
      about: 'xs-1',
      saying: 'media-and-clients.md 3',
    },
    {
      when: 'a pack came, which no release explains',
      input: () => compared([changed(host, { packs: 'xs:linux acme:agent' }), path, network]),
      severity: 'warning',
      about: 'xs-1',
      saying: 'acme:agent',
    },
    {
      when: 'time servers are others',
      input: () => compared([changed(host, { timeServers: '' }), path, network]),
      severity: 'warning',
      about: 'xs-1',
      saying: 'timeServers of xs-1 was "192.0.2.5"',
    },
    {
      when: 'storage has fewer paths',
      input: () => compared([host, changed(path, { paths: '2 of 4' }), network]),
      severity: 'warning',
      about: 'xs-1',
      saying: '"2 of 4"',
    },
    {
      when: 'a way to storage is gone',
      input: () => compared([host, network]),
      severity: 'warning',
      about: 'xs-1',
      saying: 'SAN on xs-1 is gone',
    },
    {
      when: 'only something of the whole pool differs, which is compared at the end of the run',
      input: () => compared([host, path, changed(network, { mtu: '1500' })]),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a network has another MTU at the end of the run',
      input: () => compared([host, path, changed(network, { mtu: '1500' })], afterRun),
      severity: 'warning',
      about: 'backup',
      saying: '"9000"',
    },
    {
      when: 'it could not be read',
      input: () => ({ ...compared([]), inventory: { known: false, reason: 'ECONNREFUSED' } }),
      severity: 'warning',
      about: 'lab',
      saying: 'ECONNREFUSED',
    },
    {
      when: 'the plan is older than this comparison',
      input: () => afterHost(),
      severity: 'info',
      about: 'lab',
    },
  ],
};

const probe: Probe = { kind: 'command', id: 'site', phases: ['before-host'], timeout: 1000, command: ['/bin/true'] };
const probed = (results: readonly ProbeResult[]) => beforeHost({ probes: { asked: [probe], results } });

export const probeSituations: Readonly<Record<string, readonly Situation[]>> = {
  probes: [
    { when: 'none is configured for the phase', input: () => afterHost(), severity: 'pass', about: 'lab' },
    {
      when: 'it passes',
      input: () => probed([{ id: 'site', outcome: 'passed', text: 'it ended with exit code 0' }]),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'it says no',
      input: () => probed([{ id: 'site', outcome: 'failed', text: 'a backup runs' }]),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
      saying: 'a backup runs',
    },
    {
      when: 'it could not be run',
      input: () => probed([{ id: 'site', outcome: 'unknown', text: 'ENOENT' }]),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'ENOENT',
    },
    {
      when: 'it has not been asked',
      input: () => probed([]),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'not been asked',
    },
  ],
};
