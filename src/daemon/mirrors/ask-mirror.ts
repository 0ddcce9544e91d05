/** One question to a mirror over HTTP: what a file's answer is like, without following where it leads. */
import { createHash } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';

export interface MirrorAnswer {
  readonly status: number;
  /** Of the file: as the mirror says it, or as it came. */
  readonly size: number;
  /** Of the bytes, in hexadecimal; null where they were not asked for. */
  readonly sha256: string | null;
}

/** Milliseconds without a byte. */
const longestSilence = 30_000;
const atOnce = 8;

export class MirrorAsker {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  constructor(
    private readonly name: string,
    private readonly base: string,
    private readonly signal: AbortSignal,
    private readonly silence = longestSilence,
  ) {}

  /**
   * @param atMost bytes: where more come than the file has, reading ends
   * @throws MIRROR_UNREACHABLE, the signal's reason
   */
  async ask(method: 'GET' | 'HEAD', path: string, atMost = Number.POSITIVE_INFINITY): Promise<MirrorAnswer> {
    try {
      return await this.#ask(method, path, atMost);
    } catch (error) {
      this.signal.throwIfAborted();
      throw this.unreachable(path, describeCause(error));
    }
  }

  /** @param found what it did instead of an answer */
  unreachable(path: string, found: string): DrydockError {
    return new DrydockError('MIRROR_UNREACHABLE', {
      attempted: `asking the mirror ${this.name} for ${path}`,
      subject: this.name,
      found,
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(method: 'GET' | 'HEAD', path: string, atMost: number): Promise<MirrorAnswer> {
    const target = this.base + path.split('/').map(encodeURIComponent).join('/');
    return new Promise((resolve, reject) => {
      const { signal, silence } = this;
      const options = { method, agent: this.#agent, signal, timeout: silence };
      const outgoing = httpRequest(target, options, (response) => {
        response.on('error', reject);
        read(method, response, atMost).then(resolve, reject);
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`it was silent for ${silence / 1000} s`)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }
}

async function read(method: 'GET' | 'HEAD', response: IncomingMessage, atMost: number): Promise<MirrorAnswer> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > atMost) break;
  }
  const status = response.statusCode ?? 0;
  if (method === 'HEAD')
    return { status, size: Number(response.headers['content-length'] ?? Number.NaN), sha256: null };
  return { status, size, sha256: hash.digest('hex') };
}
