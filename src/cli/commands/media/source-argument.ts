/** What the commands of media say of the source that they are given. */

export const sourceDescription =
  'an ISO image, a zip or tar archive, an unpacked folder, or the http(s) address of a file';
