import type { Condition, Measure, Pattern } from '../life-course/index.ts';
import type { Programme } from '../programmes/index.ts';
import { type Reading, readExpression, toExpression } from './expression.ts';
import { headOf } from './form-fhir.ts';
import { computable, extensions, idOf, measureUrl } from './names.ts';
import { bilingual, known, type Part, type Place } from './place.ts';

const POPULATION = 'http://terminology.hl7.org/CodeSystem/measure-population';
const SCORING = 'http://terminology.hl7.org/CodeSystem/measure-scoring';
const IMPROVEMENT = 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation';

/** An indicator: https://hl7.org/fhir/R4/measure.html */
export function toMeasure(programme: Programme, measure: Measure): Part {
  const { code, title, denominatorTitle, numeratorTitle, source, better, target, institution } = measure;
  const extension = [
    ...(target === undefined ? [] : [{ url: extensions.target, valueDecimal: target }]),
    ...(institution ? [{ url: extensions.institution, valueExpression: toExpression(institution) }] : []),
  ];
  const population = (name: 'denominator' | 'numerator', words: Measure['title']) => ({
    code: { coding: [{ system: POPULATION, code: name }] },
    ...bilingual('description', words),
    criteria: toExpression(measure[name]),
  });
  return {
    resourceType: 'Measure',
    id: idOf('measure', code, programme.version),
    ...(extension.length > 0 ? { extension } : {}),
    url: measureUrl(code),
    ...headOf(programme),
    name: computable(code),
    ...bilingual('title', title),
    relatedArtifact: [{ type: 'citation', citation: source }],
    scoring: { coding: [{ system: SCORING, code: 'proportion' }] },
    improvementNotation: { coding: [{ system: IMPROVEMENT, code: better === 'more' ? 'increase' : 'decrease' }] },
    group: [{ population: [population('denominator', denominatorTitle), population('numerator', numeratorTitle)] }],
  };
}

export function readMeasure(place: Place, code: string, reading: Reading): Measure {
  const target = place.extension(extensions.target, 'Decimal');
  const institution = place.extension(extensions.institution, 'Expression');
  const [group] = place.list('group');
  const population = (name: string): { title: Measure['title']; rule: Condition } => {
    const found = group?.list('population').find((one) =>
      one
        .member('code')
        .list('coding')
        .some((coding) => coding.member('code').value === name),
    );
    if (!found) place.member('group').fault(`缺少 ${name}`, `The ${name} is missing`);
    const rule = found && readExpression<Condition>(found.member('criteria'), 'condition', reading);
    return { title: found?.bilingual('description') ?? { zh: '', en: '' }, rule: rule ?? { always: false } };
  };
  const [denominator, numerator] = [population('denominator'), population('numerator')];
  const better = place.member('improvementNotation').list('coding')[0]?.member('code').value;
  return known({
    code,
    title: place.bilingual('title'),
    denominatorTitle: denominator.title,
    numeratorTitle: numerator.title,
    source: place.list('relatedArtifact')[0]?.text('citation') ?? '',
    denominator: denominator.rule,
    numerator: numerator.rule,
    better: better === 'decrease' ? ('less' as const) : ('more' as const),
    target: typeof target.value === 'number' ? target.value : undefined,
    institution: institution.isThere ? readExpression<Pattern>(institution, 'pattern', reading) : undefined,
  });
}
