/** How Evalchemy asks for the answer of a competition problem. */
export const boxedProblem = 'Problem: {problem}\nMark your solution with \\boxed\nAnswer:';
