/** How records are read from SQLite. */

/** As bytes: libsql ends the whole process (SIGABRT) over a text that is no UTF-8, which one flipped bit can make of it. */
export const selectRecord =
  'SELECT sequence, CAST(run AS BLOB) AS run, at, CAST(entry AS BLOB) AS entry, CAST(digest AS BLOB) AS digest FROM record';
