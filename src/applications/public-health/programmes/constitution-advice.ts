import type { Bilingual } from '../../../kernel/contract.ts';

/** What is said to somebody of a type, by its code in CV05.01.005: mood, food, living, movement, points. Our own words. */
export const advice: Readonly<Record<string, Bilingual>> = {
  '01': {
    zh: '情志：保持平和，遇事不急。饮食：种类多样，粗细搭配，不过饱。起居：按时作息，睡眠充足。运动：散步、太极拳，每天半小时左右。穴位：可按揉涌泉、足三里，每次2～3分钟。',
    en: 'Mood: stay calm. Food: varied, coarse and fine grain, never to excess. Living: regular hours, enough sleep. Movement: walking or tai chi for about half an hour a day. Points: Yongquan and Zusanli, 2–3 minutes each.',
  },
  '02': {
    zh: '情志：保持乐观，避免过思过劳。饮食：山药、大枣、小米、鸡肉等健脾益气，少吃耗气生冷之物。起居：午间小睡，避风保暖，不做重活。运动：和缓的八段锦、散步，不出大汗。穴位：气海、关元，温和按揉或艾灸。',
    en: 'Mood: be of good cheer, avoid brooding and overwork. Food: yam, dates, millet, chicken; little that is raw or cold. Living: a nap at noon, out of the wind, no heavy work. Movement: gentle baduanjin or walking without much sweat. Points: Qihai and Guanyuan, gentle pressing or moxa.',
  },
  '03': {
    zh: '情志：多与人交往，多听轻快音乐。饮食：羊肉、生姜、韭菜、核桃等温热之品，少吃寒凉。起居：保暖腰腹和足部，多晒太阳。运动：白天阳光下慢走，避免在大风大寒中锻炼。穴位：关元、命门，艾灸或搓热。',
    en: 'Mood: company and lively music. Food: warming things, mutton, ginger, chives, walnuts; little that is cold. Living: keep waist, belly and feet warm, sit in the sun. Movement: slow walks in sunshine, not in wind or frost. Points: Guanyuan and Mingmen, moxa or rubbing warm.',
  },
  '04': {
    zh: '情志：静养心神，少争少怒。饮食：百合、银耳、鸭肉、梨等滋润之品，少吃辛辣煎炸。起居：不熬夜，避免高温和大汗。运动：太极拳、八段锦，及时补水。穴位：太溪、三阴交，按揉2～3分钟。',
    en: 'Mood: keep a quiet mind, quarrel little. Food: moist things, lily bulb, white fungus, duck, pears; little that is hot or fried. Living: early to bed, no heat, no heavy sweating. Movement: tai chi, baduanjin, with enough to drink. Points: Taixi and Sanyinjiao, 2–3 minutes.',
  },
  '05': {
    zh: '情志：多参加活动，开阔心胸。饮食：清淡，冬瓜、薏米、萝卜、海带，少吃肥甘甜腻，不过饱，限酒。起居：住处干燥，勤晒被褥，不贪睡。运动：循序渐进，快走、慢跑，每次半小时以上，量力而行。穴位：丰隆、足三里。',
    en: 'Mood: join in, widen your interests. Food: light, wax gourd, coix seed, radish, kelp; little fat or sweet, never to excess, little alcohol. Living: dry rooms, aired bedding, no oversleeping. Movement: brisk walking or jogging for half an hour and more, step by step, within your strength. Points: Fenglong and Zusanli.',
  },
  '06': {
    zh: '情志：戒急戒躁，学会静心。饮食：绿豆、苦瓜、芹菜、冬瓜，忌烟酒和辛辣油腻。起居：居处通风干燥，不熬夜，皮肤保持清洁。运动：游泳、登山、快走，暑热天不在户外久练。穴位：阴陵泉、曲池。',
    en: 'Mood: no haste, learn to be still. Food: mung beans, bitter gourd, celery, wax gourd; no tobacco, alcohol, hot or greasy food. Living: airy dry rooms, early to bed, clean skin. Movement: swimming, hill walking, brisk walking; not long outdoors in great heat. Points: Yinlingquan and Quchi.',
  },
  '07': {
    zh: '情志：及时排解烦闷。饮食：山楂、黑木耳、玫瑰花、醋，少吃油腻收涩。起居：保暖，不久坐，作息规律。运动：促进气血流通的健步、太极拳；胸闷、绞痛时立即停止并就医。穴位：血海、膈俞。',
    en: 'Mood: relieve distress in good time. Food: hawthorn, black fungus, rose, vinegar; little that is greasy or astringent. Living: warmth, no long sitting, regular hours. Movement: walking, tai chi; on tightness or pain of the chest stop at once and see a doctor. Points: Xuehai and Geshu.',
  },
  '08': {
    zh: '情志：多倾诉，多参加集体活动；持续情绪低落请就医。饮食：柑橘、玫瑰花、黄花菜、小麦，睡前不饮浓茶咖啡。起居：环境明亮安静，睡眠规律。运动：结伴散步、跳舞、下棋。穴位：太冲、膻中。',
    en: 'Mood: talk, join groups; if low spirits last, see a doctor. Food: citrus, rose, day lily, wheat; no strong tea or coffee before bed. Living: bright quiet rooms, regular sleep. Movement: walks in company, dancing, chess. Points: Taichong and Danzhong.',
  },
  '09': {
    zh: '情志：平和心态，避免紧张。饮食：清淡均衡，避开致敏食物，少吃辛辣腥发。起居：常通风、勤换洗，避开花粉尘螨，慎养宠物。运动：循序渐进，春季花粉多时少在户外久练。穴位：足三里、关元。过敏发作及时就医。',
    en: 'Mood: stay calm, avoid tension. Food: light and balanced, none of what you are allergic to. Living: air and wash often, keep away from pollen and mites, take care with pets. Movement: step by step, not long outdoors when pollen flies. Points: Zusanli and Guanyuan. See a doctor when allergy breaks out.',
  },
  none: {
    zh: '本次未能判定体质类型：请核对各题得分；仍无法判定的，2 周后再次辨识，或请中医师判断。',
    en: 'No type could be judged: check the answers; if it stays so, repeat after two weeks or ask a doctor of Chinese medicine.',
  },
};
