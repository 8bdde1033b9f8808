import { type Fields, firstOf, listOf, numberOf, stringOf } from '../types.ts';
import { coding, concept, concepts, translated } from './concepts.ts';
import { kindName } from './kinds.ts';
import type { Line } from './line.ts';
import { practitionerOf, type Reading, referred } from './reading.ts';
import { counted, listing, say } from './say.ts';
import { measured } from './values.ts';

/** https://hl7.org/fhir/R4/diagnosticreport.html */
export function report(reading: Reading): Line {
  const { resource, language } = reading;
  const results = listOf(resource.result);
  const named = results.map((result) => referred(result, reading)).filter((name) => name !== undefined);
  return {
    title: concept(resource.code, language) ?? kindName('DiagnosticReport', language),
    clauses: [
      say(language, 'conclusion', { conclusion: translated(resource.conclusion, resource._conclusion, language) }),
      counted(language, results.length, 'oneResult', 'results'),
      listing(language, [...new Set(named)].slice(0, 4)),
      say(language, 'author', { author: practitionerOf(reading) }),
    ],
  };
}

/** Composition and DocumentReference. */
export function clinicalDocument(reading: Reading): Line {
  const { resource, language } = reading;
  const type = concept(resource.type, language) ?? concepts(resource.category, language)[0];
  const title = translated(resource.title ?? resource.description, resource._title ?? resource._description, language);
  const sections = listOf(resource.section).map((section) => concept(section.code, language) ?? stringOf(section.title));
  return {
    title: title ?? type ?? kindName(resource.resourceType, language),
    clauses: [
      type === title ? undefined : type,
      say(language, 'sections', { sections: listing(language, sections.filter((text) => text !== undefined).slice(0, 6)) }),
      say(language, 'author', { author: practitionerOf(reading) }),
    ],
  };
}

/** https://hl7.org/fhir/R4/questionnaireresponse.html */
export function questionnaire({ resource, language }: Reading): Line {
  const answers = answersIn(listOf(resource.item), language);
  const shown = answers.slice(0, 3).map(({ question, answer }) => say(language, 'answer', { question, answer }));
  const display = stringOf(firstOf(firstOf(resource._questionnaire).extension).valueString);
  return {
    title: display ?? kindName('QuestionnaireResponse', language),
    clauses: [counted(language, answers.length, 'oneAnswer', 'answers'), ...shown],
  };
}

/** Questions and answers of all levels, in order. */
export function answersIn(items: readonly Fields[], language: Reading['language']): { question: string; answer: string }[] {
  return items.flatMap((item) => {
    const answers = listOf(item.answer);
    const said = answers.map((answer) => measured(answer, language, concept)).filter((text) => text !== undefined);
    const question = translated(item.text, item._text, language) ?? stringOf(item.linkId) ?? '';
    const own = said.length > 0 ? [{ question, answer: listing(language, said) ?? '' }] : [];
    const below = [...listOf(item.item), ...answers.flatMap((answer) => listOf(answer.item))];
    return [...own, ...answersIn(below, language)];
  });
}

/** https://hl7.org/fhir/R4/imagingstudy.html */
export function imaging({ resource, language }: Reading): Line {
  const series = listOf(resource.series);
  const first = series[0] ?? {};
  const modality = coding(resource.modality ?? first.modality, language);
  const counts = { series: numberOf(resource.numberOfSeries) ?? series.length, instances: numberOf(resource.numberOfInstances) };
  return {
    title:
      concepts(resource.procedureCode, language)[0] ??
      stringOf(resource.description) ??
      modality ??
      kindName('ImagingStudy', language),
    clauses: [modality, say(language, 'bodySite', { site: coding(first.bodySite, language) }), say(language, 'images', counts)],
  };
}
