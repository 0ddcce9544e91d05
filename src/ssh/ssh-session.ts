/** One log-in on one host, on which commands are run one after the other; opened anew after a command that hung or flooded it. */
import type { Client } from 'ssh2';
import type { Clock } from '../shared/clock.js';
import { connect } from './connect.js';
import { runCommand, type CommandBounds, type CommandOutput } from './run-command.js';
import type { SshTarget } from './target.js';

/** A host on which everything hangs costs no more than this many log-ins. */
const mostConnections = 3;

export class SshSession {
  #client: Client | undefined;
  #connections = 0;
  #failure: unknown;

  constructor(
    private readonly target: SshTarget,
    private readonly clock: Clock,
  ) {}

  /** @throws what {@link connect} and {@link runCommand} throw; after too many broken connections the last failure at once */
  async run(
    words: readonly string[],
    input: string | undefined,
    bounds: CommandBounds,
    signal: AbortSignal,
  ): Promise<CommandOutput> {
    const client = await this.open(signal);
    try {
      return await runCommand(client, words, input, bounds, this.clock, signal);
    } catch (error) {
      // What still runs over there ends with its connection.
      this.#failure = error;
      this.close();
      throw error;
    }
  }

  /** Logs in, if that has not been done yet. */
  async open(signal: AbortSignal): Promise<Client> {
    if (this.#client !== undefined) return this.#client;
    if (this.#connections >= mostConnections) throw this.#failure;
    this.#connections++;
    try {
      const client = await connect(this.target, this.clock, signal);
      client.once('close', () => {
        if (this.#client === client) this.#client = undefined;
      });
      this.#client = client;
      return client;
    } catch (error) {
      // Asked again at once it answers the same; and a wrong password tried often locks the user out.
      this.#connections = mostConnections;
      this.#failure = error;
      throw error;
    }
  }

  close(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.destroy();
  }
}
