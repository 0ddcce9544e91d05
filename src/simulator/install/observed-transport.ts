/**
 * The installer's way to its media, with what the simulator adds: scripted failures, the time that each step takes, the
 * moment of the formatting, and a note of what was read, from which the installed versions are told.
 */
import type { MediaAnswer, MediaRequest, MediaTransport } from '../../installer/client-script.js';
import { TransportPerClient } from '../../installer/transports/open-transport.js';
import { parsePrimary } from '../../installer/parsers/repository-metadata.js';
import { parseXsPackages, parseXsRepository } from '../../installer/parsers/xs-repository.js';
import { installerProfile, packageManagerProfile } from '../../installer/profiles.js';
import type { Milliseconds } from '../../shared/clock.js';
import type { Host, StagedInstallation } from '../state/objects.js';
import type { World } from '../world.js';
import { ScriptedInstallation } from './scripted-faults.js';
import type { ObservedMedium } from './installed-versions.js';
import type { InstallationShares } from './phases.js';

export interface ObservedInstallation {
  readonly world: World;
  readonly host: Host;
  readonly staged: StagedInstallation;
  /** Of the whole installation, in milliseconds of the simulator's clock. */
  readonly duration: Milliseconds;
  readonly shares: InstallationShares;
  /** Sleeps as long as the machine keeps its power. @throws PowerLost */
  readonly pass: (duration: Milliseconds) => Promise<void>;
  /** The disk is made anew: called once, before the first request that follows it. @throws InstallerGaveUp */
  readonly onFormat: () => void;
}

type Changing<T> = { -readonly [Key in keyof T]: T[Key] };

export class ObservedTransport implements MediaTransport {
  files = 0;
  bytes = 0;
  readonly #seen: Changing<ObservedMedium> = { treeinfo: undefined, build: undefined, packages: [] };
  readonly #packagePaths = new Set<string>();
  readonly #inner: MediaTransport;
  readonly #scripted: ScriptedInstallation;
  #formatted = false;

  constructor(private readonly installation: ObservedInstallation) {
    const { world, host, staged } = installation;
    this.#scripted = new ScriptedInstallation(world, host);
    this.#inner = new TransportPerClient((role) => {
      const profile = role === 'package-manager' ? packageManagerProfile : installerProfile;
      return world.media(staged.url, profile(staged.installer), { address: host.address });
    });
  }

  get medium(): ObservedMedium {
    return this.#seen;
  }

  async request(request: MediaRequest): Promise<MediaAnswer> {
    const { host, pass } = this.installation;
    if (request.phase === 'packages') await this.formatOnce();
    const place = { host, path: request.path, phase: request.phase };
    const failure = await this.#scripted.request(place);
    if (failure !== undefined) return { outcome: 'failed', reason: failure };
    await pass(0);
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
    const { duration, shares, onFormat, pass } = this.installation;
    await pass(duration * shares.backup);
    onFormat();
  }

  private async note({ path }: MediaRequest, size: number, body: Uint8Array | undefined): Promise<void> {
    this.files++;
    this.bytes += size;
    if (body !== undefined) this.learn(path, body);
    if (!this.#packagePaths.has(path)) return;
    const { duration, shares, pass } = this.installation;
    await pass((duration * shares.download) / this.#packagePaths.size);
  }

  /** A broken list is the installer's to refuse, not the observer's. */
  private learn(path: string, body: Uint8Array): void {
    try {
      if (path === '.treeinfo') this.#seen.treeinfo = body;
      if (path.endsWith('primary.xml.gz')) {
        const packages = parsePrimary(body);
        this.#seen.packages = packages;
        for (const found of packages) this.#packagePaths.add(found.path);
      }
      if (path.endsWith('XS-REPOSITORY')) this.#seen.build ??= parseXsRepository(body).build;
      if (path.endsWith('XS-PACKAGES')) {
        const directory = path.slice(0, -'XS-PACKAGES'.length);
        for (const { file } of parseXsPackages(body)) this.#packagePaths.add(directory + file);
      }
    } catch {
      return;
    }
  }
}
