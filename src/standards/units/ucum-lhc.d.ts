declare module '@lhncbc/ucum-lhc' {
  interface Converted {
    readonly status: 'succeeded' | 'failed' | 'invalid' | 'error';
    readonly magnitude: number;
    readonly unitToExp: Readonly<Record<string, number>>;
    readonly fromUnitIsSpecial: boolean;
  }
  export const UcumLhcUtils: { getInstance(): { convertToBaseUnits(code: string, value: number): Converted } };
}
