// The person of a seeded scenario: starts the run, meddles with it, and answers whenever the run waits for somebody.
import type { RunCommand } from '../../../../src/contract/control.js';
import type { RunStatus } from '../../../../src/contract/run-status.js';
import { DrydockError } from '../../../../src/shared/errors/drydock-error.js';
import type { Chance } from './chance.js';

export interface PersonOptions {
  readonly chance: Chance;
  /** Gives the command to whichever controller lives. */
  command(command: RunCommand): Promise<void>;
}

/** Everything a person said, and what it was answered with: part of what must be the same again. */
export class Person {
  readonly said: string[] = [];
  #retries: number;
  #answers = 0;

  constructor(private readonly options: PersonOptions) {
    this.#retries = options.chance.oneOf([0, 1, 1, 2]);
  }

  /** However often the run asks, a person comes back; but not for ever. */
  get hasGivenUp(): boolean {
    return this.#answers > 20;
  }

  async say(command: RunCommand['command'], host?: string): Promise<boolean> {
    try {
      await this.options.command({ command, by: 'ann', ...(host === undefined ? {} : { host }) });
      this.said.push(command);
      return true;
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
      this.said.push(`${command}: ${error.code}`);
      return false;
    }
  }

  async answer(status: RunStatus): Promise<void> {
    this.#answers++;
    switch (status.state) {
      case 'planned':
        await this.say('start');
        return;
      case 'paused':
        await this.say('resume');
        return;
      case 'running':
        await this.say('approve');
        return;
      case 'stopped':
        await this.#afterStop(status);
        return;
      case 'waiting':
      case 'undoing':
      case 'aborted':
      case 'done':
        return;
    }
  }

  /** Tries again a few times; then gives the failed host up if it must, and ends the run. */
  async #afterStop(status: RunStatus): Promise<void> {
    if (this.#retries-- > 0) {
      await this.say('retry');
      return;
    }
    const failed = status.hosts.find(({ state }) => state === 'failed');
    const abortedBefore = this.said.at(-1) === 'abort';
    if (abortedBefore && failed !== undefined && (await this.say('give-up', failed.uuid))) return;
    await this.say('abort');
  }
}
