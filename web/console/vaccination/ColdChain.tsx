import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, Stock } from '../../../src/applications/public-health/vaccine-stock/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post } from '../app/api.ts';
import { useMay } from '../app/session.tsx';

interface ColdChainProps {
  readonly base: string;
  readonly stock: Stock;
  readonly onChanged: () => void;
}

/** The latest temperature of each device, alarms, and a reading by hand. */
export function ColdChain({ base, stock, onChanged }: ColdChainProps) {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const { readings, alarms, limits } = stock;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('coldChain')}</h2>
        <span className="muted">{t('limits', limits)}</span>
      </div>
      <div className="panel-body cold-chain">
        <ul className="devices">
          {readings.map(({ device, celsius, at }) => {
            const isOut = celsius < limits.from || celsius > limits.until;
            return (
              <li key={device} className={isOut ? 'device device-out' : 'device'}>
                <span>{device}</span>
                <strong className="numeric">{t('celsius', { value: celsius.toFixed(1) })}</strong>
                <span className="muted numeric">{formatInstant(at)}</span>
                {isOut && <span>{t('outside')}</span>}
              </li>
            );
          })}
          {readings.length === 0 && <li className="muted">{t('noReadings')}</li>}
        </ul>
        {may('cold-chain.write') && <ReadingForm base={base} onChanged={onChanged} />}
        {alarms.length > 0 && (
          <ul className="alarms" aria-label={t('alarms')}>
            {alarms.map((alarm) => (
              <AlarmLine key={`${alarm.device} ${alarm.since}`} base={base} alarm={alarm} onChanged={onChanged} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function ReadingForm({ base, onChanged }: Omit<ColdChainProps, 'stock'>) {
  const { t } = useTranslation('vaccination');
  const [device, setDevice] = useState('');
  const [celsius, setCelsius] = useState('');
  const value = Number(celsius.trim());
  const isReady = device.trim() !== '' && celsius.trim() !== '' && Number.isFinite(value);
  const sending = useMutation({
    mutationFn: () => post(`${base}/readings`, { device, readings: [{ at: new Date().toISOString(), celsius: value }] }),
    onSuccess: () => {
      setCelsius('');
      onChanged();
    },
  });
  return (
    <form
      className="toolbar"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) sending.mutate();
      }}
    >
      <Input
        className="cold-device"
        aria-label={t('device')}
        placeholder={t('device')}
        value={device}
        onChange={(event) => setDevice(event.target.value)}
      />
      <Input
        className="cold-celsius"
        aria-label={t('temperature')}
        placeholder={t('temperature')}
        inputMode="decimal"
        suffix="℃"
        value={celsius}
        onChange={(event) => setCelsius(event.target.value)}
      />
      <Button htmlType="submit" disabled={!isReady} loading={sending.isPending}>
        {t('enterReading')}
      </Button>
      {sending.error && <ProblemNotice error={sending.error} />}
    </form>
  );
}

function AlarmLine({ base, alarm, onChanged }: { readonly base: string; readonly alarm: Alarm; readonly onChanged: () => void }) {
  const { t } = useTranslation('vaccination');
  const may = useMay();
  const [answer, setAnswer] = useState('');
  const { device, since, until, kind, worst } = alarm;
  const answering = useMutation({
    mutationFn: () => post(`${base}/alarms/answer`, { device, since, answer }),
    onSuccess: onChanged,
  });
  return (
    <li className={until ? 'alarm' : 'alarm alarm-open'}>
      <strong>{device}</strong> {t(`alarm_${kind}`, { worst: worst.toFixed(1) })}{' '}
      <span className="numeric">
        {formatInstant(since)} – {until ? formatInstant(until) : t('lasts')}
      </span>
      {alarm.answer && <div>{t('answered', { by: alarm.answeredBy ?? '', answer: alarm.answer })}</div>}
      {!alarm.answer && may('vaccination.stock') && (
        <form
          className="toolbar"
          onSubmit={(event) => {
            event.preventDefault();
            if (answer.trim()) answering.mutate();
          }}
        >
          <Input
            className="alarm-answer"
            aria-label={t('whatDone')}
            placeholder={t('whatDone')}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <Button htmlType="submit" disabled={!answer.trim()} loading={answering.isPending}>
            {t('save')}
          </Button>
        </form>
      )}
      {answering.error && <ProblemNotice error={answering.error} />}
    </li>
  );
}
