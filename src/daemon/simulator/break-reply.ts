/** Scripted breakages of a reply, as bytes on a real socket. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BrokenReply, Breakage } from '../../simulator/faults/broken-reply.js';
import { encodeReply } from '../../simulator/wire/encode.js';

type Break = (broken: BrokenReply, request: IncomingMessage, response: ServerResponse) => void;

export function breakReply(broken: BrokenReply, request: IncomingMessage, response: ServerResponse): void {
  breakages[broken.how](broken, request, response);
}

const breakages: Readonly<Record<Breakage, Break>> = {
  closed: (_broken, request) => request.socket.end(),

  'http-500': (_broken, _request, response) => {
    const page = '<html><body><h1>HTTP 500 internal server error</h1></body></html>';
    response
      .writeHead(500, { 'content-type': 'text/html', 'content-length': page.length, connection: 'close' })
      .end(page);
  },

  'truncated-text': (broken, _request, response) => {
    const { half } = halfOf(broken);
    response.writeHead(200, { 'content-type': contentTypeOf(broken), 'content-length': half.length }).end(half);
  },

  'truncated-transfer': (broken, request, response) => {
    const { half, whole } = halfOf(broken);
    response.writeHead(200, { 'content-type': contentTypeOf(broken), 'content-length': whole });
    response.write(half, () => request.socket.destroy());
  },
};

function halfOf({ reply, text: known }: BrokenReply): { readonly half: Buffer; readonly whole: number } {
  const text = Buffer.from(known ?? (reply === undefined ? '' : encodeReply(reply)));
  return { half: text.subarray(0, Math.floor(text.length / 2)), whole: text.length };
}

function contentTypeOf({ text }: BrokenReply): string {
  return text?.startsWith('{') === true ? 'application/json' : 'text/xml';
}
