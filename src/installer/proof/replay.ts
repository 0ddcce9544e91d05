/** Lets a client's script ask a running server, and compares each answer with the medium until one differs. */
import type {
  ClientRole,
  ClientScript,
  InstallPhase,
  MediaAnswer,
  MediaRequest,
  MediaTransport,
} from '../client-script.js';
import { differenceOf, type Difference, type ExpectedTree, type HowAsked } from './compare-answer.js';

/** The first object that was not as the medium has it. */
export interface WrongObject extends Difference {
  readonly path: string;
  readonly client: ClientRole;
  readonly phase: InstallPhase;
}

export type Replayed<Result> = {
  readonly requests: number;
  /** Of the files that were read whole. */
  readonly bytes: number;
} & (
  { readonly kind: 'ended'; readonly result: Result } | { readonly kind: 'wrong-object'; readonly wrong: WrongObject }
);

export interface ReplayOptions {
  readonly transport: MediaTransport;
  readonly expected: ExpectedTree;
  readonly asked: (client: ClientRole) => HowAsked;
  readonly signal?: AbortSignal;
}

/** @throws the signal's reason */
export async function replay<Result>(script: ClientScript<Result>, options: ReplayOptions): Promise<Replayed<Result>> {
  let requests = 0;
  let bytes = 0;
  let step = script.next();
  while (step.done !== true) {
    const request = step.value;
    const answer = await answerTo(request, options);
    options.signal?.throwIfAborted();
    requests += 1;
    if (answer.outcome === 'found') bytes += answer.body?.length ?? 0;
    const difference = differenceOf(request, answer, options.expected(request.path), options.asked(request.client));
    if (difference !== undefined) {
      const { path, client, phase } = request;
      return { kind: 'wrong-object', requests, bytes, wrong: { path, client, phase, ...difference } };
    }
    step = script.next(answer);
  }
  return { kind: 'ended', requests, bytes, result: step.value };
}

/** With the retries that the real client makes: what survives them does no harm. */
async function answerTo(request: MediaRequest, { transport, signal }: ReplayOptions): Promise<MediaAnswer> {
  let answer = await transport.request(request);
  for (let retry = 0; answer.outcome === 'failed' && retry < request.retries && signal?.aborted !== true; retry++) {
    answer = await transport.request(request);
  }
  return answer;
}
