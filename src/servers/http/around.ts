/** What stands around each answer of HTTP without being HTTP: passwords, metrics, the access log. */
import type { Soon } from '../site/soon.js';
import type { HttpAnswer, HttpRequest } from './answer.js';

/** May give an answer of its own in place of `answer`, or give that on with another observer. */
export type Around = (request: HttpRequest, answer: () => Soon<HttpAnswer>) => Soon<HttpAnswer>;

export const nothingAround: Around = (_request, answer) => answer();
