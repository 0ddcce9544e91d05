/** The control API as the pages call it: a function for each request, typed by the contract. */
import type { AuditReply } from '../../contract/api/audit.js';
import type { MediaJob, MediaJobsReply } from '../../contract/api/media-jobs.js';
import type { MediumSummary, Passport } from '../../contract/api/media.js';
import type { AddPool, CertificatesReply, FixReply, PoolLine, PoolReply } from '../../contract/api/pools.js';
import type { ServersReply } from '../../contract/api/servers.js';
import type { OpenSession, SessionReply, SignIn } from '../../contract/api/session.js';
import type { LogReply, TimelineReply } from '../../contract/api/timeline.js';
import type { CheckReport } from '../../contract/checks.js';
import type { ConsoleReply, PlanReply, PlanRequest, RunCommand } from '../../contract/control.js';
import type { RolloutDescription } from '../../contract/rollout-description.js';
import type { RolloutCommand, RolloutReply, RolloutStatus } from '../../contract/rollout.js';
import type { RunStatus } from '../../contract/run-status.js';
import type { RunsReply } from '../../contract/runs-page.js';
import { request, type RequestOptions } from './http.js';

export interface ImportWishes {
  readonly alias: string;
  readonly sha256: string;
  readonly requireSignature: boolean;
}

export type ControlRequests = ReturnType<typeof controlRequests>;

/** A rollout looks at each of its pools, a few at a time, and there may be a hundred. */
const lookAtAll = 30 * 60_000;

const part = encodeURIComponent;

/** @param csrf what the session says now, asked for each request */
export function controlRequests(csrf: () => string | null) {
  const get = <T>(path: string): Promise<T> => request<T>(path);
  const send = <T>(method: RequestOptions['method'] & string, path: string, body?: unknown, signal?: AbortSignal) =>
    request<T>(path, { method, body, csrf: csrf(), ...(signal === undefined ? {} : { signal }) });
  return {
    session: () => get<SessionReply>('v1/session'),
    signIn: (body: SignIn) => send<SessionReply>('POST', 'v1/session', body),
    signOut: () => send<SessionReply>('DELETE', 'v1/session'),
    sessions: async () => (await get<{ sessions: readonly OpenSession[] }>('v1/sessions')).sessions,
    endSession: (id: string) => send('DELETE', `v1/sessions/${part(id)}`),

    media: async () => (await get<{ media: readonly MediumSummary[] }>('v1/media')).media,
    passport: (id: string) => get<Passport>(`v1/media/${part(id)}`),
    jobs: () => get<MediaJobsReply>('v1/media/imports'),
    importFrom: (source: string, wishes: ImportWishes) =>
      send<MediaJob>('POST', 'v1/media/imports', { source, ...wishesOf(wishes) }),
    upload: (file: File, wishes: ImportWishes, signal: AbortSignal) => {
      const query = new URLSearchParams({ name: file.name });
      for (const [name, value] of Object.entries(wishesOf(wishes))) query.set(name, String(value));
      return send<MediaJob>('PUT', `v1/media/uploads?${query.toString()}`, file, signal);
    },
    cancelJob: (id: string) => send<MediaJob>('DELETE', `v1/media/imports/${part(id)}`),
    verify: (id: string) => send<MediaJob>('POST', `v1/media/${part(id)}/verify`, {}),

    servers: () => get<ServersReply>('v1/servers'),
    pools: async () => (await get<{ pools: readonly PoolLine[] }>('v1/pools')).pools,
    pool: (name: string) => get<PoolReply>(`v1/pools/${part(name)}`),
    certificates: (addresses: readonly string[], oldTls: boolean) =>
      send<CertificatesReply>('POST', 'v1/pools/certificates', { addresses, oldTls }),
    addPool: (body: Omit<AddPool, 'by'>) => send<{ readonly name: string }>('POST', 'v1/pools', body),
    changePoolPassword: (name: string, password: string) =>
      send('PUT', `v1/pools/${part(name)}/password`, { password }),
    removePool: (name: string) => send('DELETE', `v1/pools/${part(name)}`),
    check: (pool: string, media: string) => send<CheckReport>('POST', 'v1/check', { pool, media, accept: [] }),
    fix: (pool: string, body: { media: string; check: string; subject: string }) =>
      send<FixReply>('POST', `v1/pools/${part(pool)}/fixes`, body),

    plan: (body: Omit<PlanRequest, 'by'>) => send<PlanReply>('POST', 'v1/plan', body),
    runs: (before: string | null) => get<RunsReply>(`v1/runs${before === null ? '' : `?before=${part(before)}`}`),
    run: (run: string) => get<RunStatus>(`v1/runs/${part(run)}`),
    command: (run: string, body: Omit<RunCommand, 'by'>) =>
      send<RunStatus>('POST', `v1/runs/${part(run)}/commands`, body),
    timeline: (run: string) => get<TimelineReply>(`v1/runs/${part(run)}/timeline`),
    log: (run: string, after: number) => get<LogReply>(`v1/runs/${part(run)}/log?after=${after}`),
    explain: async (run: string) => (await get<{ text: string }>(`v1/runs/${part(run)}/explain`)).text,
    console: (run: string) => get<ConsoleReply>(`v1/runs/${part(run)}/console`),
    report: async (run: string, format: 'html' | 'markdown' | 'json') =>
      (await get<{ text: string }>(`v1/runs/${part(run)}/report?format=${format}`)).text,

    rollouts: async () => (await get<{ rollouts: readonly RolloutStatus[] }>('v1/rollouts')).rollouts,
    planRollout: (description: RolloutDescription) =>
      request<RolloutReply>('v1/rollouts', { method: 'POST', body: { description }, csrf: csrf(), longest: lookAtAll }),
    rolloutReport: async (id: string) =>
      (await get<{ text: string }>(`v1/rollouts/${part(id)}/report?format=markdown`)).text,
    commandRollout: (id: string, body: Omit<RolloutCommand, 'by'>) =>
      send<RolloutStatus>('POST', `v1/rollouts/${part(id)}/commands`, body),

    audit: (before: string | null) =>
      get<AuditReply>(`v1/audit?limit=100${before === null ? '' : `&before=${part(before)}`}`),
  };
}

/** Shown in a frame and opened by itself: the browser asks for it with the cookie. */
export function reportPage(run: string): string {
  return `v1/runs/${part(run)}/report.html`;
}

function wishesOf({ alias, sha256, requireSignature }: ImportWishes): Readonly<Record<string, string | boolean>> {
  return {
    ...(alias === '' ? {} : { alias }),
    ...(sha256 === '' ? {} : { sha256 }),
    ...(requireSignature ? { requireSignature } : {}),
  };
}
