/** The password and the metrics in front of HTTP: what is answered before the tree is asked. */
import { textAnswer, type HttpAnswer, type HttpRequest } from '../http/answer.js';
import type { Around } from '../http/around.js';
import { parseTarget } from '../http/request-target.js';
import { metricsPath } from '../site/site-paths.js';
import { needsPassword, type AccessPolicy } from './access-policy.js';
import { plainAddress } from './address-list.js';
import { basicCredentials } from './basic-credentials.js';
import type { GuessLimit } from './guess-limit.js';

export interface HttpGuardParts {
  readonly policy: AccessPolicy;
  readonly guesses: GuessLimit;
  /** Who may read `/metrics` here; for everybody else there is no such path. */
  readonly maySeeMetrics: (client: string) => boolean;
  readonly metrics: () => string;
  readonly onRefused: (reason: 'password') => void;
}

export function guardHttp(parts: HttpGuardParts): Around {
  return (request, answer) => {
    if (request.target === metricsPath && parts.maySeeMetrics(request.client)) {
      return metricsAnswer(request, parts);
    }
    const refusal = isGuarded(request, parts.policy) ? refusalOf(request, parts) : undefined;
    if (refusal === undefined) return answer();
    parts.onRefused('password');
    return refusal;
  };
}

function isGuarded(request: HttpRequest, { scope }: AccessPolicy): boolean {
  if (scope === 'nothing') return false;
  // What is no path is answered with 400 by whoever answers.
  return needsPassword(scope, parseTarget(request.target)?.components ?? []);
}

/** undefined for who gives a right password. To ask without one, as every client does first, is no guess. */
function refusalOf({ headers, client }: HttpRequest, { policy, guesses }: HttpGuardParts): HttpAnswer | undefined {
  const given = basicCredentials(headers['authorization']);
  if (given === undefined) return unauthorized();
  const address = plainAddress(client);
  const wait = guesses.wait(address);
  if (wait > 0) return tooManyGuesses(wait);
  if (policy.users.verify(given.name, given.password)) return undefined;
  guesses.wrong(address);
  return unauthorized();
}

/** RFC 6585, section 4. */
function tooManyGuesses(wait: number): HttpAnswer {
  return textAnswer(429, 'Too many wrong passwords from this address.', {
    'Retry-After': String(Math.ceil(wait / 1000)),
  });
}

/** The host library asks without a password first, and again only after this very header (media-and-clients.md 2.1). */
function unauthorized(): HttpAnswer {
  return textAnswer(401, 'A user and password are needed.', { 'WWW-Authenticate': 'Basic realm="Drydock"' });
}

function metricsAnswer(request: HttpRequest, parts: HttpGuardParts): HttpAnswer {
  if (request.method !== 'GET') return textAnswer(405, 'Only GET.', { Allow: 'GET' });
  const answer = textAnswer(200, parts.metrics().trimEnd());
  return { ...answer, headers: { ...answer.headers, 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } };
}
