/** The app of the control API: the routes of the table and no others, within their limits. */
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { controlApp } from '../../../src/contract/api/app.js';
import { noAudit } from '../../../src/contract/api/door.js';
import type { ApiHandlers } from '../../../src/contract/api/handlers.js';
import { openApiDocument } from '../../../src/contract/api/openapi.js';
import { readJsonBody } from '../../../src/contract/api/read-body.js';
import { documentPath } from '../../../src/contract/api/openapi.js';
import { apiRoutes } from '../../../src/contract/api/routes/index.js';
import { socketDoor } from '../../../src/contract/control-server.js';
import type { DrydockError } from '../../../src/shared/errors/drydock-error.js';

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] };
}

describe('app of the control API', () => {
  it('answers what the document tells of, and nothing else', () => {
    const entries = Object.keys(apiRoutes).map((name) => [name, () => Promise.resolve()] as const);
    const handlers = Object.fromEntries(entries) as unknown as ApiHandlers;
    const app = controlApp({ handlers, door: socketDoor, audit: noAudit });
    const layers = (app as unknown as { router: { stack: readonly Layer[] } }).router.stack;
    const answered = layers.flatMap(({ route }) =>
      route === undefined ? [] : route.stack.map(({ method }) => `${method} ${documentPath(route.path)}`),
    );
    const documented = Object.entries(openApiDocument('1').paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );

    expect(answered).to.have.members(documented);
  });
});

describe('body of a request', () => {
  const bodyOf = (chunks: readonly string[], headers: Record<string, string> = {}, ends = true): IncomingMessage => {
    const stream = new Readable({ read: () => undefined });
    for (const chunk of chunks) stream.push(chunk);
    if (ends) stream.push(null);
    return Object.assign(stream, {
      headers: { 'content-type': 'application/json', ...headers },
    }) as unknown as IncomingMessage;
  };
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => (error as DrydockError).code,
    );
  const limits = { bytes: 20, time: 20 };

  it('is a JSON document, and an empty one is an empty document', async () => {
    expect(await readJsonBody(bodyOf(['{"a"', ':1}']), limits)).to.deep.equal({ a: 1 });
    expect(await readJsonBody(bodyOf([]), limits)).to.deep.equal({});
    expect(await codeOf(readJsonBody(bodyOf(['{"a"']), limits))).to.equal('CONTROL_REQUEST_INVALID');
  });

  it('is given up when it is too large, as it says or as it comes', async () => {
    expect(await codeOf(readJsonBody(bodyOf([], { 'content-length': '21' }), limits))).to.equal('REQUEST_TOO_LARGE');
    expect(await codeOf(readJsonBody(bodyOf(['x'.repeat(15), 'x'.repeat(15)]), limits))).to.equal('REQUEST_TOO_LARGE');
  });

  it('is given up when it comes too slowly', async () => {
    expect(await codeOf(readJsonBody(bodyOf(['{"a"'], {}, false), limits))).to.equal('REQUEST_TOO_SLOW');
  });
});
