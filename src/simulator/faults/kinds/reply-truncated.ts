/** A reply that is cut short, in the transfer or as a text that is whole by its length. */
import { z } from 'zod';
import { BrokenReply } from '../broken-reply.js';
import type { CallFault } from '../definition.js';
import { atCall } from '../parameters.js';

const parameters = atCall({ where: z.enum(['transfer', 'text'], 'must be transfer or text').default('transfer') });

export const replyTruncated: CallFault<typeof parameters> = {
  area: 'Wire',
  strikes: 'call',
  summary:
    'the action is done and half of the reply arrives: `where=transfer` breaks the connection, `where=text` ends it in order',
  parameters,
  example: 'reply-truncated call=VM.get_all_records where=text',
  after: ({ receiver }, { where }, reply) => {
    throw new BrokenReply(receiver.address, where === 'text' ? 'truncated-text' : 'truncated-transfer', reply);
  },
};
