/** The grants of this media server: created, changed and looked up here and nowhere else, and durable before anybody is told. */
import type { ChangeGrant, CreateGrant } from '../../contract/grants.js';
import type { GrantsOf } from '../../contract/media-server.js';
import type { Clock } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { RecordLog } from '../storage/record-log.js';
import { changed } from './change.js';
import { asOf, type GrantEntry, type GrantRecord } from './grant-record.js';
import { newToken } from './token.js';

export class GrantRegistry {
  readonly #grants = new Map<string, GrantRecord>();
  readonly #byToken = new Map<string, string>();
  readonly #byRun = new Map<string, Set<string>>();
  readonly #epochs = new Map<string, number>();
  #sealed = false;

  constructor(
    private readonly log: RecordLog<GrantEntry>,
    private readonly clock: Clock,
    private readonly random?: (size: number) => Uint8Array,
  ) {
    for (const entry of log.initial) this.#apply(entry);
  }

  /** The server stops, since nothing is armed: from now on nothing can be, and no host gets a new address. */
  seal(): void {
    this.#sealed = true;
  }

  /**
   * `request.media` must be the id of a medium that exists.
   * @throws GRANT_STALE_EPOCH, GRANT_CONFLICT, MEDIA_SERVER_UNREACHABLE when sealed
   */
  async create(request: CreateGrant): Promise<GrantRecord> {
    if (this.#sealed) throw stopping('creating a grant', request.id);
    this.#fence(request.pool, request.epoch, 'creating a grant');
    const existing = this.get(request.id);
    if (existing === undefined) this.#write({ kind: 'grant', grant: this.#fresh(request) });
    else if (!isSame(existing, request)) throw conflict(existing, request);
    await this.log.sync();
    return this.#known(request.id, 'creating a grant');
  }

  /** @throws GRANT_UNKNOWN, GRANT_TRANSITION_REFUSED, GRANT_STALE_EPOCH, MEDIA_SERVER_UNREACHABLE when sealed */
  async change(id: string, change: ChangeGrant): Promise<GrantRecord> {
    const attempted = `changing a grant to ${change.state}`;
    if (this.#sealed && change.state === 'armed') throw stopping(attempted, id);
    const record = this.#known(id, attempted);
    this.#fenceChange(record, change, attempted);
    const next = changed(record, change, this.clock.now());
    if (next !== record) this.#write({ kind: 'grant', grant: next });
    await this.log.sync();
    return next;
  }

  /** The highest epoch that was seen for the pool; 0 when none was. */
  epoch(pool: string): number {
    return this.#epochs.get(pool) ?? 0;
  }

  /** Fences whoever comes with an earlier one. @throws GRANT_STALE_EPOCH */
  async raiseEpoch(pool: string, epoch: number): Promise<void> {
    this.#fence(pool, epoch, 'raising the epoch of a pool');
    await this.log.sync();
  }

  get(id: string): GrantRecord | undefined {
    const record = this.#grants.get(id);
    return record === undefined ? undefined : asOf(record, this.clock.now());
  }

  byToken(token: string): GrantRecord | undefined {
    const id = this.#byToken.get(token);
    return id === undefined ? undefined : this.get(id);
  }

  list({ run, pool }: GrantsOf = {}): readonly GrantRecord[] {
    const now = this.clock.now();
    const ids = run === undefined ? this.#grants.keys() : (this.#byRun.get(run) ?? []);
    return [...ids].flatMap((id) => {
      const record = this.#grants.get(id);
      return record === undefined || (pool !== undefined && record.pool !== pool) ? [] : [asOf(record, now)];
    });
  }

  armed(): readonly string[] {
    return this.list()
      .filter((record) => record.state === 'armed')
      .map((record) => record.id);
  }

  close(): void {
    this.log.close();
  }

  /**
   * What is not armed may be closed and ended by whoever opened it, also after a take-over: it takes nothing from anybody.
   * Nothing but opening and arming raises the epoch, so that a controller that has lost the pool fences nobody by tidying up.
   */
  #fenceChange(record: GrantRecord, change: ChangeGrant, attempted: string): void {
    const isClosing = change.state === 'closed' || change.state === 'ended';
    if (!isClosing) this.#fence(record.pool, change.epoch, attempted);
    else if (record.state === 'armed') this.#refuseStale(record.pool, change.epoch, attempted);
  }

  /** Refuses a controller that has lost its lease, and remembers the highest epoch, also of requests that change nothing. */
  #fence(pool: string, epoch: number, attempted: string): void {
    this.#refuseStale(pool, epoch, attempted);
    const highest = this.#epochs.get(pool) ?? -1;
    if (epoch > highest) this.#write({ kind: 'epoch', pool, epoch });
  }

  #refuseStale(pool: string, epoch: number, attempted: string): void {
    const highest = this.#epochs.get(pool) ?? -1;
    if (epoch < highest) {
      throw new DrydockError('GRANT_STALE_EPOCH', {
        attempted,
        subject: pool,
        expected: `epoch ${highest} or later`,
        found: `epoch ${epoch}`,
      });
    }
  }

  #fresh(request: CreateGrant): GrantRecord {
    const now = this.clock.now();
    const { id, pool, run, epoch, host, media, state, lifetime, mountFrom, mirror } = request;
    return {
      ...{ id, pool, run, epoch, host, media, state },
      ...(mountFrom === undefined ? {} : { mountFrom }),
      ...(mirror === undefined ? {} : { mirror }),
      token: newToken(this.random),
      createdAt: now,
      stateSince: now,
      expiresAt: now + lifetime,
      armedAt: null,
      reason: null,
    };
  }

  #known(id: string, attempted: string): GrantRecord {
    const record = this.get(id);
    if (record === undefined) throw new DrydockError('GRANT_UNKNOWN', { attempted, subject: id });
    return record;
  }

  #write(entry: GrantEntry): void {
    this.log.append(entry);
    this.#apply(entry);
  }

  #apply(entry: GrantEntry): void {
    if (entry.kind === 'epoch') {
      this.#epochs.set(entry.pool, Math.max(entry.epoch, this.#epochs.get(entry.pool) ?? -1));
      return;
    }
    this.#grants.set(entry.grant.id, entry.grant);
    this.#byToken.set(entry.grant.token, entry.grant.id);
    const ofRun = this.#byRun.get(entry.grant.run);
    if (ofRun === undefined) this.#byRun.set(entry.grant.run, new Set([entry.grant.id]));
    else ofRun.add(entry.grant.id);
  }
}

/** A repeated creation is the same when it is for the same thing; how far the grant has come since does not matter. */
function isSame(record: GrantRecord, request: CreateGrant): boolean {
  const samePurpose =
    request.state === 'staging'
      ? record.state !== 'probe' && record.state !== 'proof'
      : record.state === request.state || record.state === 'ended';
  return (
    record.pool === request.pool &&
    record.run === request.run &&
    record.host.uuid === request.host.uuid &&
    record.media === request.media &&
    samePurpose
  );
}

/** As if it were gone already, which whoever asks is prepared for: a run waits until it is there again. */
function stopping(attempted: string, subject: string): DrydockError {
  return new DrydockError('MEDIA_SERVER_UNREACHABLE', { attempted, subject, found: 'the media server is stopping' });
}

function conflict(record: GrantRecord, request: CreateGrant): DrydockError {
  return new DrydockError('GRANT_CONFLICT', {
    attempted: 'creating a grant',
    subject: request.id,
    expected: `pool ${record.pool}, run ${record.run}, host ${record.host.uuid}, medium ${record.media}, now ${record.state}`,
    found: `pool ${request.pool}, run ${request.run}, host ${request.host.uuid}, medium ${request.media}, ${request.state}`,
  });
}
