/** Calls whose connection breaks, before the action or after it (xapi.md 6.5, Wire). */
import { ConnectionLost, ConnectionRefused } from '../../dispatch/connection-errors.js';
import { BrokenReply } from '../broken-reply.js';
import type { CallFault } from '../definition.js';
import { endless } from '../endless.js';
import { atCall, yesOrNo } from '../parameters.js';

const plain = atCall({});
const silence = atCall({ done: yesOrNo.default(false) });

export const connectionRefused: CallFault<typeof plain> = {
  area: 'Wire',
  strikes: 'call',
  summary:
    'a call does not reach the host at all: ECONNREFUSED (over sockets a reset, since a port knows no calls; see port-closed)',
  parameters: plain,
  example: 'connection-refused call=host.reboot',
  before: ({ receiver }) => {
    throw new ConnectionRefused(receiver.address);
  },
};

export const connectionClosed: CallFault<typeof plain> = {
  area: 'Wire',
  strikes: 'call',
  summary: 'TLS, then EOF: the connection ends before the call is carried out',
  parameters: plain,
  example: 'connection-closed host=coordinator nth=3-5',
  before: ({ receiver }) => {
    throw new BrokenReply(receiver.address, 'closed');
  },
};

export const noAnswer: CallFault<typeof silence> = {
  area: 'Wire',
  strikes: 'call',
  summary:
    'the connection stays open and nothing is answered, until the caller gives up; with `done=yes` the action is done',
  parameters: silence,
  example: 'no-answer call=host.disable done=yes',
  before: async ({ world }, { done }) => {
    if (!done) await endless(world);
  },
  after: async ({ world }, { done }, reply) => {
    if (done) await endless(world);
    return reply;
  },
};

export const http500: CallFault<typeof plain> = {
  area: 'Wire',
  strikes: 'call',
  summary: 'the web server answers HTTP 500 with a page, and the call is not carried out',
  parameters: plain,
  example: 'http-500 call=event.from nth=every',
  before: ({ receiver }) => {
    throw new BrokenReply(receiver.address, 'http-500');
  },
};

export const replyLost: CallFault<typeof plain> = {
  area: 'Wire',
  strikes: 'call',
  summary: 'the action of a call is done, but its reply never arrives',
  parameters: plain,
  example: 'reply-lost host=member-1 call=host.disable',
  after: ({ receiver }) => {
    throw new ConnectionLost(receiver.address);
  },
};
