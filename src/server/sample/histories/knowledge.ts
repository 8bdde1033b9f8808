import type { Named } from '../people/coding.ts';
import type { Medicine } from './chart.ts';

/** What residents fall ill with and what they get for it: names and codes only, no guidance for treatment. */
export interface Illness {
  readonly code: Named;
  readonly medicines: readonly Medicine[];
  /** Days until it is over. */
  readonly days: number;
}

const tablet = (code: string, zh: string, en: string, dose: number, unit: string, daily: number, days: number): Medicine => ({
  name: [code, zh, en],
  dose: [dose, unit],
  daily,
  days,
});

export const commonIllnesses: readonly Illness[] = [
  {
    code: ['J06.9', '急性上呼吸道感染', 'Acute upper respiratory infection'],
    days: 7,
    medicines: [tablet('R05X', '复方氨酚烷胺片', 'Paracetamol compound tablets', 1, 'tab', 2, 5)],
  },
  {
    code: ['J20.9', '急性支气管炎', 'Acute bronchitis'],
    days: 14,
    medicines: [
      tablet('J01CA04', '阿莫西林胶囊', 'Amoxicillin capsules', 0.5, 'g', 3, 7),
      tablet('R05CB06', '盐酸氨溴索片', 'Ambroxol tablets', 30, 'mg', 3, 7),
    ],
  },
  {
    code: ['K29.5', '慢性胃炎', 'Chronic gastritis'],
    days: 60,
    medicines: [tablet('A02BC01', '奥美拉唑肠溶胶囊', 'Omeprazole capsules', 20, 'mg', 1, 28)],
  },
  {
    code: ['M54.5', '下背痛', 'Low back pain'],
    days: 30,
    medicines: [tablet('M01AE01', '布洛芬缓释胶囊', 'Ibuprofen prolonged-release capsules', 0.3, 'g', 2, 7)],
  },
  {
    code: ['L30.9', '皮炎', 'Dermatitis'],
    days: 21,
    medicines: [tablet('R06AX13', '氯雷他定片', 'Loratadine tablets', 10, 'mg', 1, 14)],
  },
  {
    code: ['N39.0', '泌尿道感染', 'Urinary tract infection'],
    days: 10,
    medicines: [tablet('J01MA12', '左氧氟沙星片', 'Levofloxacin tablets', 0.5, 'g', 1, 5)],
  },
  { code: ['H10.9', '结膜炎', 'Conjunctivitis'], days: 10, medicines: [] },
  {
    code: ['J30.4', '过敏性鼻炎', 'Allergic rhinitis'],
    days: 40,
    medicines: [tablet('R06AE07', '盐酸西替利嗪片', 'Cetirizine tablets', 10, 'mg', 1, 14)],
  },
  {
    code: ['M17.9', '膝骨关节炎', 'Osteoarthritis of knee'],
    days: 365,
    medicines: [tablet('M01AH01', '塞来昔布胶囊', 'Celecoxib capsules', 0.2, 'g', 1, 14)],
  },
  {
    code: ['A09.9', '胃肠炎', 'Gastroenteritis'],
    days: 5,
    medicines: [tablet('A07BC05', '蒙脱石散', 'Dioctahedral smectite powder', 3, 'g', 3, 3)],
  },
];

export const childIllnesses: readonly Illness[] = [
  {
    code: ['J06.9', '急性上呼吸道感染', 'Acute upper respiratory infection'],
    days: 6,
    medicines: [tablet('N02BE01', '对乙酰氨基酚口服混悬液', 'Paracetamol oral suspension', 5, 'mL', 3, 3)],
  },
  {
    code: ['J03.9', '急性扁桃体炎', 'Acute tonsillitis'],
    days: 8,
    medicines: [tablet('J01CA04', '阿莫西林颗粒', 'Amoxicillin granules', 0.25, 'g', 3, 5)],
  },
  { code: ['B08.4', '手足口病', 'Hand, foot and mouth disease'], days: 10, medicines: [] },
  {
    code: ['A08.0', '轮状病毒性肠炎', 'Rotaviral enteritis'],
    days: 7,
    medicines: [tablet('A07BC05', '蒙脱石散', 'Dioctahedral smectite powder', 1.5, 'g', 3, 3)],
  },
  { code: ['L20.9', '特应性皮炎', 'Atopic dermatitis'], days: 60, medicines: [] },
];

/** Disease and, where its code is known here, syndrome of GB/T 15657-2021, with a herbal prescription. */
export interface ChineseIllness {
  readonly disease: Named;
  readonly syndrome?: Named;
  readonly formula: Named;
  readonly doses: number;
}

export const chineseIllnesses: readonly ChineseIllness[] = [
  {
    disease: ['A01.01.01.01', '伤风', 'Common cold, wind-cold type (TCM)'],
    formula: ['jing-fang-bai-du', '荆防败毒散加减', 'Modified Jingfang Baidu powder'],
    doses: 5,
  },
  {
    disease: ['A05.01', '郁病', 'Depression (TCM)'],
    syndrome: ['B04.06.01.03.02', '心脾两虚证', 'Heart-spleen deficiency syndrome'],
    formula: ['gui-pi', '归脾汤加减', 'Modified Guipi decoction'],
    doses: 7,
  },
  {
    disease: ['A05.01', '郁病', 'Depression (TCM)'],
    syndrome: ['B04.06.02.03.01.02', '肝郁脾虚证', 'Liver depression and spleen deficiency syndrome'],
    formula: ['xiao-yao', '逍遥散加减', 'Modified Xiaoyao powder'],
    doses: 7,
  },
  {
    disease: ['A07.06.03', '痹病', 'Impediment disease (TCM)'],
    formula: ['du-huo-ji-sheng', '独活寄生汤', 'Duhuo Jisheng decoction'],
    doses: 7,
  },
];

export interface Stay {
  readonly code: Named;
  readonly procedure?: Named;
  readonly department: Named;
  readonly nights: readonly [number, number];
  readonly fee: readonly [number, number];
  readonly from: number;
  readonly sex?: 'male' | 'female';
}

export const stays: readonly Stay[] = [
  {
    code: ['J18.9', '肺炎', 'Pneumonia'],
    department: ['resp', '呼吸内科', 'Respiratory medicine'],
    nights: [6, 11],
    fee: [4200, 9800],
    from: 0,
  },
  {
    code: ['K35.8', '急性阑尾炎', 'Acute appendicitis'],
    procedure: ['47.01', '腹腔镜下阑尾切除术', 'Laparoscopic appendicectomy'],
    department: ['surg', '普外科', 'General surgery'],
    nights: [4, 7],
    fee: [8600, 14000],
    from: 6,
  },
  {
    code: ['K80.2', '胆囊结石', 'Gallstones'],
    procedure: ['51.23', '腹腔镜下胆囊切除术', 'Laparoscopic cholecystectomy'],
    department: ['surg', '普外科', 'General surgery'],
    nights: [4, 8],
    fee: [9800, 16500],
    from: 30,
  },
  {
    code: ['I63.9', '脑梗死', 'Cerebral infarction'],
    department: ['neuro', '神经内科', 'Neurology'],
    nights: [9, 18],
    fee: [12000, 26000],
    from: 55,
  },
  {
    code: ['I20.0', '不稳定型心绞痛', 'Unstable angina'],
    procedure: ['36.07', '冠状动脉药物洗脱支架植入术', 'Drug-eluting coronary stent'],
    department: ['cardio', '心血管内科', 'Cardiology'],
    nights: [5, 9],
    fee: [26000, 48000],
    from: 50,
  },
  {
    code: ['H25.9', '老年性白内障', 'Senile cataract'],
    procedure: ['13.41', '白内障超声乳化抽吸术', 'Cataract phacoemulsification'],
    department: ['eye', '眼科', 'Ophthalmology'],
    nights: [2, 4],
    fee: [6200, 9600],
    from: 60,
  },
  {
    code: ['S72.0', '股骨颈骨折', 'Fracture of neck of femur'],
    procedure: ['81.51', '全髋关节置换术', 'Total hip replacement'],
    department: ['ortho', '骨科', 'Orthopaedics'],
    nights: [11, 18],
    fee: [42000, 68000],
    from: 62,
  },
  {
    code: ['M51.2', '腰椎间盘突出', 'Lumbar disc displacement'],
    department: ['ortho', '骨科', 'Orthopaedics'],
    nights: [7, 12],
    fee: [5800, 12000],
    from: 30,
  },
];

export interface Chronic {
  readonly programme: Named;
  readonly code: Named;
  readonly medicines: readonly Medicine[];
}

export const hypertension: Chronic = {
  programme: ['hypertension', '高血压患者健康管理', 'Hypertension management'],
  code: ['I10', '原发性高血压', 'Essential hypertension'],
  medicines: [
    tablet('C08CA01', '苯磺酸氨氯地平片', 'Amlodipine tablets', 5, 'mg', 1, 84),
    tablet('C09CA03', '缬沙坦胶囊', 'Valsartan capsules', 80, 'mg', 1, 84),
    tablet('C07AB02', '酒石酸美托洛尔片', 'Metoprolol tablets', 25, 'mg', 2, 84),
  ],
};

export const diabetes: Chronic = {
  programme: ['diabetes', '2 型糖尿病患者健康管理', 'Type 2 diabetes management'],
  code: ['E11.9', '2 型糖尿病', 'Type 2 diabetes mellitus'],
  medicines: [
    tablet('A10BA02', '盐酸二甲双胍片', 'Metformin tablets', 0.5, 'g', 2, 84),
    tablet('A10BB12', '格列美脲片', 'Glimepiride tablets', 2, 'mg', 1, 84),
    tablet('A10BK01', '达格列净片', 'Dapagliflozin tablets', 10, 'mg', 1, 84),
  ],
};
