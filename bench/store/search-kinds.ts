import { parseSearch, type ScopedStore } from '../../src/store/index.ts';
import { load, type Run } from '../harness.ts';
import { any, type Loaded } from './loaded.ts';

type Question = (loaded: Loaded, turn: number) => readonly [type: string, parameters: string];

/** Kinds of searches, each asked for other residents, codes and days from turn to turn. */
const kinds: Readonly<Record<string, Question>> = {
  identifier: ({ identityNumbers }, turn) => ['Patient', `identifier=urn:oid:2.16.156.10011.1.3|${any(identityNumbers, turn)}`],
  'name prefix': (_, turn) => ['Patient', `name=${'陈林王李张黄'.charAt(turn % 6)}${'建秀静'.charAt(turn % 3)}`],
  'birth date range': (_, turn) => ['Patient', `birthdate=ge${1940 + (turn % 70)}-01-01&birthdate=lt${1940 + (turn % 70)}-03-01`],
  'resident, code, date, sort, count': ({ patients }, turn) => [
    'Observation',
    `patient=${any(patients, turn)}&code=http://loinc.org|${['85354-9', '1558-6', '29463-7'][turn % 3]}&date=ge202${turn % 6}-01-01&_sort=-date&_count=10`,
  ],
  'latest five by code': ({ patients }, turn) => [
    'Observation',
    `patient=${any(patients, turn)}&code=http://loinc.org|85354-9&_sort=-date&_count=5`,
  ],
  'code of the population': (_, turn) => [
    'Condition',
    `code=http://hl7.org/fhir/sid/icd-10|${['I10', 'E11.9', 'J06.9', 'K35.8'][turn % 4]}`,
  ],
  'date of the population': (_, turn) => ['Encounter', `date=ge2026-0${1 + (turn % 9)}-01&_sort=-date`],
  chained: ({ identityNumbers }, turn) => [
    'Observation',
    `subject:Patient.identifier=${any(identityNumbers, turn)}&code=85354-9`,
  ],
  _has: (_, turn) => ['Patient', `_has:Condition:patient:code=${['S72.0', 'H25.9', 'I63.9'][turn % 3]}&_count=20`],
  _include: ({ patients }, turn) => [
    'Encounter',
    `patient=${any(patients, turn)}&_include=Encounter:service-provider&_include=Encounter:participant`,
  ],
  _revinclude: ({ patients }, turn) => ['Patient', `_id=${any(patients, turn)}&_revinclude=Condition:patient`],
  composite: (_, turn) => ['Observation', `code-value-quantity=1558-6$gt${7 + (turn % 4)}&_count=20`],
  'component composite': (_, turn) => ['Observation', `component-code-value-quantity=8480-6$gt${150 + (turn % 20)}&_count=20`],
  'value in another unit': (_, turn) => [
    'Observation',
    `value-quantity=gt${60000 + (turn % 30) * 1000}|http://unitsofmeasure.org|g&_count=20`,
  ],
};

/** Each kind four at a time, first page. */
export async function searches(run: Run, store: ScopedStore, loaded: Loaded, ms: number): Promise<void> {
  for (const [name, question] of Object.entries(kinds)) {
    const { perSecond, ...times } = await load(4, ms, (turn) => {
      const [type, parameters] = question(loaded, turn);
      return store.search(parseSearch(type, new URLSearchParams(parameters), true));
    });
    run.report({ work: `search: ${name}`, value: times.p50, unit: 'ms p50', times, note: `${Math.round(perSecond)}/s` });
  }
}
