/**
 * Whether the expression of a `rules:if` is true, as far as the text alone says. A variable is GitLab's to know where
 * files are included: neither the file's own variables nor those of its jobs exist there. What is left are texts that
 * inputs have put in, `null`, `true` and `false`.
 *
 * `==`, `!=`, `=~` and `!~` bind stronger than `&&`, and that stronger than `||`. A regular expression is not tried.
 *
 * Sources: gitlab-org/gitlab lib/gitlab/ci/pipeline/expression/{lexer,parser,statement}.rb and lexeme/,
 * doc/ci/yaml/includes.md ("Use variables with include"); read 2026-11-30.
 */

/** Undefined is what only GitLab knows. */
type Value = string | boolean | null | undefined;

/** GitLab's `MAX_TOKENS`. */
const maxTokens = 100;
const token =
  /\s*(?:(&&|\|\||==|!=|=~|!~|[()])|\$\[\[[^\]]*\]\]|(\$\w+)|"([^"]*)"|'([^']*)'|(\/(?:[^/\\]|\\.)+\/[ismU]*)|(null|true|false)\b)/y;

interface Token {
  readonly operator?: string;
  readonly value?: Value;
}

/** Undefined where only GitLab knows, and for what is no expression, which GitLab refuses. */
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
    const found = token.exec(text);
    if (found === null || tokens.length === maxTokens) return undefined;
    const [, operator, , double, single, , literal] = found;
    const string = double ?? single;
    if (operator !== undefined) tokens.push({ operator });
    else if (string !== undefined) tokens.push({ value: string.includes("$[[") ? undefined : string });
    else if (literal !== undefined) tokens.push({ value: literal === "null" ? null : literal === "true" });
    else tokens.push({ value: undefined });
  }
  return tokens;
}

/** As Ruby's `present?`. */
function isTrue(value: Value): boolean | undefined {
  return typeof value === "string" ? value.trim() !== "" : value === undefined ? undefined : value === true;
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
    while (this.take("||")) {
      const [one, other] = [isTrue(left), isTrue(this.conjunction())];
      left =
        one === true || other === true ? true : one === undefined || other === undefined ? undefined : false;
    }
    return left;
  }

  private conjunction(): Value {
    let left = this.comparison();
    while (this.take("&&")) {
      const [one, other] = [isTrue(left), isTrue(this.comparison())];
      left =
        one === false || other === false
          ? false
          : one === undefined || other === undefined
            ? undefined
            : true;
    }
    return left;
  }

  private comparison(): Value {
    const left = this.operand();
    const operator = ["==", "!=", "=~", "!~"].find((each) => this.take(each));
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
