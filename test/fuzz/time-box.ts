/**
 * How long fuzz tests go on: a few seconds in all, or as many as DRYDOCK_FUZZ_SECONDS says, each from a seed that a failure
 * tells. DRYDOCK_FUZZ_SEED is where to begin, so that the same failure comes again at once.
 */

const wished = process.env['DRYDOCK_FUZZ_SECONDS'];
const secondsInAll = wished === undefined ? 6 : Number(wished);
/** Without a wish for more time every run does the same. */
const firstSeed = Number(process.env['DRYDOCK_FUZZ_SEED'] ?? (wished === undefined ? 1 : Date.now() % 1_000_000_000));

export interface TimeBox {
  /** Of all the time there is. */
  readonly share: number;
  /** So many rounds at least, however slow the machine. */
  readonly fewest: number;
}

/** Calls with one seed after the other until the time is over. @throws an error that names the seed */
export async function timeBox(
  { share, fewest }: TimeBox,
  round: (seed: number) => Promise<void> | void,
): Promise<number> {
  const end = performance.now() + share * secondsInAll * 1000;
  let rounds = 0;
  for (; rounds < fewest || performance.now() < end; rounds++) {
    const seed = firstSeed + rounds;
    try {
      await round(seed);
    } catch (cause) {
      throw new Error(`DRYDOCK_FUZZ_SEED=${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  }
  return rounds;
}
