/** A benchmark in BenchHub, and how it is cited. */
export interface CitedBenchmark {
  readonly name: string;
  readonly key: string;
  readonly title: string;
  readonly authors: string;
  /** Where it was published. */
  readonly venue: string;
  readonly year: number;
}

const table = `
CaLMQA|arora2024calmqa|CaLMQA: Exploring culturally specific long-form question answering across 23 languages|Arora and Karpinska and Chen and Bhattacharjee and Iyyer and Choi|arXiv:2406.17761|2024
BLEnD|myung2024blend|BLEnD: A Benchmark for LLMs on Everyday Knowledge in Diverse Cultures and Languages|Myung and Lee and Zhou and Jin and Putri and others|arXiv:2406.09948|2024
KBL|kimyeeun-etal-2024-developing|Developing a Pragmatic Benchmark for Assessing Korean Legal Language Understanding in Large Language Models|Kim and Choi and Choi and Choi and Park and Hwang|Findings of EMNLP, 5573--5595|2024
KorMedMCQA|kweon2024kormedmcqa|KorMedMCQA: Multi-Choice Question Answering Benchmark for Korean Healthcare Professional Licensing Examinations|Kweon and Choi and Chu and Song and Hyeon and others|arXiv:2403.01469|2024
KMMLU|son-etal-2025-kmmlu|KMMLU: Measuring Massive Multitask Language Understanding in Korean|Son and Lee and Kim and Kim and Muennighoff and others|NAACL, 4076--4104|2025
HRM8K|ko2025understand|Understand, Solve and Translate: Bridging the Multilingual Mathematical Reasoning Gap|Ko and Son and Choi|arXiv:2501.02448|2025
KoBBQ|jin-etal-2024-kobbq|KoBBQ: Korean Bias Benchmark for Question Answering|Jin and Kim and Lee and Yoo and Oh and Lee|TACL 12, 507--524|2024
KULTURE Bench|wang2024kulture|KULTURE Bench: A Benchmark for Assessing Language Model in Korean Cultural Context|Wang and Yeo and Lim and Kim|arXiv:2412.07251|2024
HAE-RAE Bench|son-etal-2024-hae|HAE-RAE Bench: Evaluation of Korean Knowledge in Language Models|Son and Lee and Kim and Kim and Lee and others|LREC-COLING, 7993--8007|2024
CLIcK|kim-etal-2024-click|CLIcK: A Benchmark Dataset of Cultural and Linguistic Intelligence in Korean|Kim and Suk and Oh and Yoo and Thorne and Oh|LREC-COLING, 3335--3346|2024
HRMCR|son-etal-2025-multi|Multi-Step Reasoning in Korean and the Emergent Mirage|Son and Ko and Choi|C3NLP, 10--21|2025
KoSBi|lee-etal-2023-kosbi|KoSBI: A Dataset for Mitigating Social Bias Risks Towards Safer Large Language Model Applications|Lee and Hong and Park and Kim and Kim and Ha|ACL industry track, 208--224|2023
KorNAT|lee-etal-2024-kornat|KorNAT: LLM Alignment Benchmark for Korean Social Values and Common Knowledge|Lee and others|arXiv:2402.13605|2024
ARC|allenai:arc|Think you have Solved Question Answering? Try ARC, the AI2 Reasoning Challenge|Clark and others|arXiv:1803.05457|2018
SocialIQA|sap-etal-2019-social|Social IQa: Commonsense Reasoning about Social Interactions|Sap and Rashkin and Chen and Le Bras and Choi|EMNLP-IJCNLP|2019
TriviaQA|joshi-etal-2017-triviaqa|TriviaQA: A Large Scale Distantly Supervised Challenge Dataset for Reading Comprehension|Joshi and Choi and Weld and Zettlemoyer|ACL|2017
WinoGrande|winogrande2021sakaguchi|WinoGrande: An Adversarial Winograd Schema Challenge at Scale|Sakaguchi and Le Bras and Bhagavatula and Choi|AAAI|2020
Natural Questions (open)|kwiatkowski-etal-2019-natural|Natural Questions: A Benchmark for Question Answering Research|Kwiatkowski and others|TACL 7|2019
NarrativeQA|kocisky-etal-2018-narrativeqa|The NarrativeQA Reading Comprehension Challenge|Kocisky and others|TACL 6|2018
TruthfulQA|lin-etal-2022-truthfulqa|TruthfulQA: Measuring How Models Mimic Human Falsehoods|Lin and Hilton and Evans|ACL|2022
Open-BookQA|mihaylov-etal-2018-suit|Can a Suit of Armor Conduct Electricity? A New Dataset for Open Book Question Answering|Mihaylov and Clark and Khot and Sabharwal|EMNLP|2018
MMLU|hendrycks2021measuring|Measuring Massive Multitask Language Understanding|Hendrycks and others|ICLR|2021
BBQ|parrish-etal-2022-bbq|BBQ: A Hand-Built Bias Benchmark for Question Answering|Parrish and others|Findings of ACL|2022
PIQA|bist2020piqa|PIQA: Reasoning about Physical Commonsense in Natural Language|Bisk and Zellers and Le Bras and Gao and Choi|AAAI|2020
CommonsenseQA|talmor-etal-2019-commonsenseqa|CommonsenseQA: A Question Answering Challenge Targeting Commonsense Knowledge|Talmor and Herzig and Lourie and Berant|NAACL|2019
BBH|suzgun-etal-2023-challenging|Challenging BIG-Bench Tasks and Whether Chain-of-Thought Can Solve Them|Suzgun and others|Findings of ACL|2023
MATH|hendrycksmath2021|Measuring Mathematical Problem Solving With the MATH Dataset|Hendrycks and others|NeurIPS Datasets and Benchmarks|2021
HumanEval|chen2021evaluating|Evaluating Large Language Models Trained on Code|Chen and others|arXiv:2107.03374|2021
MBPP|austin2021program|Program Synthesis with Large Language Models|Austin and others|arXiv:2108.07732|2021
GSM8k|cobbe2021training|Training Verifiers to Solve Math Word Problems|Cobbe and others|arXiv:2110.14168|2021
GPQA|rein2024gpqa|GPQA: A Graduate-Level Google-Proof Q{\\&}A Benchmark|Rein and others|COLM|2024
MultiNativQA|hasan2025nativqa|NativQA: Multilingual Culturally-Aligned Natural Query for LLMs|Hasan and others|arXiv:2407.09823|2024
CulturalBench|chiu2024culturalbench|CulturalBench: A Robust, Diverse and Challenging Benchmark on Measuring the (Lack of) Cultural Knowledge of LLMs|Chiu and others|arXiv:2410.02677|2024
SeaEval|wang-etal-2024-seaeval|SeaEval for Multilingual Foundation Models: From Cross-Lingual Alignment to Cultural Reasoning|Wang and others|NAACL|2024
CANDLE CCSK|nguyen2023extracting|Extracting Cultural Commonsense Knowledge at Scale|Nguyen and Razniewski and Varde and Weikum|WWW|2023
GeoMLAMA|yin-etal-2022-geomlama|GeoMLAMA: Geo-Diverse Commonsense Probing on Multilingual Pre-Trained Language Models|Yin and Bansal and Monajatipoor and Li and Chang|EMNLP|2022
NormAd|rao-etal-2025-normad|NormAd: A Framework for Measuring the Cultural Adaptability of Large Language Models|Rao and others|arXiv:2404.12464|2024
CultureBank|shi-etal-2024-culturebank|CultureBank: An Online Community-Driven Knowledge Base Towards Culturally Aware Language Technologies|Shi and others|Findings of EMNLP|2024
`;

/** The benchmarks of BenchHub, Korean and English, under the names and citation keys of its own table (dataset/dataset_info.csv of github.com/rladmstn1714/BenchHub). */
export const citedBenchmarks: readonly CitedBenchmark[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', key = '', title = '', authors = '', venue = '', year = ''] = line.split('|');
    return { name, key, title, authors, venue, year: Number(year) };
  });

/** The toolkit and the collection, which every report cites. */
export const citedTools: readonly CitedBenchmark[] = [
  {
    name: 'HRET',
    key: 'lee2025hret',
    title: 'HRET: A Self-Evolving LLM Evaluation Toolkit for Korean',
    authors: 'Lee and Kim and Choi and Baek and Hong and Jeong and Hwang and Lee and Son',
    venue: 'arXiv:2503.22968',
    year: 2025,
  },
  {
    name: 'BenchHub',
    key: 'kim2025benchhub',
    title: 'BenchHub: A Unified Benchmark Suite for Holistic and Customizable LLM Evaluation',
    authors: 'Kim and Yoo and Son and Patel and Agarwal and Oh',
    venue: 'arXiv:2506.00482',
    year: 2025,
  },
];
