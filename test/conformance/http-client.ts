/** The conformance client of HTTP: raw requests, each on a connection of its own, percent-encoded as clients do. */
import { request } from '../support/servers-http.js';
import type { ClientKind, ConformanceClient } from './client.js';

/** Under a grant there are no folder pages. */
export const httpKind: ClientKind = { lists: false, says: () => true };

/** @param base the path of a grant or medium, with a slash at its end */
export function httpClient(port: number, base: string): ConformanceClient {
  const ask = async (path: string, method: string): Promise<{ size: number; body: Buffer } | undefined> => {
    const target = base + path.split('/').map(encodeURIComponent).join('/');
    const { status, headers, body } = await request(port, target, {}, method);
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${method} ${target}: ${status}`);
    return { size: Number(headers['content-length']), body };
  };
  return {
    read: async (path) => (await ask(path, 'GET'))?.body,
    size: async (path) => (await ask(path, 'HEAD'))?.size,
    list: () => Promise.reject(new Error('HTTP lists nothing under a grant')),
  };
}
