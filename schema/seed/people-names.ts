/** First and last names that go together. */
export interface NameGroup {
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

/** Names by script. Latin comes several times, for its diacritics. */
export const nameGroups: readonly NameGroup[] = [
  {
    firstNames: ['Ada', 'Grace', 'Tomás', 'Noor', 'Miriam', 'Owen', 'Chloë', 'Siân'],
    lastNames: [
      "O'Rourke",
      'Marsh',
      'Núñez',
      'Whitlock',
      'de la Peña',
      'Ashdown',
      'McAllister',
      'Smith-Jones',
    ],
  },
  {
    firstNames: ['Łucja', 'Jiří', 'Żaneta', 'Ondřej', 'Šárka', 'Zdeněk', 'Małgorzata', 'Štefan'],
    lastNames: ['Wójcicka', 'Dvořáček', 'Świątek', 'Hruška', 'Kovačević', 'Černík', 'Gałązka', 'Žižková'],
  },
  {
    firstNames: ['Þórdís', 'Åsmund', 'Øyvind', 'Sølvi', 'Björg', 'Märta', 'Jørn', 'Ægir'],
    lastNames: [
      'Hallgrímsdóttir',
      'Ångström',
      'Bjørnebye',
      'Sjögren',
      'Kjærgaard',
      'Lindström',
      'Ødegård',
      'Ísaksson',
    ],
  },
  {
    firstNames: ['Gülşen', 'İlker', 'Ayşe', 'Çağrı', 'Nguyệt', 'Đức', 'Hương', 'Thảo'],
    lastNames: ['Yıldız', 'Öztürk', 'Şimşek', 'Aydoğan', 'Nguyễn', 'Trần', 'Đặng', 'Phạm'],
  },
  {
    firstNames: ['Ελένη', 'Γιώργος', 'Δήμητρα', 'Νίκος', 'Χρυσάνθη', 'Σταύρος'],
    lastNames: ['Παπαδάκη', 'Οικονόμου', 'Καραγιάννης', 'Λάσκαρη', 'Ξενάκης', 'Ψαρράς'],
  },
  {
    firstNames: ['Оксана', 'Фёдор', 'Юлия', 'Тарас', 'Їванна', 'Цветана'],
    lastNames: ['Щербак', 'Жуковский', 'Ковальчук', 'Ґалаґан', 'Соловьёва', 'Петрова'],
  },
  {
    firstNames: ['ليلى', 'يوسف', 'فاطمة', 'سامي', 'هند', 'كريم'],
    lastNames: ['الحدّاد', 'منصور', 'النجّار', 'القاضي', 'بن عمر', 'خوري'],
  },
  {
    firstNames: ['נועה', 'אורי', 'תמר', 'דוד', 'שירה', 'יעל'],
    lastNames: ['לוי', 'ברק', 'שפירא', 'בן־דוד', 'אלמוג', 'כץ'],
  },
  {
    firstNames: ['आशा', 'रवि', 'प्रिया', 'सुनील', 'मीरा', 'अर्जुन'],
    lastNames: ['शर्मा', 'त्रिपाठी', 'कुलकर्णी', 'मिश्रा', 'जोशी', 'चौहान'],
  },
  {
    firstNames: ['秀英', '建国', '雨桐', '子涵', '晓明', '丽华'],
    lastNames: ['王', '李', '欧阳', '陈', '赵', '諸葛'],
  },
  {
    firstNames: ['さくら', '健太', '美咲', 'ユキ', '大輔', '葵'],
    lastNames: ['佐藤', '鈴木', '渡邊', '高橋', '小笠原', '髙田'],
  },
  {
    firstNames: ['서연', '민준', '지우', '하은', '도윤', '수빈'],
    lastNames: ['김', '이', '박', '최', '정', '남궁'],
  },
  {
    firstNames: ['አልማዝ', 'ዳዊት', 'ሰላም', 'ጸሐይ', 'በቀለ', 'ሀና'],
    lastNames: ['ተስፋዬ', 'ከበደ', 'ገብረማርያም', 'አበበ', 'ወልደየስ', 'ኃይሌ'],
  },
  {
    firstNames: ['ნინო', 'გიორგი', 'Անահիտ', 'Տիգրան', 'สมชาย', 'มาลี'],
    lastNames: ['ბერიძე', 'კაპანაძე', 'Սարգսյան', 'Պետրոսյան', 'ใจดี', 'แก้วมณี'],
  },
];

/** Two words make a handle; the 306 pairs are enough for all users. */
export const handleWords = {
  first: words(
    'amber brave calm dusty early fuzzy gentle hasty ivory jolly keen lucky misty noble olive proud quiet rapid',
  ),
  second: words(
    'otter heron badger lynx magpie newt osprey panda quail raven seal tapir urchin viper walrus yak zebra',
  ),
};

function words(text: string): readonly string[] {
  return text.split(' ');
}
