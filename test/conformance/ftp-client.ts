/** The conformance client of FTP: one session, absolute paths, binary transfers. */
import { RawFtp } from '../support/servers-ftp.js';
import type { ClientKind, ConformanceClient } from './client.js';

export const ftpKind: ClientKind = { lists: true, says: () => true };

export interface FtpClient extends ConformanceClient {
  close(): void;
}

/** @param base the path of a grant or medium, with a slash at its end */
export async function ftpClient(port: number, base: string): Promise<FtpClient> {
  const ftp = await RawFtp.open(port);
  await ftp.ask('TYPE I');
  return {
    read: async (path) => {
      const { body, last } = await ftp.fetch(`RETR ${base}${path}`);
      if (last.startsWith('226')) return body;
      if (last.startsWith('550')) return undefined;
      throw new Error(`RETR ${path}: ${last}`);
    },
    size: async (path) => {
      const reply = await ftp.ask(`SIZE ${base}${path}`);
      if (reply.startsWith('550')) return undefined;
      if (!reply.startsWith('213 ')) throw new Error(`SIZE ${path}: ${reply}`);
      return Number(reply.slice(4));
    },
    list: async (folder) => {
      const { body } = await ftp.fetch(`NLST ${base}${folder}`);
      const prefix = folder === '' ? '' : `${folder}/`;
      const lines = body.toString('utf8').split('\r\n').filter(Boolean);
      return lines.map((line) => line.replace(base, '').replace(prefix, ''));
    },
    close: () => ftp.close(),
  };
}
