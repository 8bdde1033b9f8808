import { pinyin } from 'pinyin-pro';

/** Surnames of two characters that are in use; every other Chinese surname is taken to have one. */
const COMPOUND = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 ' +
    '仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 ' +
    '段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 ' +
    '南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 吴铭 纳兰 完颜 耶律'
  ).split(' '),
);

/** Traditional and older forms that names are still written in, each before the form it stands for. */
const FORMS =
  '張张劉刘陳陈楊杨黃黄趙赵吳吴孫孙馬马鄭郑謝谢許许韓韩馮冯鄧邓蕭肖萧肖葉叶蘇苏呂吕盧卢鍾钟鐘钟譚谭陸陆範范賈贾韋韦鄒邹龍龙黎黎賀贺顧顾龔龚萬万' +
  '錢钱嚴严湯汤溫温齊齐喬乔龐庞顏颜倪倪莊庄聶聂魯鲁關关蘭兰寧宁紀纪淩凌畢毕單单駱骆藍蓝費费衛卫應应閔闵鄔邬邊边師师欒栾叢丛鞏巩餘余雲云' +
  '強强偉伟國国華华軍军勝胜興兴東东曉晓紅红麗丽艷艳豔艳豐丰愛爱鳳凤蘭兰蓮莲芳芳靜静潔洁瓊琼瑩莹穎颖婭娅嬌娇嬋婵娟娟賢贤惠惠寶宝貴贵榮荣慶庆' +
  '義义禮礼謙谦誠诚傑杰學学書书詩诗畫画琴琴樂乐歡欢業业進进遠远達达運运連连鵬鹏飛飞鴻鸿鶴鹤鸞鸾龍龙鳴鸣躍跃騰腾駿骏馳驰驍骁銀银銘铭鋒锋鋼钢鐵铁鎮镇' +
  '錦锦鈞钧鑫鑫澤泽濤涛濱滨滿满潤润漢汉淵渊湧涌瀾澜灝灏瀅滢燦灿煒炜煥焕燁烨爍烁輝辉陽阳陰阴隆隆際际階阶維维綺绮綠绿紹绍純纯紋纹細细結结績绩綱纲緯纬' +
  '縱纵繼继續续約约級级紳绅經经權权樹树楓枫棟栋橋桥檸柠歲岁曄晔暉晖時时昇升昊昊賓宾贊赞賦赋質质贏赢輕轻軒轩轉转韻韵響响頌颂順顺領领頤颐題题願愿風风' +
  '飄飘館馆饒饶驗验髮发鬆松麥麦點点黨党齡龄壽寿夢梦奮奋媽妈孫孙寬宽審审實实將将專专導导屆届嶺岭嵐岚嶽岳峯峰巖岩峽峡幹干廣广廈厦張张彥彦彌弥從从復复徵征' +
  '德德慧慧憲宪懷怀戀恋戰战揚扬擁拥擎擎攝摄數数斂敛淨净凱凯劍剑劉刘勳勋勵励勞劳區区協协卻却參参雙双發发變变吳吴員员啟启喚唤嘯啸園园圍围堅坚塵尘壯壮' +
  '聖圣聯联聰聪聲声職职肅肃膽胆臨临興兴舉举艦舰莉莉華华萊莱蔣蒋薩萨藝艺蘆芦蘊蕴虛虚蟬蝉術术裝装複复見见規规覺觉觀观計计訓训記记訪访設设評评詠咏話话' +
  '語语誌志調调論论諾诺謀谋講讲證证譽誉讀读讓让豪豪資资賞赏趙赵車车軍军辭辞農农遲迟遷迁選选遙遥邁迈鄉乡鄒邹醫医釋释鈴铃長长門门開开閃闪間间閣阁闊阔闖闯' +
  '隊队陝陕雋隽難难雞鸡離离霧雾靈灵韜韬項项須须預预頻频額额顯显飲饮馨馨騏骐騎骑魚鱼鯉鲤鯤鲲鷹鹰麟麟嵗岁峯峰羣群喆哲淼淼甯宁仝同傅付閻闫阎闫邱丘';

const modern = new Uint16Array(0x10000);
for (let at = 0; at + 1 < FORMS.length; at += 2) modern[FORMS.charCodeAt(at)] = FORMS.charCodeAt(at + 1);

/** Whether a text begins with a Chinese character of the Basic block or extension A, or with the dot of a name. */
export function isHan(text: string): boolean {
  const code = text.charCodeAt(0);
  return (code >= 0x3400 && code <= 0x9fff) || code === 0xb7 || code === 0x2022;
}

/** Traditional and variant characters in the form of today; other text as it is. */
export function modernForm(text: string): string {
  let changed = text;
  for (let at = 0; at < text.length; at++) {
    const form = modern[text.charCodeAt(at)] ?? 0;
    if (form !== 0) changed = changed.slice(0, at) + String.fromCharCode(form) + changed.slice(at + 1);
  }
  return changed;
}

const readings = new Map<string, string>();

/** Letters of pinyin without tones, `lü` as `lv`; a surname has its surname's reading (单 shan, 曾 zeng, 仇 qiu). */
export function soundOf(text: string, isSurname: boolean): string {
  if (isSurname && text.length > 1)
    return spell(pinyin(text, { surname: 'all', toneType: 'none', type: 'array', v: true }).join(''));
  let sound = '';
  for (const character of text) {
    const key = isSurname ? `^${character}` : character;
    let reading = readings.get(key);
    if (reading === undefined) {
      reading = spell(pinyin(character, { surname: isSurname ? 'all' : 'off', toneType: 'none', v: true }));
      readings.set(key, reading);
    }
    sound += reading;
  }
  return sound;
}

/** Letters of pinyin as a passport or a keyboard spells them, in one spelling: `lyu`, `lü` and `lv` are one. */
export const spell = (letters: string): string => letters.replaceAll('ü', 'v').replace(/([ln])(?:yu|u:)/g, '$1v');

/** Splits a Chinese name; where the given name came first, comparing will tell. */
export function splitHanName(name: string): { readonly surname: string; readonly given: string } {
  const dot = name.search(/[·•]/);
  if (dot > 0) return { surname: name.slice(dot + 1).replace(/[·•]/g, ''), given: name.slice(0, dot) };
  if (name.length >= 3 && COMPOUND.has(name.slice(0, 2))) return { surname: name.slice(0, 2), given: name.slice(2) };
  if (name.length >= 3 && COMPOUND.has(name.slice(-2))) return { surname: name.slice(-2), given: name.slice(0, -2) };
  return { surname: name.slice(0, 1), given: name.slice(1) };
}
