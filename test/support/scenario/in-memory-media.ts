// A media transport that asks an in-process media server instead of a socket: whole installations in one process.
import type { MediaAnswer, MediaTransport } from '../../../src/installer/client-script.js';
import type { InProcessMediaServer } from '../../../src/servers/in-process.js';
import type { MediaTransportFactory } from '../../../src/simulator/world.js';

export interface Fetch {
  readonly url: string;
  readonly path: string;
  readonly mode: 'probe' | 'read';
  readonly phase: string;
  readonly status: number;
}

/** `server` is asked at each request, so that a test may replace it: a media server that was restarted. */
export function inMemoryMedia(server: () => InProcessMediaServer, log: Fetch[]): MediaTransportFactory {
  return (baseUrl): MediaTransport => ({
    request: async ({ path, mode, phase }): Promise<MediaAnswer> => {
      const target = new URL(baseUrl).pathname + path.split('/').map(encodeURIComponent).join('/');
      const answer = await server().answer({ path: target, mode });
      log.push({ url: baseUrl, path, mode, phase, status: answer.status });
      if (answer.status !== 200) return { outcome: 'missing', status: answer.status };
      const size = Number(answer.headers['content-length'] ?? answer.headers['Content-Length'] ?? answer.body.length);
      return mode === 'read' ? { outcome: 'found', size, body: answer.body } : { outcome: 'found', size };
    },
    close: () => Promise.resolve(),
  });
}
