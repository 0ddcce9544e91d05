/** Puts one input before a target and says what is wrong with what came of it: the oracles that all targets share. */
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import type { OpenTarget } from './target.js';

/** Milliseconds of processor time: a machine that has other things to do makes no finding. */
const mostWork = 3000;
/** Milliseconds after which nothing comes any more, on whatever machine. */
const longest = 60_000;
/** Above what the process had when it began. */
const mostMemory = 700 * 1024 * 1024;

/** Undefined when nothing is. */
export async function problemOf(target: OpenTarget, input: Buffer, memoryAtFirst = rss()): Promise<string | undefined> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on('unhandledRejection', note);
  const before = process.cpuUsage();
  // A copy: a parser that writes into what it is given must not spoil the finding.
  const problem = await inTime(target.put(Buffer.from(input)).then(() => undefined, whatIsWrongWith));
  process.off('unhandledRejection', note);
  const { user, system } = process.cpuUsage(before);
  const work = Math.round((user + system) / 1000);
  if (problem !== undefined) return problem;
  if (unhandled.length > 0) return `unhandled: ${String(unhandled[0])}`;
  if (work > mostWork) return `it took ${work} ms of the processor`;
  const grown = rss() - memoryAtFirst;
  return grown > mostMemory ? `memory has grown by ${Math.round(grown / 2 ** 20)} MiB` : undefined;
}

async function inTime(outcome: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`nothing came of it in ${longest / 1000} s`), longest);
  });
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}

function whatIsWrongWith(error: unknown): string | undefined {
  if (error instanceof DrydockError) return error.code === 'INTERNAL_FAULT' ? error.message : undefined;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function rss(): number {
  return process.memoryUsage.rss();
}
