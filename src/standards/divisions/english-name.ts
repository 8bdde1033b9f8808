import { pinyin } from 'pinyin-pro';

/** Names that are not the pinyin of their characters. */
const ESTABLISHED: Readonly<Record<string, string>> = {
  中国: 'China',
  内蒙古自治区: 'Inner Mongolia',
  西藏自治区: 'Tibet',
  新疆维吾尔自治区: 'Xinjiang',
  广西壮族自治区: 'Guangxi',
  宁夏回族自治区: 'Ningxia',
  陕西省: 'Shaanxi',
  香港特别行政区: 'Hong Kong',
  澳门特别行政区: 'Macao',
  台湾省: 'Taiwan',
  哈尔滨市: 'Harbin',
  呼和浩特市: 'Hohhot',
  乌鲁木齐市: 'Urumqi',
  拉萨市: 'Lhasa',
};

const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/自治州$/, ' Prefecture'],
  [/自治县$/, ' County'],
  [/地区$/, ' Prefecture'],
  [/盟$/, ' League'],
  [/旗$/, ' Banner'],
  [/区$/, ' District'],
  [/县$/, ' County'],
  [/省$/, ''],
  [/市$/, ''],
];

/** English name of a division: pinyin without the generic part, and the English word for that. 鼓楼区 → Gulou District. */
export function englishName(name: string): string {
  const established = ESTABLISHED[name];
  if (established) return established;
  const [suffix, word] = SUFFIXES.find(([pattern]) => pattern.test(name)) ?? [/$/, ''];
  const stem = name.replace(suffix, '');
  return toName(stem.length > 0 ? stem : name) + word;
}

function toName(characters: string): string {
  const letters = pinyin(characters, { toneType: 'none', type: 'array', v: true }).join('').replaceAll('v', 'u');
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}
