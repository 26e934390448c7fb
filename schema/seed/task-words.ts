/** Two lists whose members make a task name, with what stands between them. */
export interface NamePattern {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly between: string;
}

/** English comes first and is the most frequent. */
export const taskNamePatterns: readonly [NamePattern, ...NamePattern[]] = [
  {
    first: [
      'Repair',
      'Review',
      'Translate',
      'Measure',
      'Plan',
      'Test',
      'Draft',
      'Clean up',
      'Document',
      'Replace',
    ],
    second: [
      'the login page',
      'the invoice export',
      'the spring timetable',
      'the mooring lines',
      'the search index',
      'the opening hours',
      'the seed labels',
      'the signal relays',
      'the ticket printer',
      'the backup of the archive',
      'the flour delivery',
      'the visitor survey',
    ],
    between: ' ',
  },
  {
    first: ['Prüfstand für', 'Angebot für', 'Rückfragen zu', 'Übersicht über'],
    second: ['die Fährbrücke', 'den Großauftrag', 'die Schlüsselübergabe', 'das Käfiggewölbe'],
    between: ' ',
  },
  {
    first: ['Revisión de', 'Diseño de', 'Publicación de'],
    second: ['las señales', 'el año fiscal', 'la pingüinera', 'los exámenes'],
    between: ' ',
  },
  {
    first: ['Έλεγχος', 'Μετάφραση', 'Διόρθωση'],
    second: ['του χάρτη', 'των τιμολογίων', 'της εισόδου'],
    between: ' ',
  },
  {
    first: ['Проверить', 'Перевести', 'Починить'],
    second: ['расписание', 'счёт', 'подъёмник', 'ещё один отчёт'],
    between: ' ',
  },
  { first: ['مراجعة', 'ترجمة', 'إصلاح'], second: ['الفاتورة', 'الفهرس', 'البوّابة'], between: ' ' },
  { first: ['בדיקת', 'תרגום', 'תיקון'], second: ['החשבונית', 'המפתח', 'השער'], between: ' ' },
  { first: ['बीज सूची', 'बजट', 'समय सारणी'], second: ['की जाँच', 'का अनुवाद', 'की मरम्मत'], between: ' ' },
  { first: ['检查', '翻译', '修理'], second: ['时刻表', '发票', '索引'], between: '' },
  { first: ['時刻表', '請求書', '展示ラベル'], second: ['確認する', '翻訳する', '直す'], between: 'を' },
  { first: ['시간표', '청구서', '조율'], second: ['검토', '번역', '수정'], between: ' ' },
  { first: ['የቡና መለያ', 'ደረሰኝ', 'መርሐ ግብር'], second: ['ማረም', 'መተርጎም', 'መፈተሽ'], between: ' ' },
];

/** Put before some task names. Several consist of more than one code point. */
export const emoji: readonly string[] = ['🚀', '🐛', '🧹', '⚠️', '👩🏽‍🔧', '🇪🇹', '🏴‍☠️', '❤️‍🔥'];

/** Names of some of the tasks: what breaks careless quoting, matching, cutting and ordering. */
export const awkwardTaskNames: readonly string[] = [
  'It\'s the customer\'s "final" version',
  'Raise the discount from 5% to 10%',
  'Rename file_name to file name',
  'Path C:\\new\\table, then /etc/hosts',
  '<b>Escape</b> the &amp; in titles',
  "Robert'); -- do not run this",
  'Two lines\nin one name',
  ' Leading and trailing space ',
  '0',
  'null',
  'Zoe\u0308 and Zo\u00eb are the same in two encodings',
  'ΣΊΣΥΦΟΣ, σίσυφος: one word in two cases',
  'Iğdır, ığdır, IĞDIR, iğdir',
  'Straße, STRASSE, strasse',
  'مهمة with both directions and 123',
  'Zero width\u200b space',
  '👨‍👩‍👧‍👦 is one character, or seven, or eleven',
  'A name that is too long for any list, which is what happens when somebody writes the whole task down in the only field of the form that must not be empty, up to the very last of two hundred characters',
];

export const descriptions: readonly string[] = [
  'Ask the customer which of the two versions is meant.',
  'Needs a ladder and two people.',
  'See the photographs in the comments.\n\n- front\n- back\n- the small print',
  'Das haben wir 2019 schon einmal versucht.',
  'Перед началом позвоните на склад.',
  'يرجى الانتظار حتى وصول القطع.',
  '请先备份，再开始。',
  '',
];
