/** How long to wait before the next try: not at all after a single death, ever longer when it cannot live. */
const freeTries = 5;
const longest = 5000;

/** @param quickDeaths how many workers in a row died soon after their start */
export function restartDelay(quickDeaths: number): number {
  if (quickDeaths <= freeTries) return 0;
  return Math.min(longest, 100 * 2 ** (quickDeaths - freeTries));
}
