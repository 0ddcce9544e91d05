/**
 * What the hosts tell of their disks over the API: XCP-ng has plugins for it, and no other release does. They need neither the
 * medium nor the media server, so Manual mode and a check without `drydock serve` ask as well.
 */
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { Clock } from '../../shared/clock.js';
import { failureOf, type FailureData } from '../../xapi/connection/failure.js';
import {
  isBusy,
  isOfPlugin,
  readDiskArray,
  readDiskHealth,
  readDiskInformation,
  type DiskQuestion,
  type ToldDisk,
} from '../../xapi/disk-plugins.js';
import type { DiskReports, Learnt } from '../assessments/evidence.js';
import { isXcpNg } from '../assessments/observe.js';
import type { HostFacts } from '../facts/pool-facts.js';
import type { DiskArray, DiskHealth } from '../facts/system/system-facts.js';
import type { PoolQuestions } from './ask-again.js';

type DiskQuestions = Pick<PoolQuestions, 'askDisks'>;

/** XCP-ng's installer gives the array this name, and its plugin looks at no other. */
const arrayOfXcpNg = 'md127';

/** Each question keeps its own host busy, and of the coordinator a thread. */
const atOnce = 8;

/**
 * Milliseconds in which hosts begin to be asked. Whoever asked for a check waits two minutes for it, and a disk that is dying keeps
 * its host from answering: what is not known by then is a notice.
 */
const patience = 40_000;

export interface AskingDisks {
  readonly port: DiskQuestions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Hosts that gave no answer to another plugin, with the reason: they are not waited for again. */
  readonly silent: ReadonlyMap<string, string>;
}

export async function diskReports(
  asking: AskingDisks,
  hosts: readonly HostFacts[],
): Promise<ReadonlyMap<string, DiskReports>> {
  const { port, clock, signal, silent } = asking;
  const found = new Map<string, DiskReports>();
  const end = clock.now() + patience;
  const left = hosts.filter(({ versions }) => isXcpNg(versions.brand));
  const worker = async (): Promise<void> => {
    for (let host = left.shift(); host !== undefined; host = left.shift()) {
      const { uuid, live } = host;
      const late = clock.now() < end ? undefined : 'other hosts took too long to answer';
      const reason = live === false ? 'the host is down' : (silent.get(uuid) ?? late);
      found.set(uuid, reason === undefined ? await reportOf(port, uuid, signal) : untold(reason));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, worker));
  return found;
}

function untold(reason: string): DiskReports {
  const unknown = { known: false, reason } as const;
  return { disks: unknown, array: unknown };
}

async function reportOf(port: DiskQuestions, host: string, signal: AbortSignal): Promise<DiskReports> {
  const disks = await disksOf(port, host, signal);
  // A host that does not answer at all is not asked again: each question would take its whole time.
  if (!disks.known && disks.silent === true) return { disks, array: disks };
  const array = await ask(port, host, 'array', signal);
  return { disks, array: array.known ? readAs(readDiskArray(array.value), arrayOf) : array };
}

/**
 * `health` breaks off at the first disk that has no such thing, a USB stick for one, and does not say why a disk fails; `information`
 * does, and is asked only then, for it reads everything that each disk tells.
 */
async function disksOf(
  port: DiskQuestions,
  host: string,
  signal: AbortSignal,
): Promise<Learnt<readonly DiskHealth[]> & { readonly silent?: boolean }> {
  const health = await ask(port, host, 'health', signal);
  const short = health.known ? readAs(readDiskHealth(health.value), disksFrom) : undefined;
  if (short !== undefined && !hasFailing(short)) return short;
  if (!health.known && !isOfPlugin(health.code ?? '')) return { ...health, silent: health.code === undefined };
  const information = await ask(port, host, 'information', signal);
  if (information.known) return orElse(readAs(readDiskInformation(information.value), disksFrom), short);
  return orElse({ ...information, silent: information.code === undefined }, short);
}

function hasFailing(told: Learnt<readonly DiskHealth[]>): boolean {
  return told.known && told.value.some(({ verdict }) => verdict === 'failing');
}

/** A disk is failing for what the short answer tells, where the long one is not to be had. */
function orElse<T extends Learnt<readonly DiskHealth[]>>(long: T, short: Learnt<readonly DiskHealth[]> | undefined) {
  return long.known || short?.known !== true ? long : short;
}

type Asked =
  | { readonly known: true; readonly value: string }
  /** `code` is the pool's; undefined where it did not answer. */
  | { readonly known: false; readonly reason: string; readonly code: string | undefined };

async function ask(port: DiskQuestions, host: string, question: DiskQuestion, signal: AbortSignal): Promise<Asked> {
  try {
    return { known: true, value: await port.askDisks(host, question, signal) };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    const failure = failureOf(error);
    return { known: false, reason: whyNot(error, failure), code: failure?.code };
  }
}

function whyNot(error: DrydockError, failure: FailureData | undefined): string {
  if (failure === undefined) return describeCause(error);
  const { code, params } = failure;
  if (code === 'XENAPI_MISSING_PLUGIN' || code === 'UNKNOWN_XENAPI_PLUGIN_FUNCTION')
    return 'there is no plugin that tells';
  if (code === 'RBAC_PERMISSION_DENIED') return 'the user that Drydock logs in with lacks the role pool-admin';
  if (isBusy(params)) return 'the plugin answers somebody else now';
  // What a broken script printed is of no use to whoever reads the finding.
  return isOfPlugin(code) ? 'the plugin failed' : describeCause(error);
}

function readAs<From, To>(told: From | undefined, make: (told: From) => To): Learnt<To> {
  if (told !== undefined) return { known: true, value: make(told) };
  return { known: false, reason: 'the plugin answers in a form that is not known' };
}

function disksFrom(told: readonly ToldDisk[]): readonly DiskHealth[] {
  return told.map(({ device, passed, warning }): DiskHealth => {
    if (warning !== undefined) return { device, verdict: 'marginal', why: warning };
    if (passed === null) return { device, verdict: 'silent', why: 'the plugin has no verdict of it' };
    return { device, verdict: passed ? 'healthy' : 'failing', why: '' };
  });
}

function arrayOf(told: Omit<DiskArray, 'device'> | null): DiskArray | null {
  return told === null ? null : { device: arrayOfXcpNg, ...told };
}
