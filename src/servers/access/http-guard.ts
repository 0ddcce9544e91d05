/** The password and the metrics in front of HTTP: what is answered before the tree is asked. */
import { textAnswer, type HttpAnswer, type HttpRequest } from '../http/answer.js';
import type { Around } from '../http/around.js';
import { parseTarget } from '../http/request-target.js';
import { needsPassword, type AccessPolicy } from './access-policy.js';
import { basicCredentials } from './basic-credentials.js';

export interface HttpGuardParts {
  readonly policy: AccessPolicy;
  /** Who may read `/metrics` here; for everybody else there is no such path. */
  readonly maySeeMetrics: (client: string) => boolean;
  readonly metrics: () => string;
  readonly onRefused: (reason: 'password') => void;
}

export function guardHttp(parts: HttpGuardParts): Around {
  return (request, answer) => {
    if (request.target === '/metrics' && parts.maySeeMetrics(request.client)) {
      return metricsAnswer(request, parts);
    }
    if (!isGuarded(request, parts.policy) || isKnown(request, parts.policy)) return answer();
    parts.onRefused('password');
    return unauthorized();
  };
}

function isGuarded(request: HttpRequest, { scope }: AccessPolicy): boolean {
  if (scope === 'nothing') return false;
  // What is no path is answered with 400 by whoever answers.
  return needsPassword(scope, parseTarget(request.target)?.components ?? []);
}

function isKnown(request: HttpRequest, policy: AccessPolicy): boolean {
  const given = basicCredentials(request.headers['authorization']);
  return given !== undefined && policy.users.verify(given.name, given.password);
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
