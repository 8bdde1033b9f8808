import { readPatients } from '../../../databases/population/index.ts';
import { dayText } from '../../../life-course/index.ts';
import type { Book } from '../../../programmes/index.ts';
import type { Database, Sql } from '../../../store/index.ts';
import type { GatewayAnswer, Message, PostMessage } from './gateway.ts';
import { messageId, messageText, nameInMessage } from './message.ts';
import { phoneForMessages } from './phone.ts';

export interface Sending {
  readonly database: Database;
  readonly book: Book;
  /** Days since 1970-01-01 in China. */
  readonly today: number;
  readonly now: Date;
  /** Key of the gateway. */
  readonly key: string;
  readonly post: PostMessage;
  /** Enters in the access log, in the transaction that keeps the receipt, whose data a message told of. */
  readonly told: (tx: Sql, residents: readonly string[]) => Promise<void>;
}

interface Row {
  readonly resident: string;
  readonly formedOn: string;
  readonly items: readonly {
    readonly programme: string;
    readonly version: string;
    readonly activity: string;
    readonly by: string;
  }[];
  readonly attempts: number;
}

const AT_ONCE = 20;
/** After so many failures, some four hours, somebody calls. */
const MOST_ATTEMPTS = 8;
const BACKOFF_SECONDS = 60;
const LONGEST_SECONDS = 3600;

/**
 * Sends what waits for the gateway, one message a resident and day of forming, whatever number of things it tells of. A message
 * that was sent and not noted goes again under the same id. Only what is still to be done is told of.
 * @returns whether there is more to send at once
 */
export async function sendReminders(sending: Sending): Promise<boolean> {
  const { database, today } = sending;
  await giveUp(database.sql, today);
  const rows = await readOutbox(database.sql, sending);
  if (rows.length === 0) return false;
  const patients = await readPatients(
    database.sql,
    rows.map(({ resident }) => resident),
  );
  await Promise.all(
    rows.map(async (row) => {
      const to = phoneForMessages(patients.get(row.resident), dayText(today));
      await (to === undefined ? leaveToCall(database.sql, row, 'no-number') : send(sending, row, to));
    }),
  );
  return rows.length === AT_ONCE;
}

async function send({ database, key, post, book, now, told }: Sending, row: Row, to: string): Promise<void> {
  const items = row.items.map(({ programme, version, activity, by }) => ({
    by,
    name: nameInMessage(book.find(programme, { version }), activity),
  }));
  const message: Message = { id: messageId(key, row.resident, row.items), to, text: messageText(items) };
  const answer = await post(message, now);
  if (answer.kind === 'accepted')
    await database.begin(async (tx) => {
      await noteReceipt(tx, row, now, answer.receipt);
      await told(tx, [row.resident]);
    });
  else if (answer.kind === 'refused' || row.attempts + 1 >= MOST_ATTEMPTS) await leaveToCall(database.sql, row, answer.failure);
  else await putOff(database.sql, row, now, answer);
}

/** What could not be sent before its last day, or is no longer to be sent, is left to a call. */
const giveUp = (sql: Sql, today: number) => sql`
  update reminders.reminder set channel = 'call', failure = coalesce(failure, 'too-late')
   where state = 'waiting' and channel = 'gateway' and due_by < ${dayText(today)}::date`;

/** What waits and is still to be done, by resident and day; what is done is taken out of the queue with the list. */
const readOutbox = (sql: Sql, { now }: Sending) => sql<Row[]>`
  select r.resident, r.formed_on::text as "formedOn", max(r.attempts) as attempts,
         jsonb_agg(jsonb_build_object('programme', r.programme, 'version', r.version, 'activity', r.activity, 'by', r.due_by::text)
                   order by r.due_by, r.programme, r.activity, r.step) as items
    from reminders.reminder r
   where r.state = 'waiting' and r.channel = 'gateway' and r.next_try <= ${now}
     and exists (select from programmes.due d
                  where d.resident = r.resident and d.shard = r.shard and d.programme = r.programme and d.activity = r.activity
                    and d.step = r.step and d.due_by = r.due_by)
   group by r.resident, r.formed_on
   order by min(r.next_try), r.resident limit ${AT_ONCE}`;

const waiting = (sql: Sql, { resident, formedOn }: Row) => sql`
  resident = ${resident} and formed_on = ${formedOn}::date and state = 'waiting' and channel = 'gateway'`;

const leaveToCall = (sql: Sql, row: Row, failure: string) => sql`
  update reminders.reminder set channel = 'call', failure = ${failure}, attempts = ${row.attempts + 1}
   where ${waiting(sql, row)}`;

const noteReceipt = (sql: Sql, row: Row, now: Date, receipt: string | undefined) => sql`
  update reminders.reminder
     set state = 'sent', told_at = ${now}, receipt = ${receipt ?? null}, failure = null, attempts = ${row.attempts + 1}
   where ${waiting(sql, row)}`;

function putOff(sql: Sql, row: Row, now: Date, { failure }: Extract<GatewayAnswer, { kind: 'failed' }>) {
  const seconds = Math.min(LONGEST_SECONDS, BACKOFF_SECONDS * 2 ** row.attempts);
  return sql`
    update reminders.reminder
       set attempts = ${row.attempts + 1}, failure = ${failure}, next_try = ${new Date(now.getTime() + seconds * 1000)}
     where ${waiting(sql, row)}`;
}
