import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, ProgrammeDetail } from '../../../../src/programmes/contract.ts';
import { ChartPanel } from '../../../ui/ChartPanel.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { courseOption, drawable, type Series } from './course-option.ts';

interface CourseProps {
  readonly words: ProgrammeDetail['words'];
  /** The latest first. */
  readonly contacts: readonly ContactView[];
}

/** What is drawn where a programme finds it out, what matters most first. */
const DRAWN = [
  'systolic',
  'diastolic',
  'fastingGlucose',
  'randomGlucose',
  'glycatedHaemoglobin',
  'weight',
  'bodyMassIndex',
  'height',
];

/** The numbers that matter over time, with their table. */
export function Course({ words, contacts }: CourseProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const rows = useMemo(() => contacts.toReversed(), [contacts]);
  const series = useMemo(
    () =>
      drawable(
        DRAWN.flatMap((name): Series[] => {
          const element = words[name];
          const values = rows.map(({ answers }) => answers[name]);
          if (!element || values.filter((value) => typeof value === 'number').length < 2) return [];
          const unit = element.unit ?? '';
          return [{ name, title: `${say(element.title)}${unit && ` (${unit})`}`, unit, values }];
        }),
      ),
    [rows, words, say],
  );
  const option: EChartsCoreOption = useMemo(
    () =>
      courseOption(
        rows.map(({ on }) => on),
        series,
      ),
    [rows, series],
  );
  if (series.length === 0) return null;
  return (
    <ChartPanel<ContactView>
      title={t('course')}
      note={t('courseNote')}
      rows={rows}
      rowKey={({ id, on, activity }) => id ?? `${on} ${activity}`}
      empty={t('courseNone')}
      option={option}
      heightPx={260}
      columns={[
        { key: 'on', title: t('day'), value: ({ on }) => on },
        ...series.map(({ name, title }) => ({
          key: name,
          title,
          value: ({ answers }: ContactView) => {
            const value = answers[name];
            return typeof value === 'number' ? value : undefined;
          },
        })),
      ]}
    />
  );
}
