/**
 * Requests to the control API. The documents are trusted to have the form of the contract: they come from the server that this
 * page came from, which checks them itself; so the schemas, and the library they need, stay out of the browser.
 */
import { connectionProblem, problemOf, type Problem } from '../model/problem.js';

/** A request that failed, with what the page shows of it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly problem: Problem,
    /** 0: there was no answer. */
    readonly status: number,
  ) {
    super(`${problem.what} [${problem.code}]`);
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON; a Blob is sent as it is. */
  readonly body?: unknown;
  readonly csrf?: string | null;
  readonly signal?: AbortSignal;
  /** Milliseconds after which no answer is expected any more. */
  readonly longest?: number;
}

/** Checks and plans read a whole pool; what takes longer says so. */
const usualLongest = 180_000;

/** @throws RequestError; an abort by the caller's signal throws what the browser throws */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answerTo(path, options);
  const document: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new RequestError(problemOf(document, response.status), response.status);
  return document as T;
}

async function answerTo(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, csrf, signal, longest = usualLongest } = options;
  const isFile = body instanceof Blob;
  // An upload takes as long as it takes; its person sees it move, and may cancel.
  const bounds = [...(signal === undefined ? [] : [signal]), ...(isFile ? [] : [AbortSignal.timeout(longest)])];
  try {
    return await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(csrf === undefined || csrf === null ? {} : { 'x-drydock-csrf': csrf }),
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.any(bounds),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new RequestError(connectionProblem, 0);
  }
}
