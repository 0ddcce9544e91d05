/** What a support bundle holds: enough to tell what happened, and nothing of what is served. */
import { lstatSync, readdirSync } from 'node:fs';
import { arch, release, type as systemName } from 'node:os';
import { join, relative } from 'node:path';
import { listMedia } from '../../media/list-media.js';
import { productVersion } from '../../shared/version.js';
import type { Clock } from '../../shared/clock.js';
import type { Environment, ResolvedSettings } from '../config/resolve.js';
import { judge } from '../doctor/judge.js';
import { readDoctorFacts } from '../doctor/read-facts.js';
import { exportStateJournal, verifyStateJournal } from '../journal/journal-files.js';
import { examineMediaServerLogs } from '../journal/media-server-logs.js';
import { readCredential } from '../pools/credential.js';
import type { PoolRecord } from '../pools/pool-record.js';
import { stateLayout } from '../state-layout.js';
import { jsonPart, partOr, type BundlePart } from './bundle-part.js';
import { endOfFile } from './end-of-file.js';
import { redactSettings } from './redact.js';

export interface BundleOptions {
  readonly settings: ResolvedSettings;
  readonly pools: readonly PoolRecord[];
  readonly environment: Environment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export async function bundleParts(options: BundleOptions): Promise<readonly BundlePart[]> {
  const { settings, pools } = options;
  return [
    jsonPart('versions.json', 'versions of Drydock, Node and the system', versions()),
    jsonPart(
      'configuration.json',
      'the settings that hold; of addresses only where they lead, of commands only the program',
      redactSettings({ ...settings, file: settings.file }),
    ),
    jsonPart('pools.json', 'the known pools: addresses, user, pinned certificates, where passwords come from', pools),
    await partOr('doctor.json', 'what drydock doctor finds', () => doctor(options)),
    await partOr('journal-verify.json', 'whether journal and grants are whole', () => verification(settings.state)),
    await partOr('journal.jsonl', 'the journal: plans, hosts, VMs and what was done to them', () =>
      journal(settings.state),
    ),
    await partOr('media.json', 'the media in the store, without their files', () => media(settings.media.cache)),
    jsonPart('state-folder.json', 'names, sizes and modes in the state folder', listing(settings.state)),
    ...logs(settings.state),
  ];
}

function versions(): object {
  const { node, openssl, v8 } = process.versions;
  const system = { name: systemName(), release: release(), arch: arch() };
  return { drydock: productVersion, node, openssl, v8, system };
}

async function doctor({ settings, clock, signal, environment }: BundleOptions): Promise<BundlePart> {
  const facts = await readDoctorFacts({
    ...{ settings, environment, clock, signal, pools: [] },
    password: (record) => readCredential(record.credential, environment),
  });
  return jsonPart('doctor.json', 'what drydock doctor finds', judge(facts));
}

async function verification(state: string): Promise<BundlePart> {
  const document = { journal: await verifyStateJournal(state), mediaServer: examineMediaServerLogs(state) };
  return jsonPart('journal-verify.json', 'whether journal and grants are whole', document);
}

async function journal(state: string): Promise<BundlePart> {
  const { lines } = await exportStateJournal(state);
  const what = 'the journal: plans, hosts, VMs and what was done to them';
  return { name: 'journal.jsonl', what, text: `${lines.join('\n')}\n` };
}

async function media(mediaCache: string): Promise<BundlePart> {
  const stored = await listMedia({ mediaCache });
  const heads = stored.map(({ summary, aliases, inUse, lastCheck }) => ({ ...summary, aliases, inUse, lastCheck }));
  return jsonPart('media.json', 'the media in the store, without their files', heads);
}

/** No times: two bundles of the same state are the same bytes. */
function listing(state: string): readonly object[] {
  let names: readonly string[];
  try {
    names = readdirSync(state, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return [...names].sort().flatMap((name) => {
    const stats = lstatSync(join(state, name), { throwIfNoEntry: false });
    if (stats === undefined) return [];
    return [{ name, size: stats.size, mode: (stats.mode & 0o7777).toString(8), uid: stats.uid, gid: stats.gid }];
  });
}

function logs(state: string): readonly BundlePart[] {
  const layout = stateLayout(state);
  return [
    [layout.controllerLog, 'the end of the log of the controller'],
    [layout.mediaServerLog, 'the end of the log of the media server'],
  ].flatMap(([path = '', what = '']) => {
    const text = endOfFile(path);
    return text === undefined ? [] : [{ name: `logs/${relative(state, path).split('/').at(-1) ?? ''}`, what, text }];
  });
}
