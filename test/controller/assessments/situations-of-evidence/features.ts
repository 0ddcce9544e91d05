/** Situations of the assessments that the new release does not have any more: what must be switched off or given up first. */
import { beforeRun } from '../../../support/controller-assessments.js';
import { hostSurveyed, makeEvidence, makeHostSurvey, surveyed } from '../../../support/controller-evidence.js';
import { readAt } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { namedPack } from './named-pack.js';
import { mediumOf, about, notSurveyed, pool81, pool } from './surroundings.js';

const key = (rsaBits: number | null, notAfter = readAt + 1000) =>
  ({ certificate: { kind: 'read', value: { rsaBits, notAfter } } }) as const;

export const featureSituations: Readonly<Record<string, readonly Situation[]>> = {
  'vswitch-controller': [
    { when: 'none is set', input: about(pool81, makeEvidence(pool81)), severity: 'pass', about: 'lab' },
    {
      when: 'one governs a pool of 8.2',
      input: about(pool, surveyed(pool, { vswitchController: '192.0.2.77' })),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'one governs a pool of 8.1',
      input: about(pool81, surveyed(pool81, { vswitchController: '192.0.2.77' })),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
      saying: '192.0.2.77',
    },
    {
      when: 'one is set in a pool that does not use Open vSwitch',
      input: about(
        pool81,
        surveyed(pool81, {
          vswitchController: '192.0.2.77',
          hosts: [makeHostSurvey('host-1', { networkBackend: 'bridge' })],
        }),
      ),
      severity: 'notice',
      about: 'lab',
    },
    notSurveyed,
  ],
  'health-check': [
    { when: 'the pool is not enrolled', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'the pool is enrolled and leaves 8.2',
      input: about(pool, surveyed(pool, { healthCheck: { Enrollment: 'true' } })),
      severity: 'failure',
      about: 'lab',
      acceptable: true,
    },
    {
      when: 'the pool is enrolled and stays at 8.2',
      input: about(pool81, surveyed(pool81, { healthCheck: { Enrollment: 'true' } }), { medium: mediumOf('3.2.1') }),
      severity: 'pass',
      about: 'lab',
    },
    notSurveyed,
  ],
  'legacy-tls': [
    {
      when: 'no host of a pool of 8.1 speaks them',
      input: about(pool81, makeEvidence(pool81)),
      severity: 'pass',
      about: 'lab',
    },
    {
      when: 'a host of a pool of 8.1 speaks them',
      input: about(pool81, hostSurveyed(pool81, 2, { legacyTls: true })),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'xs-2',
    },
    notSurveyed,
  ],
  'power-on-mode': [
    { when: 'there is none', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'a host of 8.1 is switched on through iLO',
      input: about(pool81, hostSurveyed(pool81, 1, { powerOnMode: 'iLO' })),
      severity: 'failure',
      about: 'xs-1',
      acceptable: true,
    },
    {
      when: 'a host of 8.1 is switched on by wake-on-lan',
      input: about(pool81, hostSurveyed(pool81, 1, { powerOnMode: 'wake-on-lan' })),
      severity: 'notice',
      about: 'xs-1',
    },
    notSurveyed,
  ],
  'certificate-strength': [
    { when: 'the key has 2048 bits', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the key is no RSA key',
      input: about(pool, hostSurveyed(pool, 1, key(null))),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'the key has 1024 bits and the medium is newer than 8.2',
      input: about(pool, hostSurveyed(pool, 1, key(1024))),
      severity: 'failure',
      about: 'xs-1',
      acceptable: false,
      saying: '1024',
    },
    {
      when: 'the key has 1024 bits and the medium is 8.2',
      input: about(pool81, hostSurveyed(pool81, 1, key(1024)), { medium: mediumOf('3.2.1') }),
      severity: 'notice',
      about: 'xs-1',
    },
    {
      when: 'it has expired',
      input: about(pool, hostSurveyed(pool, 1, key(2048, readAt - 1))),
      severity: 'warning',
      about: 'xs-1',
    },
    {
      when: 'it could not be read',
      input: about(pool, hostSurveyed(pool, 1, { certificate: { kind: 'unreadable', reason: 'time-out' } })),
      severity: 'unknown',
      about: 'xs-1',
      acceptable: true,
      saying: 'time-out',
    },
    notSurveyed,
  ],
  'packs-kept': [
    { when: 'the host names no pack', input: () => beforeRun(), severity: 'pass', about: 'xs-1' },
    {
      when: 'the host has a pack of a vendor',
      input: about(pool, hostSurveyed(pool, 1, { packs: ['dell:openmanage', 'xs:xenserver-transfer-vm'] })),
      severity: 'warning',
      about: 'xs-1',
      saying: 'dell:openmanage',
    },
    {
      when: 'the host has container management as an update',
      input: about(
        pool81,
        surveyed(pool81, {
          updates: { kind: 'read', value: [{ name: 'xscontainer-7.6', version: '1', hosts: ['host-1'] }] },
        }),
      ),
      severity: 'warning',
      about: 'xs-1',
      saying: 'container',
    },
    {
      when: 'the host has a pack as an update of 7.1 and later, and a hotfix',
      input: about(
        pool81,
        surveyed(pool81, {
          updates: {
            kind: 'read',
            value: [
              { name: 'vendor-pack', version: '1', hosts: ['host-1'] },
              { name: 'XS81E001', version: '1', hosts: ['host-1'] },
            ],
          },
        }),
      ),
      severity: 'warning',
      about: 'xs-1',
      saying: 'unless the medium brings them: vendor-pack.',
    },
    {
      when: 'that pack is named for the run',
      input: about(
        pool81,
        surveyed(pool81, {
          updates: { kind: 'read', value: [{ name: 'vendor-pack', version: '1', hosts: ['host-1'] }] },
        }),
        { packs: [namedPack('vendor-pack')] },
      ),
      severity: 'pass',
      about: 'xs-1',
    },
    {
      when: 'updates could not be read',
      input: about(pool, surveyed(pool, { updates: { kind: 'unreadable', reason: 'time-out' } })),
      severity: 'notice',
      about: 'xs-1',
    },
    notSurveyed,
  ],
};
