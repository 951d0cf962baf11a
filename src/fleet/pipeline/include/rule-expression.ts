/**
 * Evaluates the expression of a `rules:if` under `include`, as far as the text alone allows. Only GitLab knows the value of
 * a variable there, because the variables of the file and of its jobs do not exist yet. Known are texts, which inputs may
 * have set, `null`, `true` and `false`.
 *
 * `==`, `!=`, `=~` and `!~` have precedence over `&&`, and `&&` over `||`. Regular expressions are not evaluated.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/pipeline/expression/{lexer,parser,statement}.rb and lexeme/,
 * doc/ci/yaml/includes.md ("Use variables with include"); read 2026-11-30.
 */

/** Undefined if only GitLab knows the value. */
type Value = string | boolean | null | undefined;

/** GitLab's `MAX_TOKENS`. */
const maxTokens = 100;
const token =
  /\s*(?:(&&|\|\||==|!=|=~|!~|[()])|\$\[\[[^\]]*\]\]|(\$\w+)|"([^"]*)"|'([^']*)'|(\/(?:[^/\\]|\\.)+\/[ismU]*)|(null|true|false)\b)/y;

interface Token {
  readonly operator?: string;
  readonly value?: Value;
}

/** Undefined if only GitLab knows, and for an invalid expression, which GitLab refuses. */
export function truthOf(expression: string): boolean | undefined {
  const tokens = tokensOf(expression);
  const reader = tokens && new ExpressionReader(tokens);
  const value = reader?.disjunction();
  return reader?.isAtEnd === true ? isTrue(value) : undefined;
}

function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null || tokens.length === maxTokens) return undefined;
    const [, operator, , double, single, , literal] = match;
    const string = double ?? single;
    if (operator !== undefined) tokens.push({ operator });
    else if (string !== undefined) tokens.push({ value: string.includes("$[[") ? undefined : string });
    else if (literal !== undefined) tokens.push({ value: literal === "null" ? null : literal === "true" });
    else tokens.push({ value: undefined });
  }
  return tokens;
}

/** Like Ruby's `present?`. */
function isTrue(value: Value): boolean | undefined {
  return typeof value === "string" ? value.trim() !== "" : value === undefined ? undefined : value === true;
}

/** `decisive` if one value is it; else undefined if one is unknown, and the opposite of `decisive` if none is. */
export function decidedBy(decisive: boolean, values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(decisive) ? decisive : values.includes(undefined) ? undefined : !decisive;
}

class ExpressionReader {
  private at = 0;
  private isBroken = false;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return !this.isBroken && this.at === this.tokens.length;
  }

  disjunction(): Value {
    let left = this.conjunction();
    while (this.take("||")) left = decidedBy(true, [isTrue(left), isTrue(this.conjunction())]);
    return left;
  }

  private conjunction(): Value {
    let left = this.comparison();
    while (this.take("&&")) left = decidedBy(false, [isTrue(left), isTrue(this.comparison())]);
    return left;
  }

  private comparison(): Value {
    const left = this.operand();
    const operator = ["==", "!=", "=~", "!~"].find((symbol) => this.take(symbol));
    if (operator === undefined) return left;
    const right = this.operand();
    if (left === undefined || right === undefined || operator.includes("~")) return undefined;
    return (left === right) === (operator === "==");
  }

  private operand(): Value {
    if (this.take("(")) {
      const value = this.disjunction();
      if (!this.take(")")) this.isBroken = true;
      return value;
    }
    const next = this.tokens[this.at];
    if (next === undefined || next.operator !== undefined) this.isBroken = true;
    else this.at += 1;
    return next?.value;
  }

  private take(operator: string): boolean {
    if (this.tokens[this.at]?.operator !== operator) return false;
    this.at += 1;
    return true;
  }
}
