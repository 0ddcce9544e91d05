/** Puts one input before a target and says what is wrong with what came of it: the oracles that all targets share. */
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import type { OpenTarget } from './target.js';

/** On a machine that has other things to do; what takes longer is tried once more before it is believed. */
const longest = 3000;
/** Above what the process had when it began. */
const mostMemory = 700 * 1024 * 1024;

/** Undefined when nothing is. */
export async function problemOf(target: OpenTarget, input: Buffer, memoryAtFirst = rss()): Promise<string | undefined> {
  const first = await attempt(target, input);
  const slow = first.took > longest ? await attempt(target, input) : first;
  if (slow.took > longest) return `it took ${Math.round(slow.took)} ms, and again`;
  if (first.problem !== undefined) return first.problem;
  const grown = rss() - memoryAtFirst;
  return grown > mostMemory ? `memory has grown by ${Math.round(grown / 2 ** 20)} MiB` : undefined;
}

async function attempt(target: OpenTarget, input: Buffer): Promise<{ took: number; problem: string | undefined }> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on('unhandledRejection', note);
  const began = performance.now();
  let problem: string | undefined;
  try {
    // A copy: a parser that writes into what it is given must not spoil the finding.
    await target.put(Buffer.from(input));
  } catch (error) {
    problem = whatIsWrongWith(error);
  } finally {
    process.off('unhandledRejection', note);
  }
  const took = performance.now() - began;
  return { took, problem: problem ?? (unhandled.length > 0 ? `unhandled: ${String(unhandled[0])}` : undefined) };
}

function whatIsWrongWith(error: unknown): string | undefined {
  if (error instanceof DrydockError) return error.code === 'INTERNAL_FAULT' ? error.message : undefined;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function rss(): number {
  return process.memoryUsage.rss();
}
