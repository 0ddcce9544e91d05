/** The note that a restored journal carries for each run that was open in it; its key is the run. */
export const restoredNote = 'journal-restored';
