/** What grants and activity are kept in: an append-only sequence of records; here its shape, and the form simulations use. */

export interface RecordLog<T> {
  /** What was there when the log was opened, oldest first. */
  readonly initial: readonly T[];
  /** Hands a record to the operating system: it then survives the death of this process. @throws DISK_FULL, FILE_WRITE_FAILED */
  append(record: T): void;
  /** Resolves when everything appended so far survives a loss of power as well. */
  sync(): Promise<void>;
  close(): void;
}

/** A log that lives as long as the array given: simulations drop everything else at a crash and keep the array. */
export function memoryLog<T>(records: T[] = []): RecordLog<T> {
  return {
    initial: [...records],
    append: (record) => {
      records.push(record);
    },
    sync: () => Promise.resolve(),
    close: () => undefined,
  };
}
