//! The structure of a map file, as RON or JSON spell it, with the place of every part and every comment.
//!
//! The `ron` and `serde_json` crates decode the leaves; the structure is read here because neither crate
//! tells where a field stands or what a comment said, and both give up at the first error.

use ecow::EcoString;

use super::{Diagnostic, Span};

/// How the text spells structures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Ron,
    Json,
}

/// A value of the text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// `Name(key: value, …)`, with or without a name; in JSON `{"Name": {…}}`.
    Struct { name: EcoString, fields: Vec<Field> },
    /// `[…]`, or a tuple `(…)`; a named tuple is `Missing("x")`.
    List { name: EcoString, items: Vec<Node> },
    /// A string, number or word.
    Leaf,
    /// What was taken while the text was read, and let go.
    Taken,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: EcoString,
    /// From the key's first byte to the value's last.
    pub(super) span: Span,
    pub(super) node: Node,
}

/// A text's tree and its comments, in the order in which they stand.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) comments: Vec<Span>,
}

/// Structures deeper than this are refused, so that no text can exhaust the stack. A map needs six.
const DEEPEST: usize = 32;

/// Reads the structure of a whole text. `take` is given each item of the lists of the outermost struct as soon as it was read,
/// with the name of its list, and answers whether it has what it needs of it: the item's parts are let go then, so that the
/// structure of a large map is never there as a whole.
pub(super) fn parse(
    text: &str,
    syntax: Syntax,
    take: &mut dyn FnMut(&str, &Node) -> bool,
) -> Result<Tree, Diagnostic> {
    let mut parser = Parser { text, at: 0, syntax, comments: Vec::new(), take };
    parser.skip()?;
    while syntax == Syntax::Ron && parser.rest().starts_with("#![") {
        parser.at += parser.rest().find(']').map_or(parser.rest().len(), |end| end + 1);
        parser.skip()?;
    }
    let root = parser.node(0)?;
    parser.skip()?;
    if parser.at < text.len() {
        return Err(parser.wrong("the map ends here, but the text goes on"));
    }
    Ok(Tree { root, comments: parser.comments })
}

/// The structure of a part of a text that was read before; `None` where it is none.
pub(super) fn part(text: &str, syntax: Syntax, span: Span) -> Option<Node> {
    let text = text.get(..span.end)?;
    let mut parser = Parser { text, at: span.start, syntax, comments: Vec::new(), take: &mut |_, _| false };
    // Not the outermost struct: none of its items is given away.
    parser.node(1).ok()
}

struct Parser<'a, 't> {
    text: &'a str,
    at: usize,
    syntax: Syntax,
    comments: Vec<Span>,
    take: &'t mut dyn FnMut(&str, &Node) -> bool,
}

impl<'a> Parser<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn wrong(&self, message: &str) -> Diagnostic {
        Diagnostic::error(Span::at(self.at), message)
    }

    /// Passes white space and comments; remembers the comments.
    fn skip(&mut self) -> Result<(), Diagnostic> {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                let length = rest.get(..end).unwrap_or("").trim_end().len();
                self.comments.push(Span::new(self.at, self.at + length));
                self.at += end;
            } else if rest.starts_with("/*") {
                let length = block_comment(rest)
                    .ok_or_else(|| self.wrong("this comment is never closed; it needs a `*/`"))?;
                self.comments.push(Span::new(self.at, self.at + length));
                self.at += length;
            } else {
                return Ok(());
            }
        }
    }

    fn node(&mut self, depth: usize) -> Result<Node, Diagnostic> {
        if depth > DEEPEST {
            return Err(self.wrong("this is nested too deeply for a map"));
        }
        let start = self.at;
        let value = match self.peek() {
            None => return Err(self.wrong("the text ends here, in the middle of the map")),
            Some('[') => self.list(']', EcoString::new(), depth, None)?,
            Some('{') => self.object(depth)?,
            Some('(') => self.parens(EcoString::new(), depth)?,
            Some('"') => {
                self.string()?;
                Value::Leaf
            }
            Some(_) if self.syntax == Syntax::Ron && raw_string(self.rest()) => {
                self.raw_string()?;
                Value::Leaf
            }
            Some(_) => {
                let word = self.word();
                if word.is_empty() {
                    return Err(self.wrong("a value is missing here"));
                }
                let (after_word, comments) = (self.at, self.comments.len());
                self.skip()?;
                if self.peek() == Some('(') {
                    let value = self.parens(word.into(), depth)?;
                    return Ok(unwrap_some(Node { span: Span::new(start, self.at), value }));
                }
                self.at = after_word;
                self.comments.truncate(comments);
                Value::Leaf
            }
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    /// A name, a number or a word such as `true`: everything up to white space, a bracket or a separator.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |c: char| {
            matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '"' | '/') || c.is_whitespace()
        };
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn string(&mut self) -> Result<(), Diagnostic> {
        // No byte of a letter beyond ASCII is one of those that are looked for.
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at) {
                None => return Err(self.wrong("this text is never closed; it needs a `\"`")),
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(());
                }
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
            }
        }
    }

    fn raw_string(&mut self) -> Result<(), Diagnostic> {
        let rest = self.rest();
        let hashes = rest.chars().skip(1).take_while(|c| *c == '#').count();
        let close = format!("\"{}", "#".repeat(hashes));
        let inner = rest.get(hashes + 2..).unwrap_or("");
        let end = inner.find(&close).ok_or_else(|| self.wrong("this raw text is never closed"))?;
        self.at += hashes + 2 + end + close.len();
        Ok(())
    }

    /// A struct where the first thing inside is a key, else a tuple.
    fn parens(&mut self, name: EcoString, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.at;
        let comments = self.comments.len();
        self.at += 1;
        self.skip()?;
        let first = self.word();
        self.skip()?;
        let is_struct =
            !first.is_empty() && self.peek() == Some(':') || first.is_empty() && self.peek() == Some(')');
        self.at = open;
        self.comments.truncate(comments);
        if is_struct { self.fields(')', name, depth) } else { self.list(')', name, depth, None) }
    }

    /// A list; `key` is that of a list of the outermost struct.
    fn list(
        &mut self,
        close: char,
        name: EcoString,
        depth: usize,
        key: Option<&str>,
    ) -> Result<Value, Diagnostic> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip()?;
            if self.eat(close) {
                return Ok(Value::List { name, items });
            }
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            let mut node = self.node(depth + 1)?;
            if key.is_some_and(|key| (self.take)(key, &node)) {
                node.value = Value::Taken;
            }
            items.push(node);
            self.separator(open, close)?;
        }
    }

    fn fields(&mut self, close: char, name: EcoString, depth: usize) -> Result<Value, Diagnostic> {
        let open = self.at;
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            self.skip()?;
            if self.eat(close) {
                return Ok(Value::Struct { name, fields });
            }
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            let start = self.at;
            let key = if self.peek() == Some('"') {
                self.string()?;
                self.text.get(start + 1..self.at - 1).unwrap_or("")
            } else {
                self.word()
            };
            if key.is_empty() {
                return Err(self.wrong("a field's name is expected here"));
            }
            self.skip()?;
            if self.rest().is_empty() {
                return Err(unclosed(open, close));
            }
            if !self.eat(':') {
                return Err(self.wrong(&format!("a `:` is expected after `{key}`")));
            }
            self.skip()?;
            let node = if depth == 0 && self.peek() == Some('[') {
                let start = self.at;
                let value = self.list(']', EcoString::new(), depth + 1, Some(key))?;
                Node { span: Span::new(start, self.at), value }
            } else {
                self.node(depth + 1)?
            };
            // A value in `Some(…)` ends before its field does.
            fields.push(Field { key: key.into(), span: Span::new(start, self.at), node });
            self.separator(open, close)?;
        }
    }

    /// JSON's object: `{"Name": {…}}` with a capital letter is a named struct.
    fn object(&mut self, depth: usize) -> Result<Value, Diagnostic> {
        let value = self.fields('}', EcoString::new(), depth)?;
        let Value::Struct { name, mut fields } = value else { return Ok(value) };
        let is_variant = |key: &str| key.starts_with(|c: char| c.is_ascii_uppercase());
        match fields.pop() {
            Some(field) if fields.is_empty() && is_variant(&field.key) => Ok(match field.node.value {
                // A variant in a variant: `{"Add": {"Note": {…}}}`.
                Value::Struct { ref name, .. } if !name.is_empty() => {
                    Value::List { name: field.key, items: vec![field.node] }
                }
                Value::Struct { fields, .. } => Value::Struct { name: field.key, fields },
                Value::List { items, .. } => Value::List { name: field.key, items },
                Value::Leaf | Value::Taken => Value::List { name: field.key, items: vec![field.node] },
            }),
            Some(field) => {
                fields.push(field);
                Ok(Value::Struct { name, fields })
            }
            None => Ok(Value::Struct { name, fields }),
        }
    }

    fn separator(&mut self, open: usize, close: char) -> Result<(), Diagnostic> {
        self.skip()?;
        if self.eat(',') || self.peek() == Some(close) {
            return Ok(());
        }
        if self.rest().is_empty() {
            return Err(unclosed(open, close));
        }
        Err(self.wrong(&format!("a `,` or `{close}` is expected here")))
    }
}

fn unclosed(open: usize, close: char) -> Diagnostic {
    Diagnostic::error(
        Span::new(open, open + 1),
        format!("this bracket is never closed; it needs a `{close}`"),
    )
    .with_help("the file may have been cut off; it is left as it is")
}

/// `Some(x)` means x.
fn unwrap_some(node: Node) -> Node {
    match node.value {
        Value::List { ref name, ref items } if name == "Some" => match items.as_slice() {
            [only] => only.clone(),
            _ => node,
        },
        _ => node,
    }
}

fn raw_string(text: &str) -> bool {
    text.strip_prefix('r').is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// The length of the block comment that a text begins with; RON's comments nest.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let open = rest.find("/*");
        let close = rest.find("*/")?;
        match open {
            Some(open) if open < close => {
                depth += 1;
                at += open + 2;
            }
            _ => {
                depth -= 1;
                at += close + 2;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match parse(text, Syntax::Ron, &mut |_, _| false) {
            Ok(tree) => show(&tree.root, text),
            Err(d) => format!("{} at {}", d.message, d.span.start),
        };
        assert_eq!(shown, expected, "{text}");
    }

    fn show(node: &Node, text: &str) -> String {
        let join = |parts: Vec<String>| parts.join(",");
        match &node.value {
            Value::Leaf | Value::Taken => node.span.of(text).to_owned(),
            Value::List { name, items } => {
                format!("{name}[{}]", join(items.iter().map(|n| show(n, text)).collect()))
            }
            Value::Struct { name, fields } => {
                let show_field = |f: &Field| format!("{}={}", f.key, show(&f.node, text));
                format!("{name}({})", join(fields.iter().map(show_field).collect()))
            }
        }
    }

    #[test]
    fn a_comment_is_there_once() {
        for text in
            ["A(b: 1 /* in */)", "A(b: Missing /* in */ (1))", "A(b: [1 /* in */, 2])", "A(/* in */ 1)"]
        {
            let comments = parse(text, Syntax::Ron, &mut |_, _| false).unwrap().comments;
            assert_eq!(comments.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["/* in */"], "{text}");
        }
    }

    #[test]
    fn structures_are_read_with_comments_anywhere() {
        check("Map(a: 1, // x\n b: [(0.1, -2), Some(\"y]\")],)", "Map(a=1,b=[[0.1,-2],\"y]\"])");
        check("A(b: Missing(\"x\"), c: (d: r#\"q\"q\"#))", "A(b=Missing[\"x\"],c=(d=r#\"q\"q\"#))");
        check("{\"a\": {\"Cup\": {\"b\": 1}}}", "(a=Cup(b=1))");
        check("A(/* /* nested */ */)", "A()");
        check("Map(a: [1, 2", "this bracket is never closed; it needs a `]` at 7");
        check("Map(a: 1 b: 2)", "a `,` or `)` is expected here at 9");
        check("Map() more", "the map ends here, but the text goes on at 6");
        check(&"(".repeat(1000), "this is nested too deeply for a map at 33");
    }
}
