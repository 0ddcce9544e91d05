/**
 * Finds the host that takes a login. Any host leads there: a member names the coordinator. When the first one is of no
 * help all the others are asked at once, so that an unreachable pool is known, with every host's own answer, in the
 * time of three logins. Following a member's word is safe: a host without a trusted certificate gets no credential.
 */
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { canonicalAddress } from '../transport/address.js';
import type { WireTransport } from '../transport/wire-transport.js';
import type { ConnectOptions, HostAnswer } from './connect-options.js';
import { attemptLogin, type LoginAnswer, type Session } from './login-attempt.js';

export interface CoordinatorSearch {
  readonly options: ConnectOptions;
  readonly transport: WireTransport;
  /** In the order of preference; the last known coordinator first. */
  readonly addresses: readonly string[];
  /** Is told each answer as it comes, so that a search cut short still has a diagnosis. */
  readonly onAnswer: (answer: HostAnswer) => void;
}

interface Asked {
  readonly address: string;
  readonly answer: LoginAnswer;
}

/** @throws XAPI_UNREACHABLE, XAPI_NOT_READY (`data.answers`), XAPI_LOGIN_REFUSED, XAPI_CERTIFICATE_… */
export async function findCoordinator(search: CoordinatorSearch, signal: AbortSignal): Promise<Session> {
  const asked: Asked[] = [];
  const ask = async (address: string): Promise<LoginAnswer> => {
    const entry = { address, answer: await attemptLogin(address, search.options, search.transport, signal) };
    asked.push(entry);
    search.onAnswer({ address, answer: describeAnswer(entry.answer) });
    return entry.answer;
  };

  const [first, ...others] = search.addresses;
  const firstSession = first === undefined ? undefined : await askAndFollow(first, search.options, ask);
  if (firstSession !== undefined) return firstSession;
  stopAtRefusal(asked);
  const answers = await Promise.all(others.filter((address) => !wasAsked(asked, address)).map(ask));
  const session = answers.flatMap((answer) => (answer.kind === 'session' ? [answer.session] : []))[0];
  if (session !== undefined) return session;
  const pointedAt = answers
    .flatMap((answer) => (answer.kind === 'member' ? [reachableAddress(answer.coordinator, search.options)] : []))
    .find((address) => !wasAsked(asked, address));
  const last = pointedAt === undefined ? undefined : await ask(pointedAt);
  if (last?.kind === 'session') return last.session;
  signal.throwIfAborted();
  throw nobodyLogsIn(asked);
}

/** The operator's map from an address as hosts know it to one that works from here. */
export function reachableAddress(address: string, options: ConnectOptions): string {
  const wanted = canonicalOrRaw(address);
  const mapped = Object.entries(options.addressMap ?? {}).find(([from]) => canonicalOrRaw(from) === wanted);
  return mapped?.[1] ?? address;
}

async function askAndFollow(
  address: string,
  options: ConnectOptions,
  ask: (address: string) => Promise<LoginAnswer>,
): Promise<Session | undefined> {
  const answer = await ask(address);
  if (answer.kind === 'session') return answer.session;
  if (answer.kind !== 'member') return undefined;
  const redirected = await ask(reachableAddress(answer.coordinator, options));
  return redirected.kind === 'session' ? redirected.session : undefined;
}

/** A wrong password or a changed certificate is not cured by asking the next host, and may lock the account. */
function stopAtRefusal(asked: readonly Asked[]): void {
  for (const { answer } of asked) {
    if (answer.kind === 'refused' && answer.error.code !== 'XAPI_CERTIFICATE_UNKNOWN') throw answer.error;
  }
}

function nobodyLogsIn(asked: readonly Asked[]): DrydockError {
  for (const { answer } of asked) if (answer.kind === 'refused') return answer.error;
  const answers = asked.map(({ address, answer }) => ({ address, answer: describeAnswer(answer) }));
  const answered = asked.some(({ answer }) => answer.kind === 'member' || answer.kind === 'api-error');
  return new DrydockError(answered ? 'XAPI_NOT_READY' : 'XAPI_UNREACHABLE', {
    attempted: 'logging in to the pool',
    found: answers.map(({ address, answer }) => `${address}: ${answer}`).join('; ') || 'no address to ask',
    data: { answers },
  });
}

function describeAnswer(answer: LoginAnswer): string {
  return answer.kind === 'session' ? 'logged in' : answer.answer;
}

function wasAsked(asked: readonly Asked[], address: string): boolean {
  const wanted = canonicalOrRaw(address);
  return asked.some((entry) => canonicalOrRaw(entry.address) === wanted);
}

/** What a member says may be anything; asking it then ends in XAPI_ADDRESS_INVALID, not here. */
function canonicalOrRaw(address: string): string {
  try {
    return canonicalAddress(address);
  } catch {
    return address;
  }
}
