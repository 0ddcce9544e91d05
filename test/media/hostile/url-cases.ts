/** Servers that answer with something else than what an address promises: other places, other bytes, other names. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorCode } from '../../../src/shared/errors/registry.js';
import { writeIso, type IsoSpec } from '../../support/media-iso-writer.js';
import { treeinfoTree, treeSpecs } from '../../support/media-synthetic-tree.js';
import { canaryName, type HostileCase } from './hostile-case.js';

type Answer = (request: IncomingMessage, response: ServerResponse, image: Buffer) => void;

interface Served {
  /** What stands behind the server's address. */
  readonly path?: string;
  /** Beside a whole medium. */
  readonly more?: readonly IsoSpec[];
}

function server(name: string, outcome: ErrorCode | 'accepted', answer: Answer, served: Served = {}): HostileCase {
  return {
    name: `server: ${name}`,
    outcome,
    make: async (_folder, closing) => {
      const { image } = writeIso([...treeSpecs(await treeinfoTree()), ...(served.more ?? [])]);
      const listener = createServer((request, response) => answer(request, response, image));
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      closing.push(async () => {
        listener.closeAllConnections();
        await new Promise((resolve) => listener.close(resolve));
      });
      const { port } = listener.address() as AddressInfo;
      return `http://127.0.0.1:${port}${served.path ?? '/source.iso'}`;
    },
  };
}

const whole: Answer = (_request, response, image) => response.writeHead(200).end(image);
const redirect =
  (target: string): Answer =>
  (_request, response) =>
    response.writeHead(302, { location: target }).end();

export const urlCases: readonly HostileCase[] = [
  server('redirects in a circle', 'MEDIA_DOWNLOAD_FAILED', redirect('/source.iso')),
  server('a redirect to a file of this machine', 'MEDIA_DOWNLOAD_FAILED', redirect('file:///etc/passwd')),
  server('a redirect to nowhere', 'MEDIA_DOWNLOAD_FAILED', redirect('http://')),
  server('a page in place of the image', 'MEDIA_SOURCE_UNSUPPORTED', (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('<html>moved</html>'),
  ),
  server('nothing at all', 'MEDIA_SOURCE_UNSUPPORTED', (_request, response) => response.writeHead(200).end()),
  server('a part of another size than was asked for', 'MEDIA_DOWNLOAD_FAILED', (_request, response, image) =>
    response.writeHead(206, { 'content-range': `bytes 7-${image.length - 1}/${image.length}` }).end(image),
  ),
  server('headers without an end', 'MEDIA_DOWNLOAD_FAILED', (_request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}\r\n`);
  }),
  server('an image with a link that leads out of it', 'MEDIA_ENTRY_REFUSED', whole, {
    more: [{ path: 'd/link', target: `../../../${canaryName}` }],
  }),
  server('an address that leads out of the folder', 'accepted', whole, { path: '/%2e%2e%2f%2e%2e%2fcanary' }),
  server('a name for the download that leads out of the folder', 'accepted', (_request, response, image) =>
    response
      .writeHead(200, { 'content-disposition': `attachment; filename="../../${canaryName}"`, etag: '"../one"' })
      .end(image),
  ),
];
