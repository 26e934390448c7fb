/** Code, name and country of each company. The last has neither users nor projects. */
export const companyNames: readonly (readonly [code: string, name: string, country: string])[] = [
  ['NORDFAEHRE', 'Nordfähre Reederei', 'DE'],
  ['TEJO', 'Padaria do Tejo', 'PT'],
  ['AIGAIO', 'Αιγαίο Χάρτες', 'GR'],
  ['DNIPRO', 'Дніпро Млини', 'UA'],
  ['ATLAS', 'مكتبة الأطلس', 'MA'],
  ['GALIL', 'כרמי הגליל', 'IL'],
  ['NARMADA', 'नर्मदा बीज भंडार', 'IN'],
  ['YUNHE', '运河印刷', 'CN'],
  ['KAMOGAWA', '鴨川工房', 'JP'],
  ['HANGANG', '한강 악기', 'KR'],
  ['ABAY', 'አባይ ቡና', 'ET'],
  ['VLTAVA', 'Vltavské loděnice', 'CZ'],
  ['FJORD-9', 'Fjord № 9 Målere', 'NO'],
  ['TUZLA', 'Tuzla Şişe & Cam', 'TR'],
  ['SONGHONG', 'Sông Hồng Gốm Sứ', 'VN'],
  ['MTKVARI', 'მტკვარი თეატრი', 'GE'],
  ['CHAO-PHRAYA', 'เรือเมล์เจ้าพระยา', 'TH'],
  ['OBRIEN', "O'Brien & Daughters", 'IE'],
  ['HUIT', 'Les Huit Écluses', 'FR'],
  ['EMPTY', 'A Company Without Anybody', 'CA'],
];

/** Code and name of each team; the first is the default of a task. */
export const teamNames: readonly (readonly [code: string, name: string])[] = [
  ['triage', 'Triage'],
  ['harbour', 'Harbour'],
  ['workshop', 'Werkstatt'],
  ['print', 'Impresión'],
  ['field', 'Полевая группа'],
  ['library', 'المكتبة'],
  ['night-shift', '夜勤'],
  ['founders', 'A team without tasks'],
];

/** What projects are about; together with `projectKinds` they make sixty names. */
export const projectSubjects: readonly string[] = [
  'Ferry timetable',
  'Seed bank',
  'Tram signals',
  'Clinic intake',
  'Bakery orders',
  'Museum labels',
  'River gauges',
  'Night school',
  'Wind farm',
  'Choir tickets',
  'Χάρτες νησιών',
  '古籍目录',
];

export const projectKinds: readonly string[] = ['renewal', 'survey', 'migration', 'handbook', 'pilot'];

/** Tags; those after the first twenty are retired. */
export const tagNames: readonly string[] = [
  'backend',
  'frontend',
  'accessibility',
  'documentation',
  'performance',
  'security',
  'good first task',
  'waiting for customer',
  'übersetzung',
  'größe & gewicht',
  '100% done?',
  'under_score',
  'έλεγχος',
  'срочно',
  'مراجعة',
  'תרגום',
  'समीक्षा',
  '翻译',
  '文書',
  '번역',
  'fax',
  'floppy',
  'millennium bug',
  'ትርጉም',
];
