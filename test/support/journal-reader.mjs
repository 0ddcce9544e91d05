// Reads a journal from another process, as `journal verify` does while a controller is at work; prints how many records there are.
import Database from 'libsql';

const database = new Database(process.argv[2]);
const row = database.prepare('SELECT count(*) AS records FROM record').get();
database.close();
process.stdout.write(String(row.records));
