/** Answers as they lie on the wire: several on one connection, told apart by their Content-Length. */
import { rawExchange, parseAnswer, type RawAnswer } from './servers-http.js';

/** @param methods of the requests, in order: an answer to HEAD has a length, but no body */
export function parseAnswers(bytes: Buffer, methods: readonly string[]): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const answer = parseAnswer(rest);
    if (Number.isNaN(answer.status)) throw new Error(`not an answer: ${rest.toString('latin1', 0, 60)}`);
    const empty = methods[answers.length] === 'HEAD' || answer.status === 304;
    const length = empty ? 0 : Number(answer.headers['content-length']);
    answers.push({ ...answer, body: answer.body.subarray(0, length) });
    rest = answer.body.subarray(length);
  }
  return answers;
}

/** Sends bytes as they are, and gives every answer until the server ends the connection. */
export async function exchange(port: number, bytes: string): Promise<readonly RawAnswer[]> {
  const methods = [...bytes.matchAll(/^([A-Z]+) \S+ HTTP\/1/gm)].map(([, method = '']) => method);
  return parseAnswers(await rawExchange(port, Buffer.from(bytes, 'latin1')), methods);
}
