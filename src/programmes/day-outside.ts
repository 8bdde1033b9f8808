import type { Bilingual } from '../kernel/index.ts';
import type { LifeCourse } from '../life-course/index.ts';

/** Why nothing can have been done for a resident on a day; undefined where it has come and lies in the life. Days since 1970-01-01. */
export function dayOutside({ born, died }: Pick<LifeCourse, 'born' | 'died'>, day: number, today: number): Bilingual | undefined {
  if (day > today) return { zh: '不能晚于今天', en: 'It cannot be after today' };
  if (born !== undefined && day < born) return { zh: '不能早于出生日期', en: 'It cannot be before the birth' };
  return died !== undefined && day > died ? { zh: '不能晚于死亡日期', en: 'It cannot be after the death' } : undefined;
}
