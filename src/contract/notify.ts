/** What the controller tells of notifications: whether a test arrived. */
import { z } from 'zod';

const channelTestSchema = z.strictObject({
  /** As configured; for alerts in pools with the pool. */
  channel: z.string(),
  kind: z.enum(['webhook', 'mail', 'pool-message', 'heartbeat']),
  /** Where it goes, without anything secret. */
  destination: z.string(),
  taken: z.boolean(),
  /** What came back. */
  answer: z.string(),
});
export type ChannelTest = z.infer<typeof channelTestSchema>;

export const channelTestRequestSchema = z.strictObject({ channel: z.string().optional() });
export const channelTestReplySchema = z.strictObject({ tests: z.array(channelTestSchema) });
