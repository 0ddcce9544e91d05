/**
 * `media prove`: replays what the clients of each release ask for against the running media server, at every address it
 * tells hosts, and compares each byte with the manifest. Needs the media server's control socket and the store alone.
 */
import { readFile } from 'node:fs/promises';
import { mediaServerClient } from '../../contract/media-server-client.js';
import { parseTreeinfo } from '../../installer/parsers/treeinfo.js';
import type { ProofMedium } from '../../installer/proof/refusals.js';
import type { Mirror } from '../../contract/mirror.js';
import type { Medium } from '../../media/catalogue.js';
import type { Manifest } from '../../media/manifest.js';
import { openCatalogue } from '../../media/store/open-catalogue.js';
import { installerOf, packageTargetsOf } from '../../releases/media/release-clients.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Settings } from '../config/schema.js';
import { stateLayout } from '../state-layout.js';
import { mirrorOf } from '../config/mirror-settings.js';
import { findMirror } from '../mirrors/find-mirror.js';
import { contentOf, keepProof } from '../mirrors/proof-file.js';
import { mirrorColumn, proofColumns, type WantedColumns } from './proof-columns.js';
import { resultOf, type ProofCell, type ProofColumn, type ProofReport } from './proof-report.js';
import { hostRows, installerRelease } from './proof-rows.js';
import { proveColumn } from './prove-column.js';

export interface ProofRequest extends WantedColumns {
  /** Id or alias. */
  readonly medium: string;
  /** Empty: all that are upgraded to it. */
  readonly releases: readonly string[];
  /** The name of a mirror, in place of the media server's own addresses. */
  readonly mirror?: string | undefined;
}

export interface ProofSurroundings {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told before each cell. */
  readonly onCell: (row: string, column: ProofColumn) => void;
}

/** @throws MEDIA_SERVER_UNREACHABLE, MEDIA_NOT_FOUND, MEDIA_NOT_A_BASE, PROOF_RELEASE_UNKNOWN, PROOF_NO_LISTENER, MIRROR_UNKNOWN */
export async function proveMedium(request: ProofRequest, surroundings: ProofSurroundings): Promise<ProofReport> {
  const { settings, clock, signal } = surroundings;
  const startedAt = clock.now();
  const mirror =
    request.mirror === undefined ? undefined : mirrorOf(findMirror(settings.servers.mirrors, request.mirror));
  const medium = await baseMedium(settings.media.cache, request.medium);
  const socketPath = stateLayout(settings.state).mediaServerSocket;
  const { endpoints } = await mediaServerClient({ socketPath, signal }).status();
  const { manifest } = medium;
  const release = installerRelease(manifest);
  if (release === undefined && request.releases.length > 0) throw undescribed(manifest.id);
  const rows = release === undefined ? [] : hostRows(manifest, await proofMedium(medium), release, request.releases);
  const installer =
    release === undefined
      ? undefined
      : { installer: installerOf(release), media: { packageTargets: packageTargetsOf(release) } };
  const cells: ProofCell[] = [];
  const mediaServer = mediaServerClient({ socketPath });
  const proof = { medium, mirror, mediaServer, installer, rows, signal, onCell: surroundings.onCell };
  const columns = mirror === undefined ? proofColumns(endpoints, request) : [mirrorColumn(mirror)];
  for (const column of columns) cells.push(...(await proveColumn(column, proof)));
  if (mirror !== undefined) await keep(settings.state, { mirror, manifest, cells, at: clock.now() });
  return {
    medium: manifest.id,
    product: `${manifest.product.name} ${manifest.product.version}`,
    installer: release?.name ?? null,
    result: resultOf(cells),
    cells,
    duration: clock.now() - startedAt,
  };
}

interface MirrorResult {
  readonly mirror: Mirror;
  readonly manifest: Manifest;
  readonly cells: readonly ProofCell[];
  readonly at: number;
}

/** For the plans that point hosts there. */
async function keep(state: string, { mirror, manifest, cells, at }: MirrorResult): Promise<void> {
  const wrong = cells.find(({ result }) => result === 'failed');
  const result = resultOf(cells) === 'proven' ? 'proven' : 'failed';
  const reason = result === 'proven' ? null : (wrong?.reason ?? 'nothing could be proven');
  await keepProof(state, { mirror, medium: manifest.id, content: contentOf(manifest), at, result, reason });
}

async function baseMedium(mediaCache: string, name: string): Promise<Medium> {
  const attempted = 'looking for the medium to prove';
  const medium = await openCatalogue(mediaCache).open(name);
  if (medium === undefined) throw new DrydockError('MEDIA_NOT_FOUND', { attempted, subject: name });
  if (medium.manifest.layout !== 'supplemental-pack') return medium;
  throw new DrydockError('MEDIA_NOT_A_BASE', { attempted, subject: name });
}

/** Its files can be compared, but nobody knows who asks for them. */
function undescribed(subject: string): DrydockError {
  return new DrydockError('PROOF_RELEASE_UNKNOWN', {
    attempted: 'choosing the hosts to prove a medium for',
    subject,
    found: 'an installer that nobody has described yet',
    remedy: 'Leave --release out: every file is compared nevertheless.',
  });
}

async function proofMedium(medium: Medium): Promise<ProofMedium> {
  const file = medium.file('.treeinfo');
  if (medium.manifest.layout !== 'treeinfo' || file === undefined) {
    return { layout: 'xs-repository', treeinfoSections: [] };
  }
  const text = await readFile(medium.location(file), 'utf8');
  return { layout: 'treeinfo', treeinfoSections: [...parseTreeinfo(text, { refusesDuplicates: false }).keys()] };
}
