/** One column of the matrix: every file, and the hosts of each release, at one address of the running media server. */
import type { MediaServerApi } from '../../contract/media-server.js';
import { mirrorAddress, type Mirror } from '../../contract/mirror.js';
import { everyFile, hostJourney, installerJourney } from '../../installer/proof/journeys.js';
import { installerProfile, packageManagerProfile, pluginProfile } from '../../installer/profiles.js';
import {
  addressRefusal,
  installerRefusal,
  nfsNotObservable,
  pluginRefusal,
  type Refusal,
} from '../../installer/proof/refusals.js';
import type { InstallerRelease } from '../../installer/unattended-install.js';
import type { Medium } from '../../media/catalogue.js';
import { releases } from '../../releases/find-release.js';
import type { HostPluginGeneration } from '../../releases/release-facts.js';
import { openProofAddresses } from './proof-addresses.js';
import { joined, proveCell, type CellOutcome, type ColumnWork, type Profiles } from './prove-cell.js';
import type { ProofCell, ProofColumn } from './proof-report.js';
import type { HostRow } from './proof-rows.js';

/** What all columns share. */
export interface Proof {
  readonly medium: Medium;
  /** What is proven, in place of the media server's own addresses. */
  readonly mirror: Mirror | undefined;
  /** With no signal in it: what was opened is ended after an interruption too. */
  readonly mediaServer: MediaServerApi;
  /** Undefined: nobody has described the installer of this medium, and there are no rows of hosts. */
  readonly installer: InstallerRelease | undefined;
  readonly rows: readonly HostRow[];
  readonly signal: AbortSignal;
  /** Told before each cell. */
  readonly onCell: (row: string, column: ProofColumn) => void;
}

const wholeMedium = 'every file';
const withdrawnAddress = 'a withdrawn address';

const noHostOverHttps = 'hosts are never pointed at HTTPS: none can be told whom to trust';

/** @throws MEDIA_NOT_FOUND when the media server has another store, and the signal's reason */
export async function proveColumn(column: ProofColumn, proof: Proof): Promise<readonly ProofCell[]> {
  const { protocol, address: host, port } = column;
  if (protocol === 'https') return unasked(column, proof, told('not-tried', { reason: noHostOverHttps }));
  const refusal = addressRefusal({ protocol, host, port });
  if (refusal !== undefined) return unasked(column, proof, told('refused', refusal));
  if (protocol === 'nfs') return unasked(column, proof, told('not-observable', nfsNotObservable));
  proof.signal.throwIfAborted();
  const addresses = await openProofAddresses(proof.mediaServer, proof.medium.manifest.id);
  const { probe, staging, install } = addresses.paths;
  const urlOf = (path: string): string => urlAt(column, proof, path);
  const work: ColumnWork = {
    column: { ...column, protocol },
    urls: { probe: urlOf(probe), staging: urlOf(staging), install: urlOf(install) },
    expected: (path) => proof.medium.file(path),
    signal: proof.signal,
  };
  let cells: readonly ProofCell[];
  try {
    cells = await asked(work, proof);
  } finally {
    await addresses.end();
  }
  return proof.mirror?.kind === 'nginx' ? [...cells, await withdrawn(work, proof)] : cells;
}

function urlAt({ protocol, address, port }: ProofColumn, { mirror, medium }: Proof, path: string): string {
  if (mirror !== undefined) return mirrorAddress(mirror, { path, media: medium.manifest.id });
  return `${protocol}://${address}:${port}${path}`;
}

/** A proxy that answers from its cache without asking passes every other test. */
async function withdrawn(work: ColumnWork, { medium, onCell }: Proof): Promise<ProofCell> {
  onCell(withdrawnAddress, work.column);
  const paths = medium.manifest.files.filter(({ role }) => role === 'discovery').map(({ path }) => path);
  const nothing = { ...work, expected: () => undefined };
  return cell(withdrawnAddress, work.column, await proveCell(everyFile(paths), wholeMediumProfiles(), nothing));
}

/** What stands against a row by itself is told first: it holds at any address. */
function unasked(column: ProofColumn, proof: Proof, outcome: CellOutcome): readonly ProofCell[] {
  const hosts = proof.rows.map((row) => cell(row.name, column, standing(row) ?? outcome));
  return [cell(wholeMedium, column, outcome), ...hosts];
}

async function asked(work: ColumnWork, proof: Proof): Promise<readonly ProofCell[]> {
  const { medium, installer, rows, onCell } = proof;
  const { column } = work;
  onCell(wholeMedium, column);
  const paths = medium.manifest.files.map(({ path }) => path);
  const cells = [cell(wholeMedium, column, await proveCell(everyFile(paths), wholeMediumProfiles(), work))];
  if (installer === undefined) return cells;
  // The installer is that of the medium: it asks the same whatever host it upgrades.
  let installed: Promise<CellOutcome> | undefined;
  const install = (profiles: Profiles): Promise<CellOutcome> =>
    (installed ??= proveCell(installerJourney(installer), profiles, work));
  for (const row of rows) {
    onCell(row.name, column);
    cells.push(cell(row.name, column, await hostOutcome(row, installer, work, install)));
  }
  return cells;
}

async function hostOutcome(
  row: HostRow,
  installer: InstallerRelease,
  work: ColumnWork,
  install: (profiles: Profiles) => Promise<CellOutcome>,
): Promise<CellOutcome> {
  if (row.against !== undefined) return told(row.against.result, row.against);
  const { release, client } = row;
  const { protocol, address: host, port } = work.column;
  const address = { protocol, host, port };
  const refusal = installerRefusal(installer.installer, address) ?? pluginRefusal(client.generation, address);
  if (refusal !== undefined) return told('refused', refusal);
  const profiles = profilesOf(installer, client.generation);
  const prepared = await proveCell(hostJourney(client.generation, release.platform ?? '0.0.0'), profiles, work);
  if (prepared.result !== 'proven') return prepared;
  const both = joined(prepared, await install(profiles));
  return { ...both, reason: both.reason ?? client.note ?? null };
}

function profilesOf(installer: InstallerRelease, generation: HostPluginGeneration): Profiles {
  return {
    plugin: pluginProfile(generation),
    installer: installerProfile(installer),
    'package-manager': packageManagerProfile(installer),
  };
}

/** Every client reads a file whole in the same way; a package manager keeps its connection. */
function wholeMediumProfiles(): Profiles {
  const newest = releases['xcp-ng-8.3'];
  return profilesOf(newest, newest.hostPlugin.generation);
}

function standing({ against }: HostRow): CellOutcome | undefined {
  return against === undefined ? undefined : told(against.result, against);
}

function told(
  result: CellOutcome['result'],
  { reason, source }: Pick<Refusal, 'reason'> & Partial<Refusal>,
): CellOutcome {
  return { result, reason, source: source ?? null, requests: 0, bytes: 0, failure: null };
}

function cell(row: string, { protocol, address, port, mirror }: ProofColumn, outcome: CellOutcome): ProofCell {
  return { row, protocol, address, port, ...(mirror === undefined ? {} : { mirror }), ...outcome };
}
