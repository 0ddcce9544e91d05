/** Situations of the assessments about packs that a run is asked to install. */
import type { NamedPack } from '../../../../src/controller/packs/find-pack.js';
import { beforeRun } from '../../../support/controller-assessments.js';
import { makeEvidence, makeSrSurvey, makeSurvey, surveyed } from '../../../support/controller-evidence.js';
import { makeHost, makePool, versions83 } from '../../../support/controller-facts.js';
import type { Situation } from '../situations.js';
import { namedPack } from './named-pack.js';
import { about, mediumOf, pool } from './surroundings.js';

const pack = (changes: Partial<NamedPack> = {}, requires: string[] = []): NamedPack =>
  namedPack('example-pack', changes, requires);

const xenServer8 = {
  ...mediumOf('3.4.0', 'XenServer 8.4.0'),
  target: { ...mediumOf('3.4.0').target, product: '8.4.0' },
};

function refused(when: string, named: NamedPack, medium: typeof xenServer8, saying: string): Situation {
  const input = about(pool, makeEvidence(pool), { packs: [named], medium });
  return { when, input, severity: 'failure', about: named.name, acceptable: false, saying };
}

/** The coordinator is at the target already, and has the pack, or has it not. */
function halfDone(hosts: readonly string[]): Situation['input'] {
  const half = makePool({ hosts: [makeHost(1, { versions: versions83 }), makeHost(2), makeHost(3)] });
  const updates = {
    kind: 'read',
    value: [{ uuid: 'pack-uuid', name: 'example-pack', version: '1.0', hosts }],
  } as const;
  const target = { ...xenServer8.target, product: '8.3.0', xapi: versions83.xapi, xen: versions83.xen };
  return about(half, surveyed(half, { updates }), { packs: [pack()], medium: { ...xenServer8, target } });
}

/** Storage of the pool with so much room; of the coordinator's own storage nothing is told. */
function withRoom(free: number | undefined, attached = true): Situation['input'] {
  const changed = makePool({
    pbds: pool.pbds.map((pbd) => ({ ...pbd, attached: attached && pbd.sr === 'sr-shared' })),
  });
  const srs = makeSurvey(changed).srs.map(({ uuid }) => makeSrSurvey(uuid, { free: free ?? null }));
  return about(changed, surveyed(changed, { srs }), { packs: [pack()] });
}

export const packSituations: Readonly<Record<string, readonly Situation[]>> = {
  'packs-fit': [
    { when: 'no pack is named', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    {
      when: 'the pack has the form of 7.1 and later, and the medium is of XenServer 8',
      input: about(pool, makeEvidence(pool), { packs: [pack()], medium: xenServer8 }),
      severity: 'pass',
      about: 'example-pack',
    },
    {
      when: 'it is a hotfix for this very release',
      input: about(pool, makeEvidence(pool), { packs: [pack({}, ['XenServer 8.4'])], medium: xenServer8 }),
      severity: 'pass',
      about: 'example-pack',
    },
    refused('it is a hotfix for another release', pack({}, ['XenServer 7.1']), xenServer8, 'is for XenServer 7.1'),
    refused('the pack has the form of before 7.1', pack({ uuid: null }), xenServer8, 'XS-REPOSITORY'),
    refused(
      'it is not signed',
      pack({ lacks: ['update.xml.asc'] }),
      xenServer8,
      'no update.xml.asc: every pool refuses',
    ),
    refused(
      'the medium is of 7.0, which has no updates by its API',
      pack(),
      { ...xenServer8, ...mediumOf('2.1.0', 'XenServer 7.0.0') },
      'came with 7.1',
    ),
    {
      when: 'the medium is of XCP-ng, which knows other keys',
      input: about(pool, makeEvidence(pool), { packs: [pack()] }),
      severity: 'warning',
      about: 'example-pack',
      saying: 'signed',
    },
    {
      when: 'a host that is at the target already has it',
      input: halfDone(['host-1']),
      severity: 'notice',
      about: 'example-pack',
      saying: 'xs-1 has example-pack already',
    },
    {
      when: 'a host that is at the target already stays without it',
      input: halfDone([]),
      severity: 'notice',
      about: 'example-pack',
      saying: 'stays without example-pack',
    },
  ],
  'pack-storage': [
    { when: 'no pack is named', input: () => beforeRun(), severity: 'pass', about: 'lab' },
    { when: 'the default storage has room', input: withRoom(6_000_000), severity: 'pass', about: 'NFS storage' },
    { when: 'it does not tell its room', input: withRoom(undefined), severity: 'notice', about: 'NFS storage' },
    {
      when: 'it has less room than the images take',
      input: withRoom(4_999_999),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'None of NFS storage has room for 5 MB',
    },
    {
      when: 'the coordinator has no storage attached',
      input: withRoom(6_000_000, false),
      severity: 'failure',
      about: 'lab',
      acceptable: false,
      saying: 'no storage for disks attached',
    },
    {
      when: 'the pool could not be surveyed',
      input: () =>
        beforeRun({
          packs: [pack()],
          evidence: makeEvidence(makePool(), { survey: { known: false, reason: 'no right to read' } }),
        }),
      severity: 'unknown',
      about: 'lab',
      acceptable: false,
      saying: 'no right to read',
    },
  ],
};
