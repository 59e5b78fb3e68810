//! Conditions from their text.

use super::{Condition, MAX_DEPTH, Op, ParseError};
use crate::model::exact::Decimal;

type Token = (usize, String);

/// The condition of a text.
pub(super) fn parse(text: &str) -> Result<Condition, ParseError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: text.len(), depth: 0 };
    let condition = parser.expr()?;
    match parser.peek() {
        None => Ok(condition),
        Some((at, token)) => Err(ParseError { at: *at, what: format!("unexpected `{token}`") }),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut out: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '(' | ')' => out.push((at, c.to_string())),
            '<' | '>' | '!' | '=' => {
                let mut token = c.to_string();
                if c != '=' && chars.next_if(|(_, n)| *n == '=').is_some() {
                    token.push('=');
                }
                if token == "!" {
                    return Err(ParseError { at, what: "write `!=` or `not`".into() });
                }
                out.push((at, token));
            }
            c if word(c) => {
                let mut token = c.to_string();
                while let Some((_, n)) = chars.next_if(|(_, n)| word(*n)) {
                    token.push(n);
                }
                out.push((at, token));
            }
            c => return Err(ParseError { at, what: format!("unexpected `{c}`") }),
        }
    }
    Ok(out)
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self, expected: &str) -> Result<&'t Token, ParseError> {
        let token = self.peek().ok_or_else(|| ParseError { at: self.end, what: format!("expected {expected}") })?;
        self.at += 1;
        Ok(token)
    }

    fn eat(&mut self, word: &str) -> bool {
        let hit = self.peek().is_some_and(|(_, t)| t == word);
        self.at += usize::from(hit);
        hit
    }

    fn deeper(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let at = self.peek().map_or(self.end, |(at, _)| *at);
            return Err(ParseError { at, what: format!("nested deeper than {MAX_DEPTH}") });
        }
        Ok(())
    }

    fn expr(&mut self) -> Result<Condition, ParseError> {
        self.deeper()?;
        let mut list = vec![self.and()?];
        while self.eat("or") {
            list.push(self.and()?);
        }
        self.depth -= 1;
        Ok(one_or(list, Condition::Or))
    }

    fn and(&mut self) -> Result<Condition, ParseError> {
        let mut list = vec![self.not()?];
        while self.eat("and") {
            list.push(self.not()?);
        }
        Ok(one_or(list, Condition::And))
    }

    fn not(&mut self) -> Result<Condition, ParseError> {
        if self.eat("not") {
            self.deeper()?;
            let inner = self.not()?;
            self.depth -= 1;
            return Ok(Condition::Not(Box::new(inner)));
        }
        if self.eat("(") {
            let inner = self.expr()?;
            let (at, token) = self.next("`)`")?;
            return if token == ")" { Ok(inner) } else { Err(ParseError { at: *at, what: "expected `)`".into() }) };
        }
        self.test()
    }

    fn test(&mut self) -> Result<Condition, ParseError> {
        let (at, name) = self.next("a test such as `fact.jvm` or `arc-coupling.level <= 1`")?;
        if let Some(fact) = name.strip_prefix("fact.") {
            let equal = match self.peek().map(|(_, t)| t.as_str()) {
                Some("=") => true,
                Some("!=") => false,
                _ => return Ok(Condition::Fact(fact.to_owned(), None)),
            };
            self.at += 1;
            let (_, value) = self.next("a value")?;
            return Ok(Condition::Fact(fact.to_owned(), Some((equal, value.clone()))));
        }
        if let Some(score) = name.strip_prefix("score.") {
            let op = self.op()?;
            return Ok(Condition::Score(score.to_owned(), op, self.decimal()?));
        }
        let bad = || ParseError { at: *at, what: format!("`{name}` is no test: write `fact.ID`, `QUESTION.level` or `QUESTION.figure`") };
        let (question, field) = name.rsplit_once('.').ok_or_else(bad)?;
        let op = self.op()?;
        match field {
            "level" => {
                let (at, number) = self.next("a level")?;
                let n = number.parse::<u8>().ok().filter(|n| *n <= 4);
                let n = n.ok_or_else(|| ParseError { at: *at, what: format!("`{number}` is no level: write 0 to 4") })?;
                Ok(Condition::Level(question.to_owned(), op, n))
            }
            "figure" => Ok(Condition::Figure(question.to_owned(), op, self.decimal()?)),
            _ => Err(bad()),
        }
    }

    fn decimal(&mut self) -> Result<Decimal, ParseError> {
        let (at, number) = self.next("a number")?;
        Decimal::parse(number).ok_or_else(|| ParseError { at: *at, what: format!("`{number}` is no decimal") })
    }

    fn op(&mut self) -> Result<Op, ParseError> {
        let (at, token) = self.next("a comparison")?;
        Ok(match token.as_str() {
            "<" => Op::Less,
            "<=" => Op::AtMost,
            "=" => Op::Equal,
            "!=" => Op::NotEqual,
            ">=" => Op::AtLeast,
            ">" => Op::Greater,
            _ => return Err(ParseError { at: *at, what: format!("`{token}` is no comparison: use < <= = != >= >") }),
        })
    }
}

fn one_or(mut list: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match list.pop() {
        Some(only) if list.is_empty() => only,
        Some(last) => {
            list.push(last);
            many(list)
        }
        None => many(list),
    }
}
