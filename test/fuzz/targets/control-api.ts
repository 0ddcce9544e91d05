/** Requests to the control socket: paths, bodies and heads of every kind; then an honest one must be answered. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlClient } from '../../../src/contract/control-client.js';
import { startControlServer } from '../../../src/contract/control-server.js';
import { parseJson } from '../../../src/shared/json-text.js';
import { scriptedController } from '../../support/cli-control-api.js';
import { parseAnswer } from '../../support/servers-http.js';
import type { Draws } from '../draws.js';
import { drawJson } from '../json-draw.js';
import { exchangeBytes } from '../raw-socket.js';
import type { FuzzTarget } from '../target.js';

export const controlApi: FuzzTarget = {
  name: 'control-api',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-fuzz-'));
    const socketPath = join(folder, 'c.sock');
    const server = await startControlServer({ ...scriptedController(), stop: () => Promise.resolve() }, socketPath);
    const client = controlClient({ socketPath });
    return {
      draw,
      put: async (input) => {
        checkAnswer(await exchangeBytes({ path: socketPath }, input));
        await client.status();
      },
      close: async () => {
        await server.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

const ids = ['run-1', 'rollout-1', '..', '%2e%2e', '%', '%ff', '__proto__', 'a%2fb', 'x'.repeat(300)];
const keys = [
  ...[
    'pool',
    'media',
    'order',
    'only',
    'accept',
    'fix',
    'approveEachHost',
    'soakMinutes',
    'by',
    'command',
    'host',
    'reason',
  ],
  ...['channel', 'description', 'hosts', 'vmPolicies', 'windows', 'acceptEua', 'name', 'pools', 'waves'],
];
const values = ['lab', 'm', 'start', 'abort', 'retry', 'skip', 'give-up', 'ann', 'xs-1', 'all', 'markdown'];

function draw(draws: Draws): Buffer {
  const id = draws.text(ids);
  const path = draws.oneOf([
    ...['/v1/status', '/v1/check', '/v1/plan', '/v1/runs', `/v1/runs/${id}`, `/v1/runs/${id}/commands`, '/v1/rollouts'],
    ...[`/v1/runs/${id}/report?format=${draws.text(['html', 'json'])}`, `/v1/runs/${id}/explain`, `/v1/rollouts/${id}`],
    ...[
      `/v1/runs/${id}/console`,
      '/v1/notifications/test',
      `/v1/rollouts/${id}/commands`,
      '/v1/stop',
      `/${id}`,
      '//',
      '*',
    ],
  ]);
  const body = draws.oneIn(4) ? draws.text(['', '{', 'null']) : drawJson(draws, keys, values);
  const type = draws.oneOf([
    'application/json',
    'application/json',
    'text/plain',
    'application/json; charset=utf-16',
    'x',
  ]);
  const encoding = draws.oneIn(10) ? `Content-Encoding: ${draws.oneOf(['gzip', 'br', 'deflate', 'x'])}\r\n` : '';
  const length = draws.oneIn(10) ? draws.number() % 2 ** 32 : Buffer.byteLength(body);
  const head = `${draws.oneOf(['GET', 'POST', 'POST', 'PUT', 'DELETE'])} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n`;
  const whole = `${head}Content-Type: ${type}\r\n${encoding}Content-Length: ${length}\r\n\r\n${body}`;
  return draws.damaged(Buffer.from(whole), 5);
}

/** What is no answer to a request is an error of ours with its code; what Node's own parser refuses is no JSON. */
function checkAnswer(answer: Buffer): void {
  if (answer.length === 0) return;
  const { status, headers, body } = parseAnswer(answer);
  if (status < 300 || !headers['content-type']?.includes('json')) {
    if (status >= 500) throw new Error(`status ${status} without a document`);
    return;
  }
  // What was left over of a body may have been answered as a request of its own.
  const document = parseJson(body.subarray(0, Number(headers['content-length'])).toString('utf8'));
  const code = (document as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string' || code === 'INTERNAL_FAULT')
    throw new Error(`status ${status}: ${body.toString('utf8').slice(0, 200)}`);
}
