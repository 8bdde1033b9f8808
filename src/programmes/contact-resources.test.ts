import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hypertension } from '../applications/public-health/programmes/hypertension.ts';
import { makeDictionary, toPiece } from '../chronicle/index.ts';
import { findNationalTable } from '../platform/terminology/index.ts';
import { sharedElements } from '../standards/index.ts';
import { toContactResources } from './contact-resources.ts';
import type { Activity, Form } from './contract.ts';
import { readyFields } from './form-fields.ts';

const dictionary = makeDictionary([...sharedElements, ...hypertension.elements]);
const [activity] = hypertension.activities as readonly [Activity];
const form = hypertension.forms.find(({ code }) => code === 'follow-up') as Form;
const fields = readyFields(hypertension, form, findNationalTable);
const text = fc.string({ minLength: 1, maxLength: 20 });
const aDrug = fc.record(
  {
    drugName: text,
    drugTimesPerDay: fc.integer({ min: 0, max: 24 }),
    drugFrequency: text,
    drugDose: fc.integer({ min: 0, max: 9999 }).map((hundredths) => hundredths / 100),
    drugDoseUnit: text,
    drugTotal: fc.integer({ min: 0, max: 9999 }),
    drugRoute: fc.constantFrom('1', '2', '401'),
    chineseMedicineUse: fc.constantFrom('1', '9'),
  },
  { requiredKeys: [] },
);

test('what is told of drugs is read back as it was told, in its row', () => {
  fc.assert(
    fc.property(fc.array(aDrug, { minLength: 1, maxLength: 6 }), (drugs) => {
      const answers = Object.fromEntries(
        drugs.flatMap((drug, index) => Object.entries(drug).map(([name, value]) => [`${name}#${index + 1}`, value])),
      );

      const made = toContactResources(
        {
          ...{ id: 'c', patient: 'p', programme: hypertension, activity, form, on: '2026-03-02', answers, place: undefined },
          ...{ by: { id: 'a', name: 'A' }, known: new Map(), newId: () => 'n' },
        },
        fields,
        findNationalTable,
      );
      const [, ...rows] = made;
      const facts = Object.assign({}, ...rows.map((row) => toPiece(row, dictionary)?.facts));

      expect(facts).toEqual(answers);
      const named = drugs.filter(({ drugName }) => drugName !== undefined).length;
      expect(rows.filter(({ resourceType }) => resourceType === 'MedicationStatement')).toHaveLength(named);
    }),
  );
});
