import { firstOf, listOf, stringOf } from '../types.ts';
import { codeName } from './codes.ts';
import { concept, concepts } from './concepts.ts';
import { kindName } from './kinds.ts';
import type { Line } from './line.ts';
import { institutionOf, type Reading, referred } from './reading.ts';
import { listing, say } from './say.ts';
import { moment, money, quantity, range } from './values.ts';

/** https://hl7.org/fhir/R4/careplan.html */
export function carePlan(reading: Reading): Line {
  const { resource, language } = reading;
  const categories = concepts(resource.category, language).filter((text) => text !== 'assess-plan' && !/^Assessment/.test(text));
  const activities = listOf(resource.activity).map(({ detail, reference }) => {
    const { code, description } = firstOf(detail);
    return concept(code, language) ?? stringOf(description) ?? referred(reference, reading);
  });
  return {
    title: stringOf(resource.title) ?? categories[0] ?? kindName('CarePlan', language),
    clauses: [
      stringOf(resource.description),
      say(language, 'activities', { activities: listing(language, activities.filter((text) => text !== undefined).slice(0, 5)) }),
      say(language, 'status', { status: statusName(resource.status, language) }),
    ],
  };
}

/** https://hl7.org/fhir/R4/goal.html */
export function goal({ resource, language }: Reading): Line {
  const target = firstOf(resource.target);
  const wanted = quantity(target.detailQuantity) ?? range(target.detailRange) ?? concept(target.detailCodeableConcept, language);
  return {
    title: concept(resource.description, language) ?? kindName('Goal', language),
    clauses: [
      say(language, 'goalTarget', { target: wanted }),
      say(language, 'due', { date: moment(target.dueDate) }),
      concept(resource.achievementStatus, language),
      say(language, 'status', { status: statusName(resource.lifecycleStatus, language) }),
    ],
  };
}

/** Claim, ClaimResponse and ExplanationOfBenefit. */
export function payment(reading: Reading): Line {
  const { resource, language } = reading;
  const total = firstOf(resource.total);
  const items = listOf(resource.item);
  const named = items.map(({ productOrService }) => concept(productOrService, language)).filter((text) => text !== undefined);
  return {
    title: claimTitle(reading),
    clauses: [
      say(language, 'total', { total: money(total) ?? money(total.amount) }),
      say(language, 'paid', { paid: money(firstOf(resource.payment).amount) }),
      items.length > 0 ? say(language, 'items', { count: items.length }) : undefined,
      listing(language, [...new Set(named)].slice(0, 3)),
      say(language, 'insurer', { insurer: referred(resource.insurer, reading) }),
    ],
  };
}

/** FHIR's own kinds of claims have words here; a register's have their display. */
function claimTitle({ resource, language }: Reading): string {
  const code = stringOf(firstOf(firstOf(resource.type).coding).code);
  const known = code && codeName(code, 'claimType', language);
  if (known && known !== code) return known;
  return concept(resource.type, language) ?? kindName(resource.resourceType, language);
}

/** https://hl7.org/fhir/R4/coverage.html */
export function coverage(reading: Reading): Line {
  const { resource, language } = reading;
  const type = concept(resource.type, language);
  const payor = referred(resource.payor, reading);
  return {
    title: type ?? payor ?? kindName('Coverage', language),
    clauses: [
      type === payor ? undefined : say(language, 'insurer', { insurer: payor }),
      say(language, 'status', { status: statusName(resource.status, language) }),
      say(language, 'until', { date: moment(firstOf(resource.period).end)?.slice(0, 10) }),
    ],
  };
}

/** Any other type: what its usual elements say. */
export function other(reading: Reading): Line {
  const { resource, language } = reading;
  const what =
    concept(resource.code, language) ?? concepts(resource.type, language)[0] ?? concepts(resource.category, language)[0];
  return {
    title: what ?? stringOf(resource.title) ?? stringOf(resource.description) ?? kindName(resource.resourceType, language),
    clauses: [
      say(language, 'complaint', { reason: listing(language, concepts(resource.reasonCode, language)) }),
      say(language, 'managedBy', { institution: institutionOf(reading) }),
      say(language, 'status', { status: statusName(resource.status, language) }),
    ],
  };
}

function statusName(value: unknown, language: Reading['language']): string | undefined {
  const code = stringOf(value);
  return code && codeName(code, 'status', language);
}
