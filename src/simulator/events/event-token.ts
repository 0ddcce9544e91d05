/** Where a client stands in the stream of changes: two decimal numbers, of the database and of the messages (xapi_event.ml). */
import { XapiFailure } from '../xapi-failure.js';

export interface EventToken {
  readonly objects: number;
  readonly messages: number;
}

/** The empty token stands for the beginning. @throws XapiFailure EVENT_FROM_TOKEN_PARSE_FAILURE */
export function parseToken(text: string): EventToken {
  if (text === '') return { objects: 0, messages: 0 };
  const [, objects, messages] = /^(-?\d+),(-?\d+)$/.exec(text) ?? [];
  if (objects === undefined || messages === undefined) throw XapiFailure.of('EVENT_FROM_TOKEN_PARSE_FAILURE', text);
  return { objects: Number(objects), messages: Number(messages) };
}

/** Padded, so that tokens compare as text. */
export function formatToken({ objects, messages }: EventToken): string {
  return `${padded(objects)},${padded(messages)}`;
}

function padded(value: number): string {
  return String(value).padStart(20, '0');
}
