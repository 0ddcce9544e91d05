/** Reads the recorded requests of real install clients (test/fixtures/traces, described in the README there). */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const traceFolder = path.resolve(import.meta.dirname, '../fixtures/traces');

const headerSchema = z.object({
  client: z.string(),
  source: z.string(),
  stands_for: z.string(),
  layout: z.string(),
  function: z.string(),
  media: z.string(),
  /** What the client returned: a text, or one entry for each function called. */
  result: z.union([z.string(), z.record(z.string(), z.unknown())]),
  /** Absent for the boot loaders. */
  baseUrl: z.string().optional(),
  auth: z.string().optional(),
});

const httpMessageSchema = z.object({
  n: z.number(),
  method: z.string(),
  path: z.string(),
  httpVersion: z.string(),
  headers: z.record(z.string(), z.string()),
  status: z.number(),
  length: z.number(),
  bytesTaken: z.number(),
  dropped: z.boolean(),
  connection: z.number(),
  step: z.string().optional(),
});

const ftpMessageSchema = z
  .object({ n: z.number(), session: z.number(), step: z.string().optional() })
  .and(
    z.union([
      z.object({ from: z.enum(['client', 'server']), line: z.string() }),
      z.object({ from: z.literal('data'), bytes: z.number(), complete: z.boolean() }),
    ]),
  );

export type TraceHeader = z.infer<typeof headerSchema>;
export type HttpMessage = z.infer<typeof httpMessageSchema>;
export type FtpMessage = z.infer<typeof ftpMessageSchema>;

export interface HttpTrace {
  readonly header: TraceHeader;
  readonly messages: readonly HttpMessage[];
}

export interface FtpTrace {
  readonly header: TraceHeader;
  readonly messages: readonly FtpMessage[];
}

/** Names of all traces of a protocol, without `.http.jsonl` or `.ftp.jsonl`. */
export function traceNames(protocol: 'http' | 'ftp'): readonly string[] {
  const end = `.${protocol}.jsonl`;
  return readdirSync(traceFolder)
    .filter((name) => name.endsWith(end))
    .map((name) => name.slice(0, -end.length))
    .sort();
}

export function readHttpTrace(name: string): HttpTrace {
  const { header, lines } = readLines(`${name}.http.jsonl`);
  return { header, messages: z.array(httpMessageSchema).parse(lines) };
}

export function readFtpTrace(name: string): FtpTrace {
  const { header, lines } = readLines(`${name}.ftp.jsonl`);
  return { header, messages: z.array(ftpMessageSchema).parse(lines) };
}

function readLines(file: string): { readonly header: TraceHeader; readonly lines: readonly unknown[] } {
  const [first, ...rest] = readFileSync(path.join(traceFolder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  return { header: headerSchema.parse(first), lines: rest };
}

/** One request as a client script makes it. */
export interface TraceRequest {
  /** Decoded, relative to the tree. */
  readonly path: string;
  readonly mode: 'probe' | 'read';
  readonly status: number;
  readonly size: number;
  readonly step: string | undefined;
}

/**
 * The requests of an HTTP trace; a 401 with its repetition under credentials counts once. A request whose client closed
 * before the body is a probe; for a refused one nothing in the trace tells, and it goes as a probe.
 */
export function requestsOf(trace: HttpTrace): readonly TraceRequest[] {
  return trace.messages
    .filter((message) => message.status !== 401)
    .map((message) => ({
      path: decodeURIComponent(message.path.slice(1)),
      mode: message.status < 300 && message.bytesTaken === message.length && !message.dropped ? 'read' : 'probe',
      status: message.status,
      size: message.length,
      step: message.step,
    }));
}

/** What the client sent on each control connection, in the order in which the connections were opened. */
export function clientLinesBySession(trace: FtpTrace): readonly (readonly string[])[] {
  const sessions = new Map<number, string[]>();
  for (const message of trace.messages) {
    const lines = sessions.get(message.session) ?? [];
    sessions.set(message.session, lines);
    if (message.from === 'client') lines.push(message.line);
  }
  return [...sessions.values()];
}
