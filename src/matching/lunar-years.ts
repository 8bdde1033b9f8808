/**
 * The Chinese lunar years 1900 to 2099, as ICU computes them (GB/T 33661-2017). Each is a number in base 36: bit i is set
 * where the year's month i (from 0, a leap month counted) has 30 days; from bit 13 on, the place of the leap month, 0 for none.
 */
export const LUNAR_YEARS: readonly number[] = (
  '1j2q 1g2 2w5 100a 18r 23f thy 12i 28p h8y 1g2 17ad 279 217 zor j1 12j l7t 2p5 1e36 2vm 2lh 174d 21i ' +
  'ja tkl 1ck 2w9 ioi 2vm 14iu 10r 21j zau 28q 1ck lvt 1ft 1cpf 237 10r 13yz 23x 12i uol 2as 289 hw3 ' +
  '239 1cfh 112 23x zvu 2pe 2p0 oqx 2mi 1gnp 23b 11y 141h 251 1ci s6d 2w5 18q lg7 23f 1cgq 12i 295 107m ' +
  '28i 279 tor 217 1inf j1 12l 146h 2p5 2oi v1h 2lh 1wel 21i ja 19dh 1cl 2w9 11n6 2vm 2li l06 21j 1iom ' +
  'nu 1cl yix 1ft 1ar tgr 10r 21n guy 12i 1dn9 2as 289 10ur 239 10t rcd 245 1p62 15e 2p1 17pm 2tm 2hh ' +
  'tgu 11y 245 gxe 1ci 14th 2zp 18q y3b x7 123 l3q 295 224y 28i 279 174b 217 x7 wnv 14d 296 i1e 2oi ' +
  '1e05 2lh 21h zot xi 14l lnu 2x5 1klu 2vm 2li 13yu 21j ye qmt 1g5 1ft lub 1ar 1cff 10r 21n ztm 12i ' +
  '291 tvu 289 1jth 239 10t 1419 245 14a rl1 2p1 2mi olx 2hi 1d8u 11y 245 zw2 1ci 2w5 s3u 1aj 1h1z x7 ' +
  '123 142e 296 1g2 tut 285 22z gpn'
)
  .split(' ')
  .map((year) => Number.parseInt(year, 36));
