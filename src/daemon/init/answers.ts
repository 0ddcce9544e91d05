/** The five questions of a first run: what may be answered to each, and what becomes of the answer in the configuration. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ipv4, network } from '../config/fields.js';

export interface Answers {
  /** Where hosts reach this machine; 127.0.0.1: for practice, on this machine alone. */
  readonly address: string;
  readonly httpPort: number;
  /** Null: no FTP. */
  readonly ftpPort: number | null;
  /** The folder in which media and state lie; absolute. */
  readonly folder: string;
  /** Networks that may read; empty: all. */
  readonly networks: readonly string[];
}

export const questionNames = ['address', 'httpPort', 'ftp', 'folder', 'networks'] as const;
export type QuestionName = (typeof questionNames)[number];

const portProblem = 'must be a port between 1 and 65535';

const portText = z
  .string()
  .regex(/^\d{1,5}$/, { error: portProblem })
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65535, { error: portProblem });

/** What a text answers; each says in words what it wants. */
export const answerSchemas = {
  address: ipv4,
  httpPort: portText,
  ftp: z.union([z.enum(['no', 'none', 'off']).transform(() => null), portText], {
    error: `${portProblem}, or no`,
  }),
  folder: z.string().min(1, { error: 'must be a folder' }),
  networks: z.preprocess(
    (text) => (typeof text === 'string' && text !== 'all' ? text.split(/[\s,]+/).filter((one) => one !== '') : []),
    z.array(network),
  ),
} as const;

/** The five texts as answers. @throws ZodError: ask each schema first. */
export function answersOf(texts: Readonly<Record<QuestionName, string>>, workingFolder: string): Answers {
  return {
    address: answerSchemas.address.parse(texts.address),
    httpPort: answerSchemas.httpPort.parse(texts.httpPort),
    ftpPort: answerSchemas.ftp.parse(texts.ftp),
    folder: resolve(workingFolder, answerSchemas.folder.parse(texts.folder)),
    networks: answerSchemas.networks.parse(texts.networks),
  };
}

/** As the configuration file has them. */
export function settingsOf({
  address,
  httpPort,
  ftpPort,
  folder,
  networks,
}: Answers): Readonly<Record<string, unknown>> {
  return {
    media: { cache: join(folder, 'media-cache') },
    state: join(folder, 'drydock-state'),
    servers: {
      http: [{ address, port: httpPort }],
      ftp: ftpPort === null ? [] : [{ address, port: ftpPort }],
      access: { addresses: networks },
    },
  };
}
