/** What stands before and behind options in sentences that say something of them. One list a meaning, for Korean and English. */

const R = String.raw;
const someOf = (...forms: readonly string[]) => `(?:${forms.join('|')})`;
/** Right behind an option. */
const behind = (...forms: readonly string[]) => new RegExp(`^\\s*${someOf(...forms)}`);
/** Right before an option. */
const before = (...forms: readonly string[]) => new RegExp(`${someOf(...forms)}$`, 'i');

const particle = '(?:번)?(?:이|가|은|는|도|만|만이|를|을)?';
const object = '(?:번)?(?:을|를)';
const adverbs = R`(?:\s*(?:바로|곧|가장|제일|모두|유일하게|유일한|역시|오직|확실히|사실|분명|여기서|절대|전혀|별로))*`;
const answerNoun = '(?:정답|해답|최종 ?답|맞는 답|옳은 답|(?<![가-힣])답)';
const noun = R`\s*[가-힣]{1,6}(?:은|는)\s*(?:바로)?\s*`;

/** `②일 수도 있다`, `②가 맞는지`, `①부터`. */
export const doubt = behind(
  R`${particle}\s*${answerNoun}?(?:이|가|은|는)?\s*(?:일|인|맞을|옳을|될|맞는|옳은|적절한|적절할)?\s*(?:수도 ?있|지도 모|가능성|지 (?:모르|판단|알|확)|지는|지 아닌지)`,
  R`${particle}\s*${answerNoun}?(?:이|가|은|는)?\s*(?:일까|인가|인지|맞을까|맞나|일지|같기[도는])`,
  R`(?:번)?(?:이)?라고(?:도)? (?:볼|할|생각할) 수도`,
  R`(?:부터|에서 \S+ (?:사이|중)|중\s|중에|가운데)`,
  '(?:might|may|could) be',
);
export const beforeDoubt = before(
  R`(?:\b(?:do|does|did|would|could|can)(?:n['’]t| not)|\bdoubt|\bnot sure|\bunlikely)[^.,;]{0,25}`,
  R`\b(?:whether|if)\s+(?:the |option |choice )?`,
);

/** `②는 아니다`, `②를 제외하면`, `②는 답이 될 수 없다`. */
export const notAnswer = behind(
  R`${particle}${adverbs}\s*${answerNoun}?(?:이|은|는|도|으로|이라고)?\s*(?:아니|아닌|아닙|아님|아냐|오답|제외|배제|탈락|소거|빼고|뺀|말고|외에|이외)`,
  R`${particle}${adverbs}\s*${answerNoun}?(?:이|은|는|도|으로|이라고)?\s*(?:될 수 없|볼 수 없|할 수 없|보기 어|하기 어|되기 어|단정할|라?고 (?:볼|할) (?:근거|증거))`,
  R`(?:번)?(?:을|를)?\s*(?:정답으로\s*)?(?:고르지|선택하지|택하지|꼽지|고를 수 없|선택할 수 없|빼고|뺀|제외)`,
  R`(?:is|was|are)(?:n't| not)\b`,
  "cannot be|can't be",
);
export const beforeNotAnswer = before(R`오답은\s*`, R`\b(?:not|isn't)\s*`);

/** `②라고 생각하지 않는다`, `②일 리 없다`: denied at the end of what is said of the answer. */
export const denies =
  /(?:지 ?(?:는 |도 )?(?:않|못)|(?:리|수)(?:가|는|도)? ?없|아니[다라지고며]|아닙니다|아닐|(?:보장|관련|관계)(?:이|은)? ?없|거리가 멀|무관)(?! ?수(?:가|는)? ?없)/;
/** It is said that it is the answer, whatever comes after. */
export const isStatedBefore = /^\s*\S{0,4}\s*(?:정답|해답|답)(?:입니다|이다|이에요|이며|이고|이므로|임)/;

/** `②는 시기가 맞지 않다`, `② X`. */
export const untrue = new RegExp(
  R`^[^\n]{0,80}?` +
    someOf(
      '틀[리린렸릴]|틀림(?! ?없)|맞지 ?(?:않|못)|옳지 ?(?:않|못)|적절하지|적절치|적합하지|올바르지|알맞지|정확하지|타당하지',
      '부적절|부정확|잘못|거짓|사실이 아니|사실과 (?:다르|다릅|달)|해당하지|해당되지|해당 ?없|거리가 멀|무관|관련이 없|관련 없',
      R`(?:is|are) (?:wrong|incorrect|false)|\bX\b|❌|✗|×`,
    ),
);

/** `②가 정답`, `②를 고르겠습니다`, `② is the best choice`. */
export const isAnswer = behind(
  R`${particle}${adverbs}\s*(?:${answerNoun}|the (?:correct |right |best )?(?:answer|choice|option))`,
  R`(?:번)?(?:을|를|으로|로)?\s*(?:정답으로|답으로|최종)?\s*(?:선택[하합했할]|고르|고른|골랐|고를|고릅|택하|택합|택했|정하|정했|꼽|찍)`,
  R`(?:번)?(?:을|를|으로|로)\s*(?:하겠|할게|할래|답하|답변)`,
  R`(?:번)?(?:으로|로)\s*(?:수정[하합했]|정정[하합했]|변경[하합했]|바꾸|바꿉|바꿔|바꿨|바꿀|고칩|고치겠)`,
  'is the (?:correct|right|best|most)',
);

/** `②가 맞습니다`, `②: 맞음`, `②는 옳은 설명이다`. */
export const isTrue = behind(
  R`(?:[:：–-]\s*)?${particle}${adverbs}\s*(?:맞[습다는아네죠지고으기]|맞음|옳[습다은아네죠지고으]|옳음|알맞[습다은고으]|올바[르른릅]|합당|정답)`,
  R`(?:[:：–-]\s*)?${particle}${adverbs}\s*(?:적절|적합|타당|정확|해당)[하한합해된]`,
  'is (?:correct|right|true)',
);
/** `②는 옳은 설명이다`: what it says is so. */
export const holds = behind(
  R`[^\n]{0,60}?(?:맞는|옳은|올바른|적절한|알맞은|정확한|사실에 맞는) (?:설명|것|내용|서술|진술|문장|보기|선택지|말)(?:이다|입니다|이에요|이므로|이고|임|[.]|$)`,
);

/** `②입니다.`, `②!`, `② (…`: a statement ends here, or something is put in. */
export const ending = new RegExp(
  R`^(?:\s*번)?\s*` +
    someOf(
      '입니[다당]|이다|이야|야|이에요|예요|이예요|에요|이요|요|임|이지|지|죠|이죠|이네|이며|이고|이므로|므로|라서|이라|이지만',
      R`다(?=[.!\s]|$)|(?:이|가) (?:됩니다|된다|되겠)`,
    ) +
    R`?(?:\s*[.!,;)*_\]"'’”」}~^ㅋㅎㅠ]|\s*$|\s*(?=[(（—–-])|\s*(?=습니다|니다|아요|어요|요))`,
);
/** `②라고 생각합니다`, `②로 보입니다`, `②인 것 같다`. */
export const thinking = behind(
  R`(?:번)?\s*(?:이|가)?\s*이?라고 (?:생각|봅|판단|답|할)`,
  R`(?:번)?(?:으로|로) (?:보[이입]|판단|생각|추정)`,
  R`(?:번)?(?:인 (?:것 같|듯)|일 (?:것|겁)|\s*같[아은습다])`,
);
/** `… 궁궐은 ②입니다`. */
export const copula =
  /^\s*(?:번)?\s*(?:입니[다당]|이다|이에요|예요|이었|였|이야|야|다(?![가-힣])|이며|이고|[.,](?:\s|$))/;
export const topic = before(R`(?<!보기|선택지|선지|옵션|항목|오답|후보)[은는]\s*(?:바로\s*)?`);

/** `②가 정답이 되려면`, `②였다면`, `②를 고르면`, `②가 정답이라는 주장`: supposed, or told of others. */
export const supposed = behind(
  R`(?:번)?(?:이|가)?\s*(?:(?:정답|답|맞)(?:이|으로)?\s*)?(?:되려면|되기 위|이?었다면|였다면|이?라면|이려면|이면|일 경우|인 경우|일 때|으려면)`,
  R`${object}\s*(?:정답으로|답으로)?\s*(?:고르면|고르기|선택하면|택하면)`,
  R`(?:번)?(?:이|가)?\s*(?:정답|답)?이라는 `,
  R`(?:번)?(?:과|와|의|보다|처럼|에 대)\s`,
);
/** `②라고 생각하기 쉽지만`. */
export const conceded = /^[^.\n]{0,40}?(?:(?<!이|맞|옳)지만|했으나|었으나|더라도|다고 해도|수 있(?:으나|지만|겠지만))/;
/** `②도 정답`. */
export const also = behind(
  R`(?:번)?(?:도|역시|또한)\s*(?:${answerNoun}|맞|옳|적절|가능|해당)`,
  R`(?:is|would be|could be|may be|might be|seems) (?:also|equally) (?:an? )?(?:correct|right|true|acceptable|possible|plausible|valid|good)`,
);

const colon = R`\s*(?:[:=→⇒>»]|->|=>|-|–|—)*\s*`;
const fillers = R`(?:바로|곧|역시|당연히|아마도?|여기서|이렇게|다음과 같습니다|is|was|would be|should be|must be|option|therefore|clearly|definitely|:|\(|\*|_|"|'|\[)*\s*`;
/** `정답은`, `답:`, `the answer is`, `I'd go with`. */
export const leadsToAnswer = before(
  R`(?:정답|해답|답변|답안|모범 ?답|(?<![가-힣])답|최종 ?(?:선택|결론)|제 ?선택|(?<![가-힣])선택|결론)(?:은|는|이|으로는|으로|입니다)?\s*(?:번호)?(?:은|는)?${colon}${fillers}`,
  R`(?:correct |right |best |final )*(?:answer|choice|option)${colon}${fillers}`,
  R`(?:i(?:'d| would|'ll| will)? (?:choose|pick|select|go with|answer|say)|going with|(?:선택|고른|택한|고를) (?:것|답|보기|번호)은)\s*(?:that|the|option|\*|"|')*\s*`,
);
/** `옳은 것은`, `옳지 않은 설명은`. */
export const rightThing = before(
  `(?:옳은|맞는|적절한|알맞은|올바른|타당한|정확한|적합한|해당하는|가까운|일치하는)${noun}`,
);
export const wrongThing = before(`(?:않은|않는|아닌|틀린|잘못된|없는|부적절한|못한|먼|다른)${noun}`);

const opening = R`[\s"'(*#>_\-•${'`'}$[{]*`;
/** Nothing but `따라서`, `제 생각에는`, `I think` and the like. */
export const hardlyAnything = new RegExp(
  `^${opening}(?:${someOf(
    '∴|⇒|→|따라서|그러므로|그래서|그러면|그럼|즉|결국|결론적으로|종합하면|그러니|아마도?|사실은|실제로는|다시 보니|아하|번호',
    '제 생각(?:에는?|엔)|내 생각(?:에는?|엔)|저는|나는|전|난|네|음',
    'hmm+|wait|well|oh|no|sorry|actually|rather|아니|잠깐|아',
    "so|thus|therefore|hence|i think|i believe|i'd say|it's|it is|it must be|probably|the",
  )}[,:\\s]*)*${opening}$`,
  'i',
);
