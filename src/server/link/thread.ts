import { parentPort, workerData } from 'node:worker_threads';
import { type People, Performer, type Task } from '../../matching/index.ts';

/** A thread of a linkage: does the tasks it is sent, for the people it was started with. */
const performer = new Performer(workerData as People);
parentPort?.on('message', (task: Task) => parentPort?.postMessage(performer.perform(task)));
