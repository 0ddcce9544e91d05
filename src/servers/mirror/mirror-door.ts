/**
 * What a caching mirror asks of this server before each of its answers. `check`: may this host have this file, and which
 * content is it? `fill`: the bytes of one that the mirror does not have yet. Both are asked under the address of a host's
 * grant, so that a grant that was withdrawn is withdrawn at the mirror with the next request, whatever lies in its cache.
 */
import { isIP } from 'node:net';
import { answerTo, type HttpAnswer, type HttpRequest } from '../http/answer.js';
import type { Around } from '../http/around.js';
import { parseTarget } from '../http/request-target.js';
import { AddressList, plainAddress } from '../access/address-list.js';
import type { Asker, RequestObserver, Resolution, Resolve } from '../site/resolution.js';
import { unobserved } from '../site/resolution.js';
import { after, type Soon } from '../site/soon.js';

/** A mirror, as far as this server must know it. */
export interface KnownMirror {
  readonly name: string;
  /** IPv4 addresses and networks from which it asks. Nobody else finds this door, nor is believed whom he asks for. */
  readonly from: readonly string[];
}

/** In front of the path that the host asked for. */
export const mirrorPaths = { check: '/mirror/check', fill: '/mirror/fill' } as const;

/** What the answer to a check tells the mirror. */
export const mirrorFields = {
  /** The SHA-256 of the content: what its copy is kept under, so that no copy can be an old one. */
  object: 'Drydock-Object',
  /** The id of the grant and the path inside the medium, for its log: the address itself is a secret. */
  grant: 'Drydock-Grant',
  path: 'Drydock-Path',
} as const;

/** Characters; percent-encoded they are up to nine times as many bytes, and nginx takes 4 KB for all fields. */
const longestPath = 300;

type Asking = NonNullable<Asker['mirror']>;

export interface MirrorDoorParts {
  readonly mirrors: readonly KnownMirror[];
  readonly resolve: Resolve;
  /** What stands around the answers to everybody else. */
  readonly inner: Around;
}

export function mirrorDoor({ mirrors, resolve, inner }: MirrorDoorParts): Around {
  const known = mirrors.map(({ name, from }) => ({ name, from: new AddressList(from) }));
  if (known.length === 0) return inner;
  return (request, answer) => {
    const asked = askedOf(request.target);
    const mirror =
      asked === undefined ? undefined : known.find(({ from }) => from.has(plainAddress(request.client)))?.name;
    if (asked === undefined || mirror === undefined) return inner(request, answer);
    const { asks, target } = asked;
    const asking = { name: mirror, asks } as const;
    if (asks === 'check') return checked({ ...request, target }, asking, resolve);
    const asMirror: Resolve = (path, asker) =>
      isOfAHost(path) ? resolve(path, { ...asker, mirror: asking }) : { kind: 'missing', observer: unobserved };
    return after(answerTo({ ...request, target }, asMirror), wholeWhereEmpty);
  };
}

function askedOf(target: string): { readonly asks: Asking['asks']; readonly target: string } | undefined {
  for (const asks of ['check', 'fill'] as const) {
    const prefix = `${mirrorPaths[asks]}/`;
    if (target.startsWith(prefix)) return { asks, target: target.slice(prefix.length - 1) };
  }
  return undefined;
}

/** A grant's address and nothing else: the rest of this server, which may want a password, is not for mirrors. */
function isOfAHost([first]: readonly string[]): boolean {
  return first === 'i';
}

/** A host asks GET or HEAD of its mirror; what the mirror asks here is the same question either way. */
function checked({ target, headers, client }: HttpRequest, mirror: Asking, resolve: Resolve): Soon<HttpAnswer> {
  const path = parseTarget(target);
  if (path === undefined || !isOfAHost(path.components)) return refusal(unobserved);
  const found = resolve(path.components, {
    protocol: 'http',
    client: askedFor(headers['x-forwarded-for'], client),
    mirror,
  });
  return after(found, (resolution) => verdict(resolution, path.trailingSlash));
}

/** One address, as our own configuration of nginx sends it; a list would hold what a client has made up. */
function askedFor(forwarded: string | undefined, mirror: string): string {
  return forwarded !== undefined && isIP(forwarded) !== 0 ? forwarded : mirror;
}

function verdict(resolution: Resolution, trailingSlash: boolean): HttpAnswer {
  if (resolution.kind === 'missing') return refusal(resolution.observer);
  if (resolution.kind !== 'file') return refusal(unobserved);
  const { file, observer } = resolution;
  if (trailingSlash) return refusal(observer);
  const { subject } = observer;
  const headers = {
    [mirrorFields.object]: file.sha256,
    [mirrorFields.grant]: subject?.grant ?? '',
    [mirrorFields.path]: shown(subject?.path ?? ''),
    'Content-Length': 0,
  };
  return { status: 200, headers, body: { kind: 'none' }, observer };
}

/** A field that is too long is an error to nginx. */
function shown(path: string): string {
  return encodeURI(Array.from(path).slice(0, longestPath).join(''));
}

/** 403 is the only refusal that nginx takes as an answer (auth_request); the mirror tells its client that nothing is there. */
function refusal(observer: RequestObserver): HttpAnswer {
  const done: RequestObserver['done'] = ({ complete }) => observer.done({ status: 404, bytes: 0, complete });
  return {
    status: 403,
    headers: { 'Content-Length': 0 },
    body: { kind: 'none' },
    observer: { ...observer, begun: (status) => observer.begun(status), flowed: () => undefined, done },
  };
}

/** A mirror asks for parts. Of an empty file there is none, and 416 would be handed on to the host. */
function wholeWhereEmpty(answer: HttpAnswer): HttpAnswer {
  if (answer.status !== 416 || answer.headers['Content-Range'] !== 'bytes */0') return answer;
  const { observer } = answer;
  return { status: 200, headers: { 'Content-Length': 0 }, body: { kind: 'none' }, observer };
}
