/** Which script stands for which recorded client, and with what medium in front of it. */
import { Asking } from '../../src/installer/asking.js';
import type { ClientProfile, ClientScript } from '../../src/installer/client-script.js';
import {
  findRepositories,
  hostLibraries,
  productVersion,
  repositoryVersion,
  type HostLibraryGeneration,
} from '../../src/installer/host-library.js';
import { installerLookUp } from '../../src/installer/installer-look-up.js';
import { packagePhase } from '../../src/installer/package-phase.js';
import { pluginMain, pluginTestUrl, type PluginVerdict } from '../../src/installer/plugin.js';
import { fetchCheckingKey } from '../../src/installer/repository-keys.js';
import { releases } from '../../src/releases/find-release.js';
import type { HostPluginGeneration, InstallerGeneration } from '../../src/releases/release-facts.js';
import { bootFiles, modernMedium, packMedium, xmlMedium, type ModernMedium, type Tree } from './installer-media.js';

const pluginGenerations: Readonly<Record<string, { generation: HostPluginGeneration; hostPlatformVersion: string }>> = {
  '2012-03': { generation: '2012-06', hostPlatformVersion: '1.4.90' },
  '2012-06': { generation: '2012-06', hostPlatformVersion: '1.6.10' },
  '2013-10': { generation: '2013-10', hostPlatformVersion: '1.8.0' },
  '2015-01': { generation: '2013-10', hostPlatformVersion: '1.9.0' },
  '2016-05': { generation: '2016-05', hostPlatformVersion: '1.9.0' },
  '2016-11': { generation: '2016-11', hostPlatformVersion: '2.7.0' },
};

const libraryGenerations: Readonly<Record<string, HostLibraryGeneration>> = {
  '2011-06': '2011-06',
  '2012-06': '2012-06',
  '1.9.0': '1.9.0',
  '2016-05': '2016-05',
  '2.0.3': '2.0.3',
  '2.0.6': '2.0.3',
  '2.3.5': '2.3.5',
  '3.0.4': '3.0.4',
  '3.0.10-plus': '3.0.4',
};

const installerGenerations: Readonly<Record<string, InstallerGeneration>> = {
  '5.6': '5.6',
  '6.0': '5.6',
  '6.2': '5.6',
  '7.0': '7.0',
  '7.1': '7.1',
  '8.0': '7.1',
  'xcp-ng-8.2': '8.2',
  'xcp-ng-8.3': 'xs8',
  xs8: 'xs8',
  xs9: 'xs9',
};

export interface TracedClient {
  readonly kind: 'plugin' | 'host-library' | 'installer' | 'dnf';
  readonly script: () => ClientScript<unknown>;
  readonly profile: ClientProfile;
}

/** Undefined for a recorded client that no script stands for. */
export function tracedClient(trace: string): TracedClient | undefined {
  const [, kind, version] =
    /^(plugin|host-library|installer|dnf)-((?:\d+-\d\d|xcp-ng-\d\.\d|xs\d|[\d.]+\d)(?:-plus)?)\./.exec(trace) ?? [];
  switch (kind) {
    case 'plugin':
      return pluginOf(trace, version ?? '');
    case 'host-library':
      return libraryOf(version ?? '');
    case 'installer':
      return installerOf(version ?? '');
    case 'dnf':
      return {
        kind,
        script: dnfScript,
        profile: { ...common, family: 'libcurl', basicAuth: 'preemptive', keepAlive: true },
      };
    case undefined:
    default:
      return undefined;
  }
}

const common = {
  userAgent: 'Python-urllib/2.7',
  keepAlive: false,
  basicAuth: 'standard-port',
  needsTrailingSlash: false,
  ftpProbe: 'size',
  nfsVersions: [4, 3],
} as const;

function pluginOf(trace: string, version: string): TracedClient {
  const run = pluginGenerations[version]!;
  const library =
    hostLibraries[run.generation === '2012-06' ? '2012-06' : run.generation === '2013-10' ? '1.9.0' : '2.0.3'];
  const script = (): ClientScript<PluginVerdict> => (trace.includes('.main.') ? pluginMain(run) : pluginTestUrl(run));
  return { kind: 'plugin', script, profile: { ...common, family: 'host-library', ftpProbe: library.ftpProbe } };
}

function libraryOf(version: string): TracedClient | undefined {
  const generation = libraryGenerations[version];
  if (generation === undefined) return undefined;
  const profile = { ...common, family: 'host-library', ftpProbe: hostLibraries[generation].ftpProbe } as const;
  return { kind: 'host-library', script: () => librarySteps(generation), profile };
}

/** The calls that the recording program made, in its order. */
function* librarySteps(generation: HostLibraryGeneration): ClientScript<unknown> {
  const library = hostLibraries[generation];
  const asking = new Asking('plugin', 'test-url');
  const found = yield* findRepositories(asking, library);
  // The versions are methods of a found repository up to 1.9.0, and functions that look again from 2016 on.
  const version = library.knowsTreeinfo ? yield* repositoryVersion(asking, library) : undefined;
  const product = library.knowsSystemSection ? yield* productVersion(asking, library) : undefined;
  asking.newSession();
  for (const path of bootFiles) yield* asking.probe(path);
  asking.newSession();
  yield* asking.read('install.img');
  return { found, platform: version?.platformVersion, product };
}

function installerOf(version: string): TracedClient {
  const generation = installerGenerations[version]!;
  const ftpProbe = generation === '5.6' ? 'nlst' : generation === '7.0' || generation === '7.1' ? 'size' : 'retr';
  const script = (): ClientScript<unknown> => lookUpAndKey(generation);
  return { kind: 'installer', script, profile: { ...common, family: 'installer', ftpProbe, basicAuth: 'any-port' } };
}

function* lookUpAndKey(generation: InstallerGeneration): ClientScript<unknown> {
  const verdict = yield* installerLookUp(generation, 'look-up');
  const facts = releases[generation === 'xs8' || generation === 'xs9' ? 'xenserver-8' : 'xenserver-7.6'].installer;
  if (verdict.ok && verdict.kind === 'main') yield* fetchCheckingKey(facts, verdict.keys);
  return verdict;
}

function dnfScript(): ClientScript<unknown> {
  return packagePhase({
    manager: 'dnf',
    checksMetadataSignature: true,
    targets: releases['xenserver-8'].media.packageTargets,
    lookedUp: [],
  });
}

/** A medium of the trace's shape, with its metadata file names. */
export function mediumFor(trace: string, paths: readonly string[]): Tree {
  if (trace.includes('.xs-repository')) return xmlMedium();
  const named = (part: string): string | undefined => {
    const name = paths
      .map((path) => path.slice(path.lastIndexOf('/') + 1))
      .find((candidate) => candidate.endsWith(part));
    return name === undefined ? undefined : `repodata/${name}`;
  };
  const entries = {
    primary: named('-primary.xml.gz'),
    filelists: named('-filelists.xml.gz'),
    comps: named('-comps.xml.gz'),
  };
  const names: ModernMedium['names'] = Object.fromEntries(
    Object.entries(entries).filter(([, name]) => name !== undefined),
  );
  const tree = trace.includes('.pack') ? packMedium({ names }) : modernMedium({ names });
  if (trace.includes('.no-treeinfo-file')) tree.delete('.treeinfo');
  return tree;
}
