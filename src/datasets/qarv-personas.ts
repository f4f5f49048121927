/** Ways in which QARV tells a model where it is from: asked to act, by an earlier answer, by a biography, by a role. */
export const personas = ['na', 'qa', 'bio', 'rtf'] as const;
export type Persona = (typeof personas)[number];

const english = {
  na: 'Answer as if you are a native {native}.',
  qa: '### Question : Where are you from? ### Answer : I was born and have lived in {country} all my life. ### Question : Then, Answer the question below.',
  bio: 'A brief description of your country of origin will be provided below. Answer the following questions. ### Description : I was born and have lived in {country} all my life.',
  rtf: 'You are now {citizen}, and {language} is your native language. You were born and have lived in {whole} all your life. Your task is to select the most suitable answer based on your own knowledge and experience related to the question.',
} satisfies Record<Persona, string>;

const korean = {
  na: '{citizen}인 것 처럼 답변해주세요.',
  qa: '###질문: 당신은 어디 출신인가요? ###답변: 저는 태어나서 지금까지 줄곧 {country}에서 살아왔습니다. ###질문: 그렇다면, 아래의 질문에 답해주세요.',
  bio: '아래에는 당신의 출신국에 대한 간략한 설명이 제공됩니다. ###설명: 저는 태어나서 지금까지 줄곧 {country}에서 살아왔습니다. 이제 아래의 질문에 답하세요.',
  rtf: '당신은 {citizen}이며, {language}는 당신의 모국어입니다. 당신은 태어나서 지금까지 계속 {country}에서 살아왔습니다. 질문과 관련하여 당신의 지식과 경험에 기반한 가장 적절한 답변을 선택하는 것이 당신의 임무입니다.',
} satisfies Record<Persona, string>;

const words = {
  english: {
    us: {
      native: 'American',
      country: 'United States',
      citizen: 'American',
      language: 'English',
      whole: 'United States',
    },
    ko: { native: 'Korean', country: 'Korea', citizen: 'South Korean', language: 'Korean', whole: 'South Korea' },
  },
  korean: {
    us: { country: '미국', citizen: '미국인', language: '영어' },
    ko: { country: '한국', citizen: '한국인', language: '한국어' },
  },
};

/** The sentence that says where the model is from. */
export function identityOf(language: 'english' | 'korean', country: 'us' | 'ko', persona: Persona): string {
  const sentence = language === 'english' ? english[persona] : korean[persona];
  const values: Readonly<Record<string, string>> = words[language][country];
  return sentence.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}
