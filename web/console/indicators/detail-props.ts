import type { IndicatorFigures, MeasureView } from '../../../src/indicators/contract.ts';

/** Of what an indicator in detail and its panels are made. */
export interface DetailProps {
  readonly figures: IndicatorFigures;
  readonly measure: MeasureView;
  readonly onDivision: (division: string) => void;
  readonly onClose: () => void;
}
