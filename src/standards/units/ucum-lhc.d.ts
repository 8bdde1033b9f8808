declare module '@lhncbc/ucum-lhc' {
  interface Converted {
    readonly status: 'succeeded' | 'failed' | 'invalid' | 'error';
    readonly magnitude: number;
    readonly unitToExp: Readonly<Record<string, number>>;
    readonly fromUnitIsSpecial: boolean;
  }
  interface Checked {
    readonly status: 'valid' | 'invalid' | 'error';
  }
  interface Utils {
    convertToBaseUnits(code: string, value: number): Converted;
    validateUnitString(code: string): Checked;
  }
  export const UcumLhcUtils: { getInstance(): Utils };
}
