import {
  addSpan,
  earliest,
  type LifeCourse,
  nextKnown,
  nextNewYear,
  nextTick,
  type Tick,
  ticksOf,
} from '../life-course/index.ts';
import type { Activity, Programme } from './contract.ts';
import { anchorDay } from './due.ts';

/** The first day after `at` on which the standing of a resident may be another though nothing happens. */
export type NextChange = (course: LifeCourse, at: number, since: number | undefined) => number | undefined;

/** Whether somebody comes in or leaves as time passes. */
export function compileNextEntry({ enrolment, valid }: Programme): NextChange {
  const asked = enrolment.kind === 'population' ? enrolment.eligible : enrolment.suggested;
  const ticks = asked ? ticksOf(asked) : new Set<Tick>();
  const validity = [valid.from, valid.until].flatMap((date) => (date === undefined ? [] : [date]));
  const bounds = validity.flatMap((date) => [dayOfDate(date), dayOfDate(date) + 1]);
  return (course, at) => earliest([nextTick(course, at, ticks), nextKnown(course, at), ...bounds.filter((day) => day > at)]);
}

const dayOfDate = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** Whether what is due of who is in it changes as time passes. */
export function compileNextDue({ activities, classifications }: Programme): NextChange {
  const classTicks = union(classifications.map(({ value }) => ticksOf(value)));
  const parts = activities.map(compileNextOf);
  return (course, at, since) => earliest([nextTick(course, at, classTicks), ...parts.map((part) => part(course, at, since))]);
}

function compileNextOf({ when, schedule }: Activity): NextChange {
  const ticks = when ? ticksOf(when) : new Set<Tick>();
  if (schedule.kind === 'yearly') return (course, at) => earliest([nextTick(course, at, ticks), nextNewYear(at)]);
  if (schedule.kind !== 'steps') return (course, at) => nextTick(course, at, ticks);
  const { anchor, steps } = schedule;
  const all = union([ticks, ...steps.map((step) => (step.when ? ticksOf(step.when) : new Set<Tick>()))]);
  return (course, at, since) => {
    const start = anchorDay(anchor, { course, at, since });
    const begins = start === undefined ? [] : steps.map(({ from }) => addSpan(start, from)).filter((day) => day > at);
    return earliest([nextTick(course, at, all), ...begins]);
  };
}

const union = (sets: readonly ReadonlySet<Tick>[]): ReadonlySet<Tick> => new Set(sets.flatMap((set) => [...set]));
