/**
 * Whether the first boot of a host ever came to its end: installers refuse to upgrade one whose did not (host-installer, product.py).
 * Up to 8.2 each step leaves a file of its name; later two services leave a mark.
 */

const marks = ['ran-network-init', 'ran-storage-init'];

/**
 * @param steps paths of the steps that are to run
 * @param done names in the folder of states; undefined where there is no such folder
 * @param misc names in /var/lib/misc
 */
export function stepsLeft(
  steps: readonly string[],
  done: readonly string[] | undefined,
  misc: readonly string[],
): readonly string[] {
  if (done === undefined) return marks.filter((mark) => !misc.includes(mark));
  return steps.map((path) => path.slice(path.lastIndexOf('/') + 1)).filter((name) => !done.includes(name));
}
