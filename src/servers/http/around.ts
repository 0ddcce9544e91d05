/** What stands around each answer of HTTP without being HTTP: passwords, metrics, the access log. */
import type { HttpAnswer, HttpRequest } from './answer.js';

/** May give an answer of its own in place of `answer`, or give that on with another observer. */
export type Around = (request: HttpRequest, answer: () => Promise<HttpAnswer>) => Promise<HttpAnswer>;

export const nothingAround: Around = (_request, answer) => answer();
