/** Something that is read from the controller and shown: kept while it is read anew, with what went wrong beside it. */
import { RequestError } from '../api/http.js';
import type { Problem } from '../model/problem.js';

export interface Resource<T> {
  readonly value: T | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  /** Reads it; a second call while it is being read makes it be read once more, since it may have changed meanwhile. */
  load(): void;
  set(value: T): void;
}

export interface ResourceHooks {
  changed(): void;
  failed(error: unknown): void;
}

export function createResource<T>(read: () => Promise<T>, hooks: ResourceHooks): Resource<T> {
  let value: T | undefined;
  let problem: Problem | undefined;
  let loading = false;
  let again = false;
  const run = async (): Promise<void> => {
    loading = true;
    try {
      value = await read();
      problem = undefined;
    } catch (error) {
      problem = problemIn(error);
      hooks.failed(error);
    }
    loading = false;
    hooks.changed();
    if (!again) return;
    again = false;
    void run();
  };
  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    get loading() {
      return loading;
    },
    load: () => {
      if (loading) again = true;
      else void run();
    },
    set: (next) => {
      value = next;
      // What is being read now was asked for before this was known, and is read once more.
      if (loading) again = true;
      hooks.changed();
    },
  };
}

/** Anything that is not an answer of the controller is a defect of the page, and says so. */
export function problemIn(error: unknown): Problem {
  if (error instanceof RequestError) return error.problem;
  return {
    code: 'PAGE_FAULT',
    what: 'This page has a fault',
    why: error instanceof Error ? error.message : String(error),
    remedy: 'Reload the page. Whatever it shows can also be done with the command drydock.',
  };
}
