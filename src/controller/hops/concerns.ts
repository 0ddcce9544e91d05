/** Whether a pool has what a hop takes away: looked up in what was read of it, so that a person sees what matters to them first. */
import type { PoolFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';

export interface Concern {
  readonly concerns: 'yes' | 'no' | 'not-known';
  readonly seen: string;
}

export interface SeenPool {
  readonly pool: PoolFacts;
  /** Undefined where it could not be read. */
  readonly survey: Survey | undefined;
}

const notKnown: Concern = { concerns: 'not-known', seen: '' };

/** Gives the names of what was found; undefined where the release does not tell. */
type Look = (seen: { readonly pool: PoolFacts; readonly survey: Survey }) => readonly string[] | undefined;

/** By the loss's id. What is not here the API does not tell: partitions, firmware, files of the control domain. */
const looks: Readonly<Record<string, Look>> = {
  storagelink: ({ pool }) => storageOf(pool, ['cslg', 'csl']),
  'deprecated-storage': ({ pool }) => storageOf(pool, ['lvmofcoe']),
  clustering: ({ pool, survey }) => [
    ...storageOf(pool, ['gfs2']),
    ...(survey.clusters.kind === 'read' ? survey.clusters.value.map(({ stack }) => `a cluster (${stack})`) : []),
  ],
  'packs-kept': ({ survey }) => [...new Set([...survey.hosts.flatMap(({ packs }) => packs), ...updatesOf(survey)])],
  'container-pack': ({ survey }) =>
    [...survey.hosts.flatMap(({ packs }) => packs), ...updatesOf(survey)].filter((name) =>
      /(^|:)xscontainer/.test(name),
    ),
  'local-storage': ({ pool, survey }) =>
    pool.srs
      .filter(({ shared, type }) => !shared && ['ext', 'lvm', 'file'].includes(type))
      .filter(({ uuid }) => (survey.srs.find((sr) => sr.uuid === uuid)?.disks.length ?? 0) > 0)
      .map(({ name }) => name),
  'vswitch-controller': ({ survey }) =>
    survey.vswitchController === null || survey.vswitchController === '' ? [] : [survey.vswitchController],
  'health-check': ({ survey }) => (survey.healthCheck?.['Enrollment'] === 'true' ? ['the pool is enrolled'] : []),
  'legacy-tls': ({ pool, survey }) => hostsThat(pool, survey, (host) => host.legacyTls),
  'power-on-mode': ({ pool, survey }) =>
    hostsThat(pool, survey, ({ powerOnMode }) => (powerOnMode === null ? null : powerOnMode.toLowerCase() === 'ilo')),
  'certificate-strength': ({ pool, survey }) =>
    hostsThat(pool, survey, ({ certificate }) =>
      certificate.kind === 'read' ? certificate.value.rsaBits !== null && certificate.value.rsaBits < 2048 : null,
    ),
  'pv-guests': ({ pool, survey }) => {
    const marked = survey.vms.filter(({ paravirtual }) => paravirtual === true).map(({ uuid }) => uuid);
    const untold = survey.vms.some(({ paravirtual }) => paravirtual === null);
    if (marked.length === 0 && untold) return undefined;
    return pool.vms.filter(({ uuid }) => marked.includes(uuid)).map(({ name }) => name);
  },
};

export function concernOf(lossId: string, seen: SeenPool | undefined): Concern {
  const look = looks[lossId];
  if (look === undefined || seen?.survey === undefined) return notKnown;
  const found = look({ pool: seen.pool, survey: seen.survey });
  if (found === undefined) return notKnown;
  if (found.length === 0) return { concerns: 'no', seen: '' };
  const [shown, more] = [found.slice(0, 5), found.length - 5];
  return { concerns: 'yes', seen: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}` };
}

function storageOf({ srs }: PoolFacts, types: readonly string[]): readonly string[] {
  return srs.filter(({ type }) => types.includes(type)).map(({ name }) => name);
}

function updatesOf({ updates }: Survey): readonly string[] {
  return updates.kind === 'read' ? updates.value.filter(({ hosts }) => hosts.length > 0).map(({ name }) => name) : [];
}

/** Names of the hosts; undefined where none is known to be so and one does not tell. */
function hostsThat(
  pool: PoolFacts,
  { hosts }: Survey,
  is: (host: Survey['hosts'][number]) => boolean | null,
): readonly string[] | undefined {
  const found = hosts.filter((host) => is(host) === true).map(({ uuid }) => uuid);
  if (found.length === 0 && hosts.some((host) => is(host) === null)) return undefined;
  return pool.hosts.filter(({ uuid }) => found.includes(uuid)).map(({ name }) => name);
}
