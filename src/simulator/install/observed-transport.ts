/**
 * The installer's way to its media, with what the simulator adds: scripted failures, the time that each step takes, and a
 * note of what was read, from which the installed versions are told.
 */
import type { MediaAnswer, MediaRequest, MediaTransport } from '../../installer/client-script.js';
import { TransportPerClient } from '../../installer/transports/open-transport.js';
import { parsePrimary, type RepositoryPackage } from '../../installer/parsers/repository-metadata.js';
import { installerProfile, packageManagerProfile } from '../../installer/profiles.js';
import type { Host, StagedInstallation } from '../state/objects.js';
import type { World } from '../world.js';
import { ScriptedInstallation } from './scripted-faults.js';

export interface ObservedInstallation {
  readonly world: World;
  readonly host: Host;
  readonly staged: StagedInstallation;
  /** Of the whole installation, in milliseconds of the simulator's clock. */
  readonly duration: number;
  /** The disk is made anew: called once, before the first request that follows it. */
  readonly onFormat: () => void;
}

/** The share of the time that goes into saving the old system and formatting, before the first package (an estimate). */
const shareBeforePackages = 0.2;

export class ObservedTransport implements MediaTransport {
  files = 0;
  bytes = 0;
  treeinfo: Uint8Array | undefined;
  packages: readonly RepositoryPackage[] = [];
  readonly #inner: MediaTransport;
  readonly #scripted: ScriptedInstallation;
  #formatted = false;

  constructor(private readonly installation: ObservedInstallation) {
    const { world, host, staged } = installation;
    this.#scripted = new ScriptedInstallation(world, host);
    this.#inner = new TransportPerClient((role) => {
      const profile = role === 'package-manager' ? packageManagerProfile : installerProfile;
      return world.media(staged.url, profile(staged.installer));
    });
  }

  async request(request: MediaRequest): Promise<MediaAnswer> {
    const { host } = this.installation;
    if (request.phase === 'packages') await this.formatOnce();
    const place = { host, path: request.path, phase: request.phase };
    const failure = await this.#scripted.request(place);
    if (failure !== undefined) return { outcome: 'failed', reason: failure };
    const answer = await this.#inner.request(request);
    if (answer.outcome === 'found' && request.mode === 'read') await this.note(request, answer.size, answer.body);
    return answer;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  private async formatOnce(): Promise<void> {
    if (this.#formatted) return;
    this.#formatted = true;
    const { world, duration, onFormat } = this.installation;
    await world.sleep(duration * shareBeforePackages);
    onFormat();
  }

  private async note(request: MediaRequest, size: number, body: Uint8Array | undefined): Promise<void> {
    this.files++;
    this.bytes += size;
    if (request.path === '.treeinfo') this.treeinfo = body;
    if (request.path.endsWith('primary.xml.gz') && body !== undefined) this.packages = readPackages(body);
    if (!this.packages.some((found) => found.path === request.path)) return;
    const { world, duration } = this.installation;
    await world.sleep((duration * (1 - shareBeforePackages)) / this.packages.length);
  }
}

/** A broken list is the installer's to refuse, not the observer's. */
function readPackages(body: Uint8Array): readonly RepositoryPackage[] {
  try {
    return parsePrimary(body);
  } catch {
    return [];
  }
}
