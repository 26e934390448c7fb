/** First sentences of comments, in the languages of the people who write them. */
export const openings: readonly string[] = [
  'Done on my side.',
  'I had a look this morning.',
  'This is not what we agreed on.',
  'Thank you, that helps a lot!',
  'Could somebody check the numbers?',
  'The customer called again.',
  'Works here, in two browsers.',
  '👍',
  '+1',
  'Ich bin mir nicht sicher, ob das so stimmt.',
  'Ça marche très bien, merci.',
  '¿Quién tiene la última versión?',
  'Το είδα, συμφωνώ.',
  'Готово, можно проверять.',
  'تمّ، شكرًا لكم.',
  'אני בודק את זה מחר.',
  'कल तक हो जाएगा।',
  '明天再看。',
  '確認しました。',
  '확인했습니다.',
  'ነገ እመለከተዋለሁ።',
];

/** What follows in half of the comments. */
export const followUps: readonly string[] = [
  'Please wait with the rest until Friday.',
  'The file is attached.',
  'It costs 15% more than planned.',
  "Let's talk about it in the weekly meeting.",
  'See also the task before this one.',
  'No further questions.',
  'The "old" form still has the wrong address.',
  'I moved it to C:\\archive\\2026.',
];

/** Name and media type of files. */
export const files: readonly (readonly [name: string, mediaType: string])[] = [
  ['photo.jpg', 'image/jpeg'],
  ['front and back.jpg', 'image/jpeg'],
  ['plan.svg', 'image/svg+xml'],
  ['offer.pdf', 'application/pdf'],
  ['Rückfragen.pdf', 'application/pdf'],
  ['τιμολόγιο.pdf', 'application/pdf'],
  ['счёт.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['فاتورة.pdf', 'application/pdf'],
  ['時刻表.csv', 'text/csv'],
  ['notes.txt', 'text/plain'],
];
