import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const TICK_MS = 1000;

/** Milliseconds until an instant, told anew each second; 0 when it is past. */
export function useRemaining(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Date.parse(until) - now);
}

/** `29:58`. */
export function clockOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The clock of a child that is observed. */
export function Remaining({ until }: { readonly until: string }) {
  const { t } = useTranslation('vaccination');
  const ms = useRemaining(until);
  return ms > 0 ? (
    <span className="remaining numeric">{t('remaining', { time: clockOf(ms) })}</span>
  ) : (
    <span className="remaining remaining-over">{t('mayLeave')}</span>
  );
}
