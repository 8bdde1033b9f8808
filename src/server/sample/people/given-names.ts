import type { Random } from './random.ts';

type Sex = 'male' | 'female';

/** Given names by the year of birth up to which they were in fashion, commonest first. */
const fashions: readonly { readonly until: number; readonly male: string; readonly female: string }[] = [
  {
    until: 1959,
    male: '建国 国强 志明 建华 德福 永福 文华 金水 福生 长生 德明 玉明 志强 国平 世荣 水生 光荣 忠 明 德胜 炳坤 依弟 大勇 家富 开明',
    female:
      '秀英 桂英 秀兰 玉兰 桂兰 玉珍 凤英 秀珍 玉英 淑珍 淑英 兰英 翠英 美英 金妹 依妹 素珍 桂珍 惠英 玉华 秀华 月英 素华 菊英',
  },
  {
    until: 1979,
    male: '伟 强 军 勇 建军 志强 国强 建平 波 斌 涛 辉 建华 明 文 峰 海 平 俊 志刚 刚 国华 永强 晓东 建新 卫东 小平 立新 剑锋 忠义',
    female:
      '丽 敏 静 艳 红 芳 燕 霞 玲 娟 秀丽 丽华 海燕 晓红 玉梅 丽娟 美玲 爱华 春梅 建英 秀梅 琴 萍 碧云 玉琴 桂芳 秋菊 翠萍 雪梅 惠',
  },
  {
    until: 1999,
    male: '伟 磊 涛 鹏 杰 超 浩 宇 俊杰 志伟 晓东 鑫 斌 凯 文杰 帅 龙 辉 宁 翔 健 建文 彬 志远 文涛 子豪 俊 晨 晓明 立',
    female: '静 婷 婷婷 丽 娜 雪 敏 倩 颖 慧 佳 莉 晶 丹 雅琴 琳 思思 梦 晓燕 玉婷 雯 欣 丽萍 露 晓琳 佳佳 燕萍 雪莹 秋燕 诗雨',
  },
  {
    until: 2012,
    male: '浩然 宇轩 子轩 俊豪 梓豪 嘉豪 家豪 天宇 浩宇 文博 子涵 博文 思远 俊熙 明轩 志豪 泽宇 晨阳 锦程 睿',
    female: '欣怡 梓涵 诗涵 雨涵 佳怡 思琪 雨欣 梦瑶 可欣 紫涵 欣妍 语嫣 佳琪 子涵 静怡 思涵 心怡 晨曦 嘉怡 梓萱',
  },
  {
    until: 9999,
    male: '沐宸 浩宇 沐辰 茗泽 奕辰 宇泽 浩然 奕泽 宇轩 沐阳 宇辰 子墨 景行 梓睿 一鸣 亦辰 昊天 承泽 俊熙 知远',
    female: '若汐 一诺 艺涵 依诺 梓涵 苡沫 雨桐 欣怡 语桐 语汐 可馨 诗涵 沐瑶 清妍 梓玥 芷若 安然 书瑶 念初 知夏',
  },
];

const lists = fashions.map(({ until, male, female }) => ({ until, male: male.split(' '), female: female.split(' ') }));

/** A given name as parents chose them in that year. */
export function givenName(random: Random, birthYear: number, sex: Sex): string {
  const fashion = lists.find(({ until }) => birthYear <= until);
  if (!fashion) throw new RangeError(`no names for ${birthYear}`);
  return random.skewed(fashion[sex]);
}
