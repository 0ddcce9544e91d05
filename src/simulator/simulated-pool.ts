/** A pool of simulated hosts in this process: answers calls, lives by its clock, and keeps the history of what happened. */
import { systemClock, type Clock } from '../shared/clock.js';
import { dispatch } from './dispatch/dispatcher.js';
import { ConnectionRefused } from './dispatch/connection-errors.js';
import { answerDumpRequest, writeDatabaseDump, type DumpAnswer, type DumpCredentials } from './database-dump.js';
import { refuseUnmetFaults } from './faults/unmet-faults.js';
import { beginImport, importPath, type BegunUpload } from './updates/import-raw-vdi.js';
import { runInControlDomain } from './dom0/control-domain.js';
import type { ProgramOutput } from './dom0/programs.js';
import { FaultScript, type Fault } from './faults/fault.js';
import type { PoolEvent } from './history.js';
import { assertModernTls, inProcessError } from './in-process-errors.js';
import { losePower } from './life/shutdown.js';
import { isInPool } from './state/agent-states.js';
import { buildPool } from './state/build-pool.js';
import type { Host } from './state/objects.js';
import type { PoolOptions } from './state/pool-options.js';
import type { PoolState } from './state/pool-state.js';
import { seededRandom, type Random } from './state/random.js';
import { usualTimes, type Times } from './times.js';
import { createHostCertificate, seededHostCertificate } from './wire/certificate.js';
import { fromPlain, toPlain, type PlainValue, type Reply, type WireValue } from './wire/wire-value.js';
import { World, type MediaTransportFactory } from './world.js';

export interface SimulatedPoolOptions extends PoolOptions {
  readonly media: MediaTransportFactory;
  /** Default: the machine's clock at normal speed. */
  readonly clock?: Clock;
  readonly seed?: number;
  readonly faults?: readonly Fault[];
  readonly password?: string;
  readonly times?: Partial<Times>;
  /** Builds the state instead of the options above: a twin is built from the records of a real pool. */
  readonly build?: (random: Random, now: number) => PoolState;
  /** Nobody opens a socket for its hosts: their certificates come from the seed as everything else does. */
  readonly inProcess?: boolean;
}

/** One call in plain JavaScript, as the client's in-process transport carries it. */
export interface PlainRequest {
  /** A host's address; a port after a colon is ignored. */
  readonly address: string;
  readonly method: string;
  readonly params: readonly PlainValue[];
}

export type PlainReply =
  | { readonly status: 'success'; readonly value: PlainValue }
  | { readonly status: 'failure'; readonly code: string; readonly params: readonly string[] };

export class SimulatedPool {
  readonly world: World;
  readonly user = 'root';

  constructor(options: SimulatedPoolOptions) {
    const random = seededRandom(options.seed ?? 1);
    const clock = options.clock ?? systemClock;
    this.world = new World({
      state: options.build?.(random, clock.now()) ?? buildPool(options, random, clock.now()),
      clock,
      faults: new FaultScript(options.faults ?? []),
      times: { ...usualTimes, ...options.times },
      media: options.media,
      makeCertificate: (address, validFrom) =>
        options.inProcess === true
          ? seededHostCertificate(address, random.bytes, validFrom ?? dayBefore(clock))
          : createHostCertificate(address, validFrom),
      credential: { user: this.user, password: options.password ?? 'practice' },
    });
    if (options.ha?.enabled === true) this.world.armHa();
    this.world.flag.start();
  }

  get password(): string {
    return this.world.credential.password;
  }

  get addresses(): readonly string[] {
    return this.world.state.hostList.map((host) => host.address);
  }

  get history(): readonly PoolEvent[] {
    return this.world.history.events;
  }

  onEvent(listener: (event: PoolEvent) => void): () => void {
    return this.world.history.subscribe(listener);
  }

  /** Calls back when a host's xapi begins or ceases to answer. */
  onAgentChange(listener: (host: Host) => void): void {
    this.world.agentListeners.add(listener);
  }

  /** Tests may script what comes to be later; a person who practises may not. @throws FAULT_INVALID */
  refuseUnmetFaults(): void {
    refuseUnmetFaults(this.world.faults.armed, this.world.state);
  }

  /** @throws FAULT_INVALID */
  addFault(fault: Fault): void {
    this.world.addFault(fault);
  }

  /** One call as it travels. @throws ConnectionRefused, ConnectionLost */
  handle(address: string, method: string, params: readonly WireValue[]): Promise<Reply> {
    return dispatch(this.world, this.hostAt(address), method, params);
  }

  /** The client's wire transport, without a wire. @throws XAPI_UNREACHABLE, XAPI_REPLY_LOST as the real one does */
  readonly transport = async (request: PlainRequest): Promise<PlainReply> => {
    try {
      assertModernTls(this.world.state, this.hostAt(request.address));
      const reply = await this.handle(request.address, request.method, request.params.map(fromPlain));
      if (reply.Status === 'Success') return { status: 'success', value: toPlain(reply.Value) };
      const [code = '', ...params] = reply.ErrorDescription;
      return { status: 'failure', code, params };
    } catch (error) {
      throw inProcessError(request, error);
    }
  };

  /** `GET /pool/xmldbdump`: the status and the body. @throws XAPI_UNREACHABLE */
  readonly download = (address: string, session: string): { status: number; body: string } => {
    const host = this.hostAt(address);
    if (host.agent !== 'coordinator')
      throw inProcessError({ address, method: 'GET /pool/xmldbdump' }, new ConnectionRefused(address));
    return writeDatabaseDump(this.world, session);
  };

  /** The same as it comes in over HTTP, with either kind of credentials, to any host. @throws ConnectionRefused */
  databaseDump(address: string, credentials: DumpCredentials): Promise<DumpAnswer> {
    const host = this.hostAt(address);
    if (!isInPool(host)) throw new ConnectionRefused(address);
    return answerDumpRequest(this.world, host, credentials);
  }

  /** `PUT /import_raw_vdi` over HTTP: the status at once, then what becomes of the body. @throws ConnectionRefused, ConnectionLost */
  beginUpload(address: string, query: URLSearchParams, bytes: number): BegunUpload {
    const host = this.hostAt(address);
    if (!isInPool(host)) throw new ConnectionRefused(address);
    return beginImport(this.world, host, query, bytes);
  }

  /** The client's upload, without a wire. @throws XAPI_UNREACHABLE, XAPI_REPLY_LOST */
  readonly upload = async (
    address: string,
    path: string,
    bytes: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<{ status: number }> => {
    const { pathname, searchParams } = new URL(path, 'https://host');
    try {
      if (pathname !== importPath) return { status: 403 };
      const { status, receive } = this.beginUpload(address, searchParams, bytes);
      if (status === 200) await receive(body);
      return { status };
    } catch (error) {
      throw inProcessError({ address, method: `PUT ${pathname}` }, error);
    }
  };

  /** Pulls the plug of a host, by name, uuid, address or index. */
  cutPower(host: string | number): void {
    losePower(this.world, this.host(host));
  }

  /** A command in the control domain of a host, as somebody who is logged in runs it. @throws NoControlDomain */
  runInside(address: string, words: readonly string[], input?: string): ProgramOutput {
    return runInControlDomain(this.world, this.hostAt(address), words, input);
  }

  host(wanted: string | number): Host {
    const found = this.world.state.hostList.find(
      (host) => wanted === host.index || wanted === host.name || wanted === host.uuid || wanted === host.address,
    );
    if (found === undefined) throw new RangeError(`no host ${wanted}`);
    return found;
  }

  /** Ends everything under way. */
  stop(): Promise<void> {
    return this.world.stop();
  }

  private hostAt(address: string): Host {
    const host = this.world.state.hostAt(address.replace(/:\d+$/, ''));
    if (host === undefined) throw new ConnectionRefused(address);
    return host;
  }
}

function dayBefore(clock: Clock): Date {
  return new Date(clock.now() - 86_400_000);
}

export function createSimulatedPool(options: SimulatedPoolOptions): SimulatedPool {
  return new SimulatedPool(options);
}
