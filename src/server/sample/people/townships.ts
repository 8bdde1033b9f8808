import { findDivision, upperOf } from '../../../standards/index.ts';

/** A township or sub-district of a county, with streets or villages in it. */
export interface Township {
  /** 9 digits: the county's six and three of its own. */
  readonly code: string;
  readonly name: string;
  /** Streets of a town, or villages. */
  readonly streets: readonly string[];
  readonly rural: boolean;
}

/** Real names of townships and streets; the three digits follow the order of the list. */
const known: Readonly<Record<string, string>> = {
  '350102':
    '鼓东街道:鼓东路,仙塔街,中山路|鼓西街道:鼓西路,西门街,北大路|温泉街道:温泉支路,华林路,树汤路|东街街道:东街,河东路,军门路|南街街道:南街,通湖路,光禄坊|安泰街道:朱紫坊,津门路,法海路|华大街道:华屏路,北环西路,龙腰路|水部街道:水部路,六一中路,古田路|五凤街道:五凤路,杨桥西路,软件大道|洪山镇:洪山园路,工业路,西二环中路',
  '350181':
    '玉屏街道:一拂街,后埔街,向高街|龙山街道:瑞亭村,玉塘村,西环路|龙江街道:龙塘村,观音埔路,霞楼村|宏路街道:宏路街,石门村,周店村|石竹街道:清荣大道,福俱路,跃进路|音西街道:音西村,福百大道,洋埔村|阳下街道:洪宽路,溪头村,奎岭村|海口镇:海口村,斗垣村,牛宅村|城头镇:城头村,吉钓村,后俸村|高山镇:高山街,后安村,院西村',
  '510104':
    '锦官驿街道:水井街,东升街,天仙桥南路|东湖街道:东湖街,莲桂东路,静居寺路|锦华路街道:锦华路,晨辉路,琉璃路|春熙路街道:春熙路,总府路,红星路|书院街街道:书院西街,华星路,武成大街|牛市口街道:牛沙路,莲花西路,水碾河南街|沙河街道:净居寺路,龙舟路,五桂桥街|狮子山街道:菱窠路,静安路,成龙大道|成龙路街道:驿都西路,喜树路,锦华路三段|柳江街道:三色路,柳江路,琉璃场街|三圣街道:红砂村,幸福村,驸马村',
};

export function townshipsOf(county: string): readonly Township[] {
  const list =
    known[county] ?? '中心街道:人民路,中山路,解放路|城东街道:东大街,建设路|城西街道:西大街,文化路|城关镇:城关村,新民村';
  return list.split('|').map((line, index) => {
    const [name = '', streets = ''] = line.split(':');
    return {
      code: `${county}${String(index + 1).padStart(3, '0')}`,
      name,
      streets: streets.split(','),
      rural: /村/.test(streets),
    };
  });
}

/** `福建省福州市鼓楼区`. @param division a county, prefecture or province */
export function fullName(division: string): string {
  const upper = upperOf(division);
  const above = upper && upper !== '000000' ? fullName(upper) : '';
  return above + (findDivision(division)?.name.zh ?? '');
}
