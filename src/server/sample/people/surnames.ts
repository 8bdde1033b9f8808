import type { Random } from './random.ts';

/** Share of each surname in the country, per 10,000 residents; beyond these some 6 in 100 carry a rarer one. */
const SHARES =
  '王710 李700 张670 刘510 陈460 杨320 黄240 赵230 吴210 周200 徐170 孙160 马130 朱120 胡120 郭115 何110 林110 高100 罗95 郑92 梁85 谢80 宋80 唐75 许72 邓65 冯62 韩62 曹60 曾58 彭58 肖57 蔡55 潘54 田53 董52 袁52 于50 余50 叶49 蒋48 杜48 苏47 魏46 程45 吕45 丁43 沈42 任42 姚41 卢41 傅40 钟40 姜39 崔38 谭37 廖37 范36 汪36 陆36 金35 石34 戴34 贾33 韦33 夏32 邱32 方32 侯31 邹31 熊30 孟29 秦29 白28 江28 阎27 薛27 尹26 段26 雷25 黎25 史24 龙24 贺23 陶23 顾22 毛22 郝21 龚21 邵20 万20 钱19 严19 覃18 武18 莫17 孔17 向16 汤16 温15 康15 施14 文14 牛13 樊13 葛12 邢12 安11 齐11 易10 乔10 伍10 庞9 颜9 倪9 庄8 聂8 章8 鲁7 岳7 翟7 殷6 詹6 申6 欧5 耿5 关5 兰5 焦4 俞4 左4 柳4 甘4 祝4 包4 宁3 尚3 符3 舒3 阮3 柯3 纪3 梅3 童3 凌3 毕3 单3 季3 裴3 霍2 涂2 成2 苗2 谷2 盛2 曲2 翁2 冉2 骆2 蓝2 路2 游2 辛2 靳2 欧阳2 管2 柴2 蒙2 鲍2 华2 喻2 祁2 上官1 司马1 诸葛1 仇1 查1 解1';

/** How much commoner or rarer a surname is in a province than in the country. */
const REGIONAL: Readonly<Record<string, string>> = {
  '35': '林9 陈2.6 黄2.2 郑3.2 吴1.6 薛4 翁12 庄6 詹5 游6 施3 江2.5 张0.7 王0.7 李0.7 刘0.5 赵0.4 杨0.7 马0.2 阎0.2',
  '51': '罗2 何1.9 周1.5 唐1.7 邓2.2 杨1.4 廖1.8 曾1.8 蒋1.7 冉4 林0.5 陈1.1 郑0.7 马0.7',
};

const national = readShares(SHARES);

function readShares(text: string): [string, number][] {
  return text.split(' ').flatMap((pair): [string, number][] => {
    const [, name, number] = /^(\p{Script=Han}+)([\d.]+)$/u.exec(pair) ?? [];
    return name && number ? [[name, Number(number)]] : [];
  });
}

/** A surname with the frequency that it has in the province. @param division GB/T 2260 code of any level */
export function surname(random: Random, division: string): string {
  return random.weighted(sharesIn(division.slice(0, 2)));
}

const byProvince = new Map<string, readonly (readonly [string, number])[]>();

function sharesIn(province: string): readonly (readonly [string, number])[] {
  const known = byProvince.get(province);
  if (known) return known;
  const factors = new Map(readShares(REGIONAL[province] ?? ''));
  const shares = national.map(([name, share]) => [name, share * (factors.get(name) ?? 1)] as const);
  byProvince.set(province, shares);
  return shares;
}
