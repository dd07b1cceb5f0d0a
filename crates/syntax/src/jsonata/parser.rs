//! Tokens to a tree: operator precedence in the manner of Pratt, with the binding powers of the reference.

use super::ast::{
    Assign, Binary, BinaryOp, Bind, Call, Condition, Expr, ExprKind, Group, KeepArray, Name, Pair, Predicate, Regex,
    Sort, SortTerm, Transform,
};
use super::lexer::{Lexer, Sym, Tok, Token};
use super::recover::What;
use super::{Error, MAX_DEPTH, MAX_HEIGHT};
use crate::Span;

/// The parser: a lexer and the token at hand.
pub(super) struct Parser<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) token: Token,
    /// The token before; empty at the start.
    pub(super) prev: Span,
    /// The closers that are waited for.
    pub(super) open: Vec<Sym>,
    /// Where the token begins of which something was said last.
    pub(super) reported_at: Option<u32>,
    /// Nothing more is said.
    pub(super) stopped: bool,
    depth: u32,
    /// The height of the highest of the expressions read since it was last set to 0.
    height: u32,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut lexer = Lexer::new(text);
        let token = lexer.next(false);
        Self {
            lexer,
            token,
            prev: Span::at(0),
            open: Vec::new(),
            reported_at: None,
            stopped: false,
            depth: 0,
            height: 0,
        }
    }

    /// The whole text.
    pub(super) fn whole(mut self) -> (Expr, Vec<Error>) {
        let first = self.expr(0);
        if self.token.tok == Tok::End {
            return (first, self.lexer.errors);
        }
        let message = format!("expected the end, found {}", self.found());
        let help = self.rest_help();
        self.report_here("S0201", message, help);
        // What follows is read without its context.
        self.stopped = true;
        let mut parts = vec![first];
        while self.token.tok != Tok::End {
            if self.at_item() {
                parts.push(self.expr(0));
            } else {
                self.skip(false);
            }
        }
        let span = parts.first().map_or(self.prev, |part| part.span).to(self.prev);
        (Expr::new(ExprKind::Error(parts), span), self.lexer.errors)
    }

    fn rest_help(&self) -> Option<String> {
        let help = match self.token.tok {
            Tok::Sym(Sym::Semicolon) => "put expressions that are separated by `;` in parentheses",
            Tok::Sym(Sym::Pipe) if self.is_double() => "write `or`",
            Tok::Sym(Sym::DotDot) => "a range `a..b` is an item of an array: put it in `[` and `]`",
            Tok::Sym(sym) if sym.closes() => "remove it, or open it before",
            Tok::String(_) => "strings are joined with `&`",
            _ => return None,
        };
        Some(help.to_owned())
    }

    /// To the next token; gives the one at hand. `infix`: an operator may follow, so `/` divides.
    pub(super) fn advance(&mut self, infix: bool) -> Token {
        self.prev = self.token.span;
        let next = self.lexer.next(infix);
        std::mem::replace(&mut self.token, next)
    }

    /// An expression whose operators bind more strongly than `power`, inside of another.
    pub(super) fn child(&mut self, power: u8) -> Expr {
        let height = self.height;
        let expr = self.expr(power);
        self.height = self.height.max(height);
        expr
    }

    pub(super) fn expr(&mut self, power: u8) -> Expr {
        if self.depth >= MAX_DEPTH {
            return self.too_deep();
        }
        self.depth += 1;
        self.height = 0;
        let mut left = self.operand();
        // A range in an array is a level of its own.
        let mut height = self.height + 2;
        while let Tok::Sym(sym) = self.token.tok
            && sym.power() > power
        {
            self.height = 0;
            let grows = sym != Sym::Dot || !matches!(left.kind, ExprKind::Path(_));
            left = self.infix(left, sym);
            height = if grows { height.max(self.height) + 1 } else { height.max(self.height + 1) };
            if height >= MAX_HEIGHT {
                self.too_deep();
            }
        }
        self.height = height;
        self.depth -= 1;
        left
    }

    /// What an expression begins with.
    fn operand(&mut self) -> Expr {
        match self.token.tok {
            Tok::End => return self.no_operand(),
            Tok::Sym(sym) if !sym.begins() => return self.no_operand(),
            _ => {}
        }
        let Token { tok, span, .. } = self.advance(true);
        let kind = match tok {
            Tok::Sym(sym) => return self.prefix(sym, span),
            Tok::Name { quoted } => ExprKind::Field { name: self.name_text(span, quoted), quoted },
            Tok::Variable => ExprKind::Variable(self.variable_text(span)),
            Tok::String(value) => ExprKind::String(value),
            Tok::Number(value) => ExprKind::Number(value),
            Tok::Bool(value) => ExprKind::Bool(value),
            Tok::Null => ExprKind::Null,
            Tok::Regex { pattern, flags } => ExprKind::Regex(Box::new(Regex {
                pattern: self.lexer.slice(pattern).to_owned(),
                pattern_span: pattern,
                flags: self.lexer.slice(flags).to_owned(),
            })),
            Tok::End => ExprKind::Missing,
        };
        Expr::new(kind, span)
    }

    fn name_text(&self, span: Span, quoted: bool) -> String {
        let text = self.lexer.slice(span);
        let text = if quoted { text.strip_prefix('`').unwrap_or(text) } else { text };
        (if quoted { text.strip_suffix('`').unwrap_or(text) } else { text }).to_owned()
    }

    fn variable_text(&self, span: Span) -> String {
        let text = self.lexer.slice(span);
        text.strip_prefix('$').unwrap_or(text).to_owned()
    }

    /// What begins with a symbol, which is read.
    fn prefix(&mut self, sym: Sym, start: Span) -> Expr {
        let kind = match sym {
            Sym::Minus => ExprKind::Negate(Box::new(self.child(70))),
            Sym::Star => ExprKind::Wildcard,
            Sym::StarStar => ExprKind::Descendants,
            Sym::Percent => ExprKind::Parent,
            Sym::OpenParen => ExprKind::Block(self.block()),
            Sym::OpenBracket => ExprKind::Array(self.array()),
            Sym::OpenBrace => ExprKind::Object(self.pairs()),
            Sym::Pipe => self.transform(),
            other => ExprKind::Field { name: other.as_str().to_owned(), quoted: false },
        };
        Expr::new(kind, start.to(self.prev))
    }

    fn block(&mut self) -> Vec<Expr> {
        self.open.push(Sym::CloseParen);
        let mut items = Vec::new();
        let mut bad = false;
        while !matches!(self.token.tok, Tok::Sym(Sym::CloseParen) | Tok::End) {
            items.push(self.child(0));
            if !self.more(Some(Sym::Semicolon), Sym::CloseParen, What::Block, &mut bad) {
                break;
            }
        }
        self.close(Sym::CloseParen, What::Block, true, bad);
        items
    }

    fn array(&mut self) -> Vec<Expr> {
        self.list(Sym::CloseBracket, What::Array, true, &mut |parser, _| {
            let lhs = parser.child(0);
            if parser.token.tok != Tok::Sym(Sym::DotDot) {
                return lhs;
            }
            let op_span = parser.advance(false).span;
            let rhs = parser.child(0);
            let span = lhs.span.to(rhs.span);
            Expr::new(ExprKind::Binary(Box::new(Binary { op: BinaryOp::Range, op_span, lhs, rhs })), span)
        })
    }

    fn pairs(&mut self) -> Vec<Pair> {
        self.list(Sym::CloseBrace, What::Object, true, &mut |parser, bad| {
            let key = parser.child(0);
            let colon = parser.token.tok == Tok::Sym(Sym::Colon);
            if colon {
                parser.advance(false);
            } else if !std::mem::replace(bad, true) {
                parser.no_colon(&key);
            }
            let value = if colon || parser.at_item() { parser.child(0) } else { parser.missing() };
            Pair { key, value }
        })
    }

    fn no_colon(&mut self, key: &Expr) {
        let start = key.span.start as usize;
        let before = start.checked_sub(2).and_then(|from| self.lexer.bytes.get(from..start));
        let help = match &key.kind {
            ExprKind::Binary(node) if node.op == BinaryOp::Equal => Some("between key and value write `:`, not `=`"),
            _ if before == Some(b"${") => Some("`${...}` is not JSONata: it must be filled in before"),
            _ => None,
        };
        self.expect(Sym::Colon, "after the key", help);
    }

    /// Items with `,` between them, up to the closer.
    fn list<T>(
        &mut self,
        close: Sym,
        what: What,
        infix: bool,
        item: &mut dyn FnMut(&mut Self, &mut bool) -> T,
    ) -> Vec<T> {
        self.open.push(close);
        let mut items = Vec::new();
        let mut bad = false;
        if self.token.tok != Tok::Sym(close) && self.token.tok != Tok::End {
            loop {
                items.push(item(self, &mut bad));
                if !self.more(Some(Sym::Comma), close, what, &mut bad) {
                    break;
                }
            }
        }
        self.close(close, what, infix, bad);
        items
    }

    fn transform(&mut self) -> ExprKind {
        self.open.push(Sym::Pipe);
        let pattern = self.child(0);
        let mut update = self.missing();
        let mut delete = None;
        if self.expect(Sym::Pipe, "after the pattern of the transform", None) {
            update = self.child(0);
            if self.token.tok == Tok::Sym(Sym::Comma) {
                self.advance(false);
                delete = Some(self.child(0));
            }
            self.close(Sym::Pipe, What::Transform, false, false);
        } else {
            self.open.pop();
        }
        ExprKind::Transform(Box::new(Transform { pattern, update, delete }))
    }

    /// An operator, which is at hand, and what is right of it.
    fn infix(&mut self, left: Expr, sym: Sym) -> Expr {
        let reported = self.reported_at == Some(self.token.span.start);
        let op_span = self.advance(false).span;
        if reported {
            // What the operator lacks may follow from that.
            self.reported_at = Some(self.token.span.start);
        }
        let start = left.span;
        let kind = match sym {
            Sym::Dot => self.step(left),
            Sym::OpenParen => self.call(left, op_span),
            Sym::OpenBracket => self.brackets(left, op_span),
            Sym::OpenBrace => {
                let pairs = self.pairs();
                ExprKind::Group(Box::new(Group { base: left, braces: op_span.to(self.prev), pairs }))
            }
            Sym::Caret => self.sort(left, op_span),
            Sym::At | Sym::Hash => self.bind(left, sym, op_span),
            Sym::Question => self.condition(left, op_span),
            Sym::Assign => self.assign(left, op_span),
            _ => self.binary(left, sym, op_span),
        };
        Expr::new(kind, start.to(self.prev))
    }

    fn step(&mut self, left: Expr) -> ExprKind {
        let next = self.child(Sym::Dot.power());
        match left.kind {
            ExprKind::Path(mut steps) => {
                steps.push(next);
                ExprKind::Path(steps)
            }
            _ => ExprKind::Path(vec![left, next]),
        }
    }

    fn call(&mut self, callee: Expr, open: Span) -> ExprKind {
        // The reference also takes `function[](...)`.
        let lambda = matches!(callee.kept().field(), Some("function" | "λ"));
        let what = if lambda { What::Params } else { What::Call(callee.span) };
        let args = self.list(Sym::CloseParen, what, true, &mut |parser, _| {
            if parser.token.tok == Tok::Sym(Sym::Question) {
                let span = parser.advance(false).span;
                return Expr::new(ExprKind::Placeholder, span);
            }
            parser.child(0)
        });
        if lambda {
            return self.lambda(callee.kept().span, args);
        }
        ExprKind::Call(Box::new(Call { callee, parens: open.to(self.prev), args }))
    }

    fn brackets(&mut self, base: Expr, open: Span) -> ExprKind {
        if self.token.tok == Tok::Sym(Sym::CloseBracket) {
            let close = self.advance(false).span;
            return ExprKind::KeepArray(Box::new(KeepArray { base, brackets: open.to(close) }));
        }
        let filter = self.single(Sym::CloseBracket, What::Predicate, true);
        ExprKind::Predicate(Box::new(Predicate { base, brackets: open.to(self.prev), filter }))
    }

    fn sort(&mut self, base: Expr, op_span: Span) -> ExprKind {
        let help = "`^` sorts, as in `orders^(>price)`; for powers use `$power(...)`";
        if !self.expect(Sym::OpenParen, "after `^`", Some(help)) {
            let terms = if self.at_item() { vec![self.sort_term()] } else { Vec::new() };
            return ExprKind::Sort(Box::new(Sort { base, op_span, terms }));
        }
        self.open.push(Sym::CloseParen);
        let mut bad = false;
        let mut terms = Vec::new();
        loop {
            terms.push(self.sort_term());
            if !self.more(Some(Sym::Comma), Sym::CloseParen, What::Sort, &mut bad) {
                break;
            }
        }
        self.close(Sym::CloseParen, What::Sort, false, bad);
        ExprKind::Sort(Box::new(Sort { base, op_span, terms }))
    }

    fn sort_term(&mut self) -> SortTerm {
        let descending = self.token.tok == Tok::Sym(Sym::Greater);
        let marked = descending || self.token.tok == Tok::Sym(Sym::Less);
        let order_span = marked.then(|| self.advance(false).span);
        SortTerm { descending, order_span, expr: self.child(0) }
    }

    fn bind(&mut self, base: Expr, sym: Sym, op_span: Span) -> ExprKind {
        let at_end = self.token.tok == Tok::End;
        let variable = if at_end { self.missing() } else { self.child(sym.power()) };
        let name = match &variable.kind {
            ExprKind::Variable(text) | ExprKind::Field { name: text, .. } => text.clone(),
            _ => String::new(),
        };
        let sym_text = sym.as_str();
        if at_end {
            self.report_here("S0214", format!("expected a variable after `{sym_text}`, found the end"), None);
        } else if variable.variable().is_none() && base.kind != ExprKind::Missing && !self.is_damaged(variable.span) {
            let message = format!("expected a variable after `{sym_text}`, found {}", self.quote(variable.span));
            let help = variable.field().map(|_| format!("write `{sym_text}${name}`"));
            self.report("S0214", variable.span, message, help);
        }
        let node = Box::new(Bind { base, op_span, variable: Name { text: name, span: variable.span } });
        if sym == Sym::At { ExprKind::Focus(node) } else { ExprKind::Index(node) }
    }

    fn condition(&mut self, test: Expr, op_span: Span) -> ExprKind {
        let then = self.child(0);
        let otherwise = if self.token.tok == Tok::Sym(Sym::Colon) {
            self.advance(false);
            Some(self.child(0))
        } else {
            None
        };
        ExprKind::Condition(Box::new(Condition { test, op_span, then, otherwise }))
    }

    fn assign(&mut self, target: Expr, op_span: Span) -> ExprKind {
        // The reference also takes `$a[] := 1`.
        if target.kept().variable().is_none() && !self.is_damaged(target.span) {
            let message = format!("expected a variable left of `:=`, found {}", self.quote(target.span));
            let help = target.field().map(|name| format!("write `${name}`"));
            self.report("S0212", target.span, message, help);
        }
        let value = self.child(Sym::Assign.power() - 1);
        ExprKind::Assign(Box::new(Assign { target, op_span, value }))
    }

    fn binary(&mut self, lhs: Expr, sym: Sym, op_span: Span) -> ExprKind {
        let op = match sym {
            Sym::Plus => BinaryOp::Add,
            Sym::Minus => BinaryOp::Subtract,
            Sym::Star => BinaryOp::Multiply,
            Sym::Slash => BinaryOp::Divide,
            Sym::Percent => BinaryOp::Remainder,
            Sym::Equal => BinaryOp::Equal,
            Sym::NotEqual => BinaryOp::NotEqual,
            Sym::Less => BinaryOp::Less,
            Sym::LessEqual => BinaryOp::LessOrEqual,
            Sym::Greater => BinaryOp::Greater,
            Sym::GreaterEqual => BinaryOp::GreaterOrEqual,
            Sym::In => BinaryOp::In,
            Sym::And => BinaryOp::And,
            Sym::Or => BinaryOp::Or,
            Sym::Default => BinaryOp::Default,
            Sym::Coalesce => BinaryOp::Coalesce,
            Sym::Apply => BinaryOp::Apply,
            _ => BinaryOp::Concat,
        };
        // The right side of these two takes in whatever follows.
        let power = if matches!(op, BinaryOp::Default | BinaryOp::Coalesce) { 0 } else { sym.power() };
        let rhs = self.child(power);
        ExprKind::Binary(Box::new(Binary { op, op_span, lhs, rhs }))
    }
}
