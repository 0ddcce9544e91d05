/** One request or transfer as metrics and the access log see it; no token is ever in it. */
import { z } from 'zod';

export const requestRecordSchema = z.strictObject({
  /** When it began; milliseconds since 1970. */
  at: z.number(),
  protocol: z.enum(['http', 'ftp']),
  client: z.string(),
  /** The id of the grant, never its token. */
  grant: z.string().nullable(),
  medium: z.string().nullable(),
  /** Inside the medium where there is one; else as it was asked, without what could be a token. */
  path: z.string().nullable(),
  /** The one of HTTP also for FTP. */
  status: z.number().int(),
  bytes: z.number(),
  /** Milliseconds. */
  duration: z.number(),
  outcome: z.enum(['complete', 'broken-off', 'failed']),
});

export type RequestRecord = z.infer<typeof requestRecordSchema>;

/** A request that is over. The record is made for who wants it: most servers only count. */
export interface RequestEnd {
  readonly protocol: RequestRecord['protocol'];
  readonly status: number;
  readonly bytes: number;
  record(): RequestRecord;
}

/** Told of every request. */
export interface RequestWatcher {
  /** A large body begins. */
  begun(protocol: RequestRecord['protocol']): void;
  /** Bytes of it were handed to the kernel. */
  flowed(protocol: RequestRecord['protocol'], bytes: number): void;
  /** It is over; `announced`: it had begun as a large one, and its bytes were told as they flowed. */
  ended(request: RequestEnd, announced: boolean): void;
}
